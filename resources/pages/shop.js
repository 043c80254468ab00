let C, stood, paused, over, busy, attempt = keep.get('attempt'), basket = keep.get('basket') || {};
const means = m => m == 'card' ? ['pm_card_visa', 'pm_card_mastercard', 'pm_card_jcb', 'pm_card_chargeDeclined'] : ['pm_' + m, `pm_${m}_chargeDeclined`];
const span = s => ({from: when(s.from), to: when(s.to), left: num(s.left)}), option = (text, value, disabled) => make('option', text, {value, disabled});
const chosen = () => C ? C.products.filter(p => basket[p.id]) : [];
// Whatever is changed makes another order: it needs another key.
function changed() { keep.set('attempt', attempt = null); show('why', ''); draw(); }
// The list is made once and then brought up to date, so that a finger never loses its button.
function rows() {
$('list').replaceChildren(...C.products.map(p => {
const name = p.name[D.lang], label = make('span', name), step = make('span', '', {className: 'step'});
const button = (text, key, by) => make('button', text, {type: 'button', ariaLabel: say(key, {name}),
onclick() { basket[p.id] = Math.max(0, Math.min(p.limit || 99, (basket[p.id] || 0) + by)); keep.set('basket', basket); changed(); }});
label.append(make('br'), make('small', '', {id: 'n' + p.id}));
step.append(button('−', 'fewer', -1), make('output', '', {id: 'q' + p.id}), button('+', 'add', 1));
return row(label, step);
}));
}
function draw() {
if (C) {
C.products.forEach(p => {
const off = p.state == 'sold_out' || p.state == 'stopped';
if (off) delete basket[p.id];
$('n' + p.id).textContent = [yen(p.price), !off && p.limit && say('limit', {n: p.limit}), T[p.state]].filter(Boolean).join(' · ');
$('q' + p.id).textContent = basket[p.id] || 0;
$('q' + p.id).parentNode.hidden = off;
});
const was = $('slot').value;
$('slot').replaceChildren(option(T.choose, ''), ...C.slots.map(s => option(say(s.left ? 'slot' : 'slot_full', span(s)), s.id, !s.left)));
$('slot').value = was;
$('sum').textContent = yen(chosen().reduce((s, p) => s + p.price * basket[p.id], 0));
}
show('text', over ? T.expired : paused ? T.paused : say('inside', {expires_at: at(D.expires)}));
$('pay').disabled = paused || over || busy || !C;
$('pay').textContent = busy ? T.paying : T.pay;
$('back').hidden = !over;
}
async function catalogue() {
const r = await ask('GET', open + '/catalogue');
if (r.status == 200) { const had = C; C = r.data; if (!had) rows(); draw(); }
later(catalogue, spread(document.hidden ? 30 : 4));
}
async function status() {
const {status, data: s} = await ask('GET', open + '/status');
if (status == 200) {
notice(s);
paused = s.causes?.some(c => c != 'operator');
// Time that stood still is given back: the pass is asked for again and has a new end.
if (!paused) {
if (s.stood_s > stood) { const p = await ask('POST', base + '/passes', {}); D.expires = p.data.expires_at || D.expires; }
stood = s.stood_s;
}
}
over = !paused && Date.now() > D.expires;
draw();
later(status, spread(document.hidden ? 60 : 5));
}
// The same basket keeps its key until there is a definite answer: asking again can never buy twice.
async function pay(event) {
event?.preventDefault();
if (busy) return;
const lines = chosen().map(p => ({product: p.id, quantity: basket[p.id]}));
if (!lines.length || !$('slot').value) return show('why', T.empty);
keep.set('attempt', attempt = attempt || random128());
busy = 1;
draw();
const r = await ask('POST', base + '/orders', {slot: +$('slot').value, method: $('method').value, means: $('means').value, lines}, {'Idempotency-Key': attempt});
const type = r.data.type, wait = Math.ceil(r.wait || spread(3));
if (r.data.order && (r.status < 300 || type == 'order-under-way')) return location = base + '/orders/' + r.data.order + '?lang=' + D.lang;
busy = 0;
if (r.status == 401) over = 1;
else if (!r.status || r.status == 503 || type == 'payments-busy') {
show('why', type == 'payments-busy' ? say(type, {s: wait}) : type == 'orders-paused' ? T.paused : T.unreachable);
later(pay, wait);
} else { changed(); show('why', T[type] || say('refused', {why: r.data.detail || r.status})); }
draw();
}
const pick = () => $('means').replaceChildren(...means($('method').value).map(m => option(`${m} (${T[m.endsWith('Declined') ? 'declined_means' : 'approved']})`, m)));
$('shop').onsubmit = pay;
$('method').append(...D.methods.map(m => option(m.name, m.id)));
$('method').onchange = () => { pick(); changed(); };
$('slot').onchange = $('means').onchange = changed;
$('leave').onclick = async () => { await ask('DELETE', base + '/passes/me'); forget(); location.reload(); };
const mine = keep.get('orders') || [];
$('mine').hidden = !mine.length;
$('orders').append(...mine.map(o => row(make('a', o.order, {href: base + '/orders/' + o.order}), make('b', o.code || ''))));
$('shop').hidden = 0;
pick();
catalogue();
status();
