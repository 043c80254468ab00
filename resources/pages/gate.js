// Somebody without a number.
//: join busy form
let busy;
function tick() {
show('more', fails ? T.trouble : busy ? T.busy : '');
if (!S) return;
paint(common() || T.come);
$('act').hidden = is('closed');
$('go').textContent = is('before') ? T.take : T.join;
}
const seen = () => 600;
async function join() {
const visitor = load('visitor') || $('act').visitor.value, ticket = load('ticket');
save('visitor', visitor);
$('go').disabled = 1;
const r = await ask('POST', base + '/tickets', {visitor, ...D.member}, ticket && {Authorization: 'Bearer ' + ticket});
if (r.data.ticket) { save('ticket', r.data.ticket); save('seen', time()); return go('&got'); }
// Only members of the shop may join, and only its own link names one.
if (r.status == 400) return show('why', T.member);
if (r.status == 428) return location = base + '/check' + location.search;
if (r.status == 403 || r.status == 409) return go('&over=' + r.data.type);
// The copy of a ticket that is no more: without it this is a new visitor.
if (ticket && r.status > 400 && r.status < 420) { forget(); return go('&over=' + (r.data.reason || r.data.type)); }
busy = 1;
later(join, spread(r.wait || 3));
tick();
}
$('act').onsubmit = event => { event.preventDefault(); join(); };
// A cookie that was lost comes back from the copy; a browser that keeps none would go round for ever.
const lost = location.search.includes('&got');
if (lost) show('why', T.cookies);
load('ticket') && !lost ? join() : poll();
