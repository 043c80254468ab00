// Somebody with a number that was not called yet. P: what tickets/me said last, W: the wait at the own place.
//: all of spot number place first known called was words line measure own range beat unit mine
// The ticket may have come by a link or a form: its copy is kept here too, an older one no more.
if (D.ticket && load('ticket') != D.ticket) { forget(); save('ticket', D.ticket); }
let P, W, called, beat = time(), known = 0, first = load('first'), number = D.number, place = D.place;
// In order of arrival the place is the number; that of a draw comes with the first answer after it.
const spot = () => is('before') ? 0 : drawn() && number <= S.draw.n ? place : number;
// Most polls ask for nothing personal: the public curve is interpolated at the own place.
function measure() {
const p = spot(), c = S.curve || [], i = c.findIndex(x => x[0] >= p), b = c[i] || c.at(-1), a = c[i - 1] || b, x = b && a.map((v, k) => v + (b[k] - v) * (b[0] > a[0] && min(1, (p - a[0]) / (b[0] - a[0]))));
if (p) return x ? {ahead: max(0, x[1]), p10: x[2], p50: x[3], p90: b[4] && x[4]} : {ahead: max(0, p - S.serving)};
}
const range = (text, unit, n) => say(text, {p10: max(1 / n, floor(W.p10 / unit) / n), p90: max(2 / n, Math.ceil(W.p90 / unit) / n)});
function words() {
const all = common(), of = {number: num(number)}, mine = say(T.number_is, of);
if (all) return is('before') && !drawn() ? all + gap + mine : all;
if (called) return T.door;
if (!W) return mine;
of.ahead = num(+W.ahead.toPrecision(2));
of.range = W.p90 > 7200 ? range(T.hours, 1800, 2) : range(T.minutes, 60, 1);
return !W.p90 ? say(T.waiting_unknown, of) : W.p90 < 60 ? T.soon : say(T.waiting, of);
}
function tick() {
show('more', fails ? T.trouble : T.keep_open);
if (!S) return;
if (is('closed')) $('more').hidden = $('links').hidden = 1;
const text = words(), line = W && !is('closed'), p = spot();
paint(text);
show('drawn', p != number && p && say(T.drawn, {place: num(p)}));
show('serving', line && S.serving && say(T.serving, {serving: num(S.serving)}));
show('why', line && {rate: T.why_rate, late: T.why_late, hold: T.why_hold, slow: T.why_slow}[P?.why]);
if (line && !(first >= W.ahead)) save('first', first = W.ahead);
$('bar').hidden = !line;
$('bar').value = line && first ? 100 - 100 * W.ahead / first : 0;
doc.title = called ? T.ring : line ? text.split('|').pop() + ' · ' + title : title;
// Few are asked for a sign of life, by the end of their ticket.
if (S.presence && D.tail % S.presence.divisor == 0 && time() > beat + S.presence.every_s * 1e3) own();
}
async function own() {
beat = time();
const r = await ask('GET', base + '/tickets/me');
if (r.status == 200) { P = r.data; place = P.place; }
else if (r.status == 401 || r.status == 410) { forget(); go('&over=' + (r.data.reason || r.data.type)); }
}
async function seen() {
if (!S) return;
// Lost with the store before the opening: joining again gives a number again.
if (is('before') && S.voids?.some(v => v[0] <= number && number <= v[1])) return go();
// Asked only for what the status cannot tell: a drawn place, and why the wait has grown.
if (!is('before') && !spot() || known && W?.p50 > known * 1.2 + 60) { known = 0; await own(); }
W = measure();
// Why it has grown is told until it has shrunk well below what it was then.
if (W?.p90 < P?.wait_p90 * .8) P.why = '';
known = min(known || 1e9, W?.p50 || 1e9);
// Called, and the door is open: a page that is looked at goes there, a hidden one rings and waits
// for its reader. In a hold and after the closing the server would only send this page again.
const was = called;
called = spot() && spot() <= S.serving && (is('open') || is('held') && S.admit);
if (called) {
if (!doc.hidden) later(go, spread(.3));
else if (!was) {
navigator.vibrate?.(600);
try { const a = new AudioContext, o = a.createOscillator(); o.connect(a.destination); o.start(); o.stop(.5); } catch { }
}
} else save('seen', time());
// Without a forecast, as in a hold, by how far the place is from the front; nobody is called within the second.
return is('closed') ? 600 : W?.p50 ?? max(15, W?.ahead * 60 / S.rate);
}
poll();
