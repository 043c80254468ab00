// Shared by all pages. Comments are not sent, T.name becomes the sentence itself, and the names
// listed like this are sent as one or two letters: they never stand for a member of an object.
//: doc time base open say num when at show load save forget spread later ask go lang path body more text values id day
const doc = document, time = () => Date.now(), $ = id => doc.getElementById(id), D = JSON.parse($('d').textContent), lang = D.lang, base = '/sales/' + D.sale, open = '/public' + base;
const say = (text, values) => text.replace(/{(\w+)}/g, (_, name) => values[name]), num = n => n.toLocaleString(lang);
const when = (ms, day) => new Date(ms).toLocaleString(lang, {timeZone: D.zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...(day && {month: 'numeric', day: 'numeric'})});
const at = (ms, day) => when(ms, day) + ` (${D.zone_name})`;
const show = (id, text) => { const e = $(id); e.hidden = !text; if (text && e.textContent != text) e.textContent = text; };
// What this browser keeps for this sale; it may not want to.
const load = n => { try { return JSON.parse(localStorage['saikobi_' + D.sale + '_' + n]); } catch { } };
const save = (n, value) => { try { localStorage['saikobi_' + D.sale + '_' + n] = JSON.stringify(value); } catch { } };
const forget = () => ['ticket', 'first', 'visitor', 'seen'].forEach(n => save(n, null));
const spread = s => s * (1 + Math.random() * .3), later = (f, s) => setTimeout(f, s * 1e3), go = to => location = base + '?lang=' + lang + (to || '');
// One way to ask; status 0 when nobody answered.
async function ask(m, path, body, more) {
try {
const r = await fetch(path, {method: m, signal: AbortSignal.timeout?.(15e3),
headers: {'Content-Type': 'application/json', ...more}, body: body && JSON.stringify(body)});
return {status: r.status, wait: +r.headers.get('Retry-After'), data: await r.json().catch(() => ({}))};
} catch { return {status: 0, data: {}}; }
}
