let S, P, since, called, late, gone, busy, fails = 0, timer, claimer, skew = 0;
let number = D.number || keep.get('number'), first = keep.get('first');
const bearer = () => { const t = !D.number && keep.get('ticket'); return t && {Authorization: 'Bearer ' + t}; };
const now = () => Date.now() + skew, title = document.title;
function lose(status) { number = P = first = called = D.number = 0; forget(); gone = status == 410; }
// Between two answers about the own place the public figures and the clock move it on.
function estimate() {
if (!P) return;
const left = w => w == null ? w : Math.max(0, w - (Date.now() - since) / 1e3);
return {ahead: Math.max(0, P.ahead - Math.max(0, S.serving - P.serving)), p10: left(P.wait_p10), p90: left(P.wait_p90)};
}
const minutes = e => ({p10: Math.max(1, Math.floor(e.p10 / 60)), p90: Math.max(2, Math.ceil(e.p90 / 60))});
function words(e) {
const of = {number: num(number || 0)}, wait = S.resume_at;
if (gone) return T.gone;
if (S.phase == 'closed') return T.closed;
if (S.causes?.includes('redis')) return T.interrupted;
if (S.phase == 'before') return (S.opens_at ? say('opens', {opens_at: at(S.opens_at, 1)}) : T.opens_unknown) + (number ? ' ' + say('number_is', of) : '');
if (S.phase == 'held' && !S.admit) return T.held + ' ' + (!wait ? T.held_unknown : wait > now() ? say('held_known', {resume_at: at(wait)}) : T.news_soon);
if (!number) return T.come;
if (called) return late ? T.late : T.door;
if (!e) return say('number_is', of);
of.ahead = num(e.ahead);
return e.p90 == null ? say('waiting_unknown', of) : e.p90 < 60 ? T.soon : say('waiting', {...of, ...minutes(e)});
}
function draw() {
const e = S && estimate(), waiting = number && !called && S && S.phase != 'closed', facts = waiting && e && S.phase != 'before';
const left = S?.phase == 'before' && S.opens_at ? Math.max(0, S.opens_at - now()) : 0;
show('more', fails ? T.trouble : busy ? T.busy : left ? say('countdown', {left: new Date(left).toISOString().slice(11, 19)}) : waiting ? T.keep_open : '');
if (!S) return;
notice(S);
show('text', words(e));
$('ticket').hidden = !number;
show('number', number && num(number));
$('facts').hidden = $('bar').hidden = !facts;
if (facts) {
show('serving', num(S.serving));
show('ahead', num(e.ahead));
show('wait', e.p90 == null ? '—' : say('minutes', minutes(e)));
$('fill').style.width = ($('bar').ariaValueNow = first ? Math.round(100 * Math.max(0, 1 - e.ahead / first)) : 0) + '%';
}
$('act').hidden = S.phase == 'closed' || number;
$('go').textContent = gone ? T.again : T.join;
document.title = called && document.hidden ? '● ' + T.ring : facts ? say('left', {n: num(e.ahead)}) + ' · ' + title : title;
}
async function place() {
const r = await ask('GET', base + '/tickets/me', null, bearer());
if (r.status == 200) {
P = {...r.data, serving: S.serving};
since = Date.now();
keep.set('number', number = P.number);
if (!first) keep.set('first', first = P.ahead);
} else if (r.status == 410 || r.status == 401) lose(r.status);
}
// The first poll of everybody after the opening would come at once: it is spread.
function pause(e) {
if (fails) return Math.random() * Math.min(60, 2 ** fails);
if (document.hidden && !called) return spread(60);
const left = S.phase == 'before' && S.opens_at ? (S.opens_at - now()) / 1e3 : 0, half = (e?.p10 + e?.p90) / 2;
if (left > 0) return left < 30 ? left + Math.random() * (S.poll?.spread_s || 2) : spread(Math.min(30, left / 2));
return spread(half < 15 ? 1 : half < 60 ? 2 : Math.min(30, Math.max(2, half / 20 || 5)));
}
async function poll() {
clearTimeout(timer);
const r = await ask('GET', open + '/status');
fails = r.status == 200 ? 0 : fails + 1;
if (!fails) {
S = r.data;
if (S.t) skew = S.t - Date.now();
if (number && !(Date.now() - since < 2e4)) await place();
const was = called;
called = number && number <= S.serving && S.phase != 'before';
if (called && !was) {
late = Date.now() - (keep.get('seen') || Date.now()) > D.claim_ms;
if (document.hidden) ring();
claim();
}
if (!called) keep.set('seen', Date.now());
}
draw();
timer = later(poll, pause(S && estimate()));
}
function ring() {
navigator.vibrate?.([300, 150, 300]);
try { const a = new AudioContext(), o = a.createOscillator(); o.connect(a.destination); o.start(); o.stop(a.currentTime + .5); } catch { }
}
// Called and looked at: the page asks for the pass by itself. Hidden, it rings and waits.
async function claim() {
clearTimeout(claimer);
if (!called || document.hidden) return;
const r = await ask('POST', base + '/passes', {}, bearer());
if (r.data.pass) return location.reload();
if (r.status == 410 || r.status == 401) { lose(r.status); return draw(); }
claimer = later(claim, r.data.retry_ms / 1e3 || spread(r.wait || 2));
}
async function join(event) {
event?.preventDefault();
$('go').disabled = 1;
if (gone) { gone = 0; $('act').visitor.value = random128(); }
const visitor = keep.get('visitor') || $('act').visitor.value;
keep.set('visitor', visitor);
const r = await ask('POST', base + '/tickets', {visitor}, bearer());
$('go').disabled = 0;
if (r.data.pass) return location.reload();
busy = !r.data.ticket;
if (busy) { later(join, spread(r.wait || 3)); return draw(); }
keep.set('ticket', r.data.ticket);
number = r.data.number;
since = 0;
poll();
}
$('act').onsubmit = join;
document.onvisibilitychange = () => { if (!document.hidden) { poll(); claim(); } };
setInterval(draw, 1e3);
// A cookie that was lost comes back from the copy.
!D.number && keep.get('ticket') ? join() : poll();
