// What all pages of the waiting room have in common: the public status, asked for at the pace it tells, and what is true for everybody.
//: is gap now drawn common paint poll pause seen fails timer skew told title near tick resume left first big kind two p50
const {max, min, floor, random} = Math;
const is = phase => S?.phase == phase;
let S, fails = 0, timer, skew = 0, told = [];
const title = doc.title, now = () => time() + skew;
const gap = lang == 'ja' ? '' : ' ', drawn = () => S.draw?.order == 'draw';
function common() {
const resume = S.resume_at;
return is('closed') ? T.closed : S.causes?.includes('redis') ? T.interrupted
: is('before') ? !S.opens_at ? T.opens_unknown : say(drawn() ? T.opens_draw : T.opens, {opens_at: at(S.opens_at, 1)})
: is('held') && !S.admit ? T.held + gap + (!resume ? T.held_unknown : resume > now() ? say(T.held_known, {resume_at: at(resume)}) : T.news_soon) : S.all_gone ? T.all_gone : '';
}
const near = () => is('before') && S.opens_at ? max(0, (S.opens_at - now()) / 1e3) : 0;
function paint(text) {
const left = near(), [first, big] = text.split('|'), kind = text.replace(/[\d.,]+/g, ''), two = n => String(floor(n)).padStart(2, 0);
show('clock', left && say(T.countdown, {left: two(left / 3600) + ':' + two(left / 60 % 60) + ':' + two(left % 60)}));
// Said aloud when something else is true, or once in a while: not with every figure.
if (kind == told[0] && time() < told[1]) return;
told = [kind, time() + 2e4];
$('text').replaceChildren(first, big ? Object.assign(doc.createElement('b'), {textContent: big}) : '');
}
// Seconds until the next poll. The first one of everybody after the opening is spread.
function pause(p50) {
const {min_s, max_s, spread_s} = S?.poll || {}, left = near();
return fails ? 1 + random() * min(60, 2 ** fails) : doc.hidden ? spread(60)
: left ? left < max_s ? left + random() * spread_s : spread(min(max_s, left / 2))
: spread(p50 < 15 ? 1 : p50 < 60 ? 2 : min(max_s, max(min_s, p50 / 20 || 5)));
}
async function poll() {
clearTimeout(timer);
const r = await ask('GET', open + '/status');
fails = r.status == 200 ? 0 : fails + 1;
if (r.status == 403) return go();
if (!fails) {
S = r.data;
skew = S.t - time();
// Another run of the sale: the old tickets are void, and its page says so.
if (S.run > D.run) return later(go, random() * S.poll.spread_s);
notice(S);
}
timer = later(poll, pause(await seen()));
tick();
}
doc.onvisibilitychange = () => doc.hidden || poll();
setInterval(() => tick(), 1e3);
