// Called: the page asks for the pass by itself while it is looked at, or waits to be told.
//: claim timer
let timer;
async function claim() {
clearTimeout(timer);
if (doc.hidden) return;
const r = await ask('POST', base + '/passes', {}), {state, reason, type} = r.data, over = r.status == 401 || r.status == 410;
if (r.data.pass) return go();
if (over) forget();
if (over || r.status == 403 || r.status == 409) return go('&over=' + (reason || type));
if (state == 'waiting') return later(go, spread(2));
show('text', state == 'held' ? T.held + ' ' + T.held_unknown : !r.status ? T.trouble : state == 'late' || Date.now() - load('seen') > D.claim_ms ? T.late : T.door);
timer = later(claim, r.data.retry_ms / 1e3 || spread(r.wait || 2));
}
$('act').onsubmit = event => { event.preventDefault(); $('go').disabled = 1; claim(); };
$('act').hidden = D.auto;
doc.onvisibilitychange = () => { doc.title = '● ' + T.ring; if (D.auto || $('go').disabled) claim(); };
doc.onvisibilitychange();
