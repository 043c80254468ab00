// Called: the page asks for the pass by itself while it is looked at, or waits to be told.
//: claim timer late
let timer;
// As this page found it: a hold or a slow entry makes nobody late.
const late = load('seen') && time() - load('seen') > D.claim_ms;
async function claim() {
clearTimeout(timer);
if (doc.hidden) return;
const r = await ask('POST', base + '/passes', {}), {state, reason, type} = r.data, over = r.status == 401 || r.status == 410;
if (r.data.pass) return go();
if (over) forget();
if (over || r.status == 403 || r.status == 409) return go('&over=' + (reason || type));
// In a hold the line's page tells the time and the staff's words, and comes back by itself.
if (state == 'waiting' || state == 'held') return later(go, spread(state == 'held' ? 5 : 2));
show('text', !r.status ? T.trouble : r.status == 503 ? T.interrupted : late ? T.late : T.door);
timer = later(claim, r.data.retry_ms / 1e3 || spread(r.wait || 2));
}
$('act').onsubmit = event => { event.preventDefault(); $('go').disabled = 1; claim(); };
$('act').hidden = D.auto;
doc.onvisibilitychange = () => { doc.title = T.ring; if (D.auto || $('go').disabled) claim(); };
doc.onvisibilitychange();
