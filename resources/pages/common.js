// Shared by all pages. Lines like this one are not sent.
const $ = id => document.getElementById(id), D = JSON.parse($('d').textContent), T = D.texts, base = '/sales/' + D.sale, open = '/public' + base;
const say = (key, values = {}) => T[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
const num = n => n.toLocaleString(D.lang), yen = n => say('yen', {n: num(n)});
const when = (ms, day) => new Date(ms).toLocaleString(D.lang, {timeZone: D.zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...(day && {month: 'numeric', day: 'numeric'})});
const at = (ms, day) => when(ms, day) + ` (${D.zone_name})`;
const show = (id, text) => { const e = $(id); e.hidden = !text; if (text && e.textContent != text) e.textContent = text; };
const make = (tag, text, more) => Object.assign(document.createElement(tag), {textContent: text}, more);
const row = (...parts) => { const li = make('li'); li.append(...parts); return li; };
const name = n => `saikobi_${D.sale}_` + n;
const keep = {
get(n) { try { return JSON.parse(localStorage[name(n)]); } catch { } },
set(n, value) { try { localStorage[name(n)] = JSON.stringify(value); } catch { } }
};
const forget = () => ['ticket', 'number', 'first', 'visitor'].forEach(n => keep.set(n, null));
const spread = s => s * (1 + Math.random() * .3), later = (f, s) => setTimeout(f, s * 1e3);
const random128 = () => [...crypto.getRandomValues(new Uint8Array(16))].map(b => (b + 256).toString(16).slice(1)).join('');
// One way to ask; status 0 when nobody answered.
async function ask(method, path, body, headers) {
try {
const r = await fetch(path, {method, signal: AbortSignal.timeout?.(15e3), credentials: path.startsWith('/p') ? 'omit' : 'same-origin',
headers: {Accept: 'application/json', ...(body && {'Content-Type': 'application/json'}), ...headers}, body: body && JSON.stringify(body)});
return {status: r.status, wait: +r.headers.get('Retry-After'), data: await r.json().catch(() => ({}))};
} catch { return {status: 0, data: {}}; }
}
