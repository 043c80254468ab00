//: type wait had off chosen changed rows draw catalogue renew look pay pick means span option refusals stood paused over busy attempt basket mine step button label by was
let C, stood = 0, paused, over, busy, attempt = load('attempt'), basket = load('basket') || {};
const means = m => (m == 'card' ? ['_visa', '_jcb', '_chargeDeclined'] : ['', '_chargeDeclined']).map(x => 'pm_' + m + x);
const span = s => ({from: when(s.from), to: when(s.to), left: num(s.left)}), option = (text, value, disabled) => make('option', text, {value, disabled});
const refusals = {'sold-out': T.sold_out_now, 'slot-full': T.slot_full_now, 'limit-reached': T.limit_reached, stopped: T.stopped_now, 'method-off': T.method_off};
const chosen = () => C ? C.products.filter(p => basket[p.id]) : [];
// Whatever is changed makes another order: it needs another key.
function changed() { save('attempt', attempt = null); show('why', ''); draw(); }
// The list is made once and then brought up to date, so that a finger never loses its button.
function rows() {
$('list').replaceChildren(...C.products.map(p => {
const name = p.name[lang], label = make('span', name), step = make('span', '', {className: 'step'});
const button = (sign, text, by) => make('button', sign, {type: 'button', ariaLabel: say(text, {name}),
onclick() { basket[p.id] = Math.max(0, Math.min(p.limit || 99, (basket[p.id] || 0) + by)); save('basket', basket); changed(); }});
label.append(make('small', '', {id: 'n' + p.id}));
step.append(button('−', T.fewer, -1), make('output', '', {id: 'q' + p.id}), button('+', T.add, 1));
return row(label, step);
}));
}
function draw() {
if (C) {
C.products.forEach(p => {
const off = p.state == 'sold_out' || p.state == 'stopped';
if (off) delete basket[p.id];
$('n' + p.id).textContent = [yen(p.price), !off && p.limit && say(T.limit, {n: p.limit}), {sold_out: T.sold_out, stopped: T.stopped, last_pieces: T.last_pieces}[p.state], p.offer && say(T.offer, {n: num(p.offer.units), at: at(p.offer.at, 1)})].filter(Boolean).join(' · ');
$('q' + p.id).textContent = basket[p.id] || 0;
$('q' + p.id).parentNode.hidden = off;
});
const was = $('slot').value;
$('slot').replaceChildren(option(T.choose, ''), ...C.slots.map(s => option(say(s.left ? T.slot : T.slot_full, span(s)), s.id, !s.left)));
$('slot').value = was;
$('sum').textContent = yen(chosen().reduce((s, p) => s + p.price * basket[p.id], 0));
}
show('text', over ? T.expired : paused ? T.paused : say(T.inside, {expires_at: at(D.expires)}));
$('pay').disabled = paused || over || busy || !C;
$('pay').textContent = busy ? T.paying : T.pay;
$('back').hidden = !over;
}
async function catalogue() {
const r = await ask('GET', open + '/catalogue');
if (r.status == 200) { const had = C; C = r.data; if (!had) rows(); draw(); }
later(catalogue, spread(doc.hidden ? 30 : 4));
}
// Time that stood still is given back: the pass is asked for again and has a new end.
async function renew() { const p = await ask('POST', base + '/passes', {}); D.expires = p.data.expires_at || D.expires; draw(); }
async function look() {
const {status, data: s} = await ask('GET', open + '/status');
if (status == 200) {
notice(s, s.resume_at && (s.resume_at > s.t ? say(T.resume, {at: at(s.resume_at)}) : T.news_soon));
paused = s.causes?.some(c => c != 'operator');
if (!paused && s.stood_s > stood) { stood = s.stood_s; later(renew, Math.random() * 10); }
// By the server's clock: a telephone's may be an hour off.
over = !paused && s.t > D.expires;
}
draw();
later(look, spread(doc.hidden ? 60 : 5));
}
// The same basket keeps its key until there is a definite answer: asking again can never buy twice.
async function pay(event) {
event?.preventDefault();
if (busy) return;
const lines = chosen().map(p => ({product: p.id, quantity: basket[p.id]}));
if (!lines.length || !$('slot').value) return show('why', T.empty);
save('attempt', attempt = attempt || crypto.getRandomValues(new Uint32Array(4)).join('-'));
busy = 1;
draw();
const r = await ask('POST', base + '/orders', {slot: +$('slot').value, method: $('method').value, means: $('means').value, lines}, {'Idempotency-Key': attempt});
const type = r.data.type, wait = Math.ceil(r.wait || spread(3));
if (r.data.order && (r.status < 300 || type == 'order-under-way')) return location = base + '/orders/' + r.data.order + '?lang=' + lang;
busy = 0;
if (r.status == 401) over = 1;
else if (!r.status || r.status == 503 || type == 'payments-busy' || type == 'last-pieces') {
show('why', r.status == 429 ? (type == 'last-pieces' ? T.pieces_busy : T.payments_busy) + say(T.tries, {s: wait}) : type == 'orders-paused' ? T.paused : T.unreachable);
later(pay, wait);
} else { changed(); show('why', refusals[type] || say(T.refused, {why: r.data.detail || r.status})); }
draw();
}
function pick() { $('card').hidden = D.methods[$('method').selectedIndex].page; $('means').replaceChildren(...means($('method').value).map(m => option(m, m))); }
$('shop').onsubmit = pay;
$('method').append(...D.methods.map(m => option(m.name, m.id)));
$('method').onchange = () => { pick(); changed(); };
$('slot').onchange = $('means').onchange = changed;
$('leave').onclick = async () => { await ask('DELETE', base + '/passes/me'); forget(); go(); };
const mine = load('orders') || [];
$('mine').hidden = !mine.length;
$('orders').append(...mine.map(o => row(make('a', o.order, {href: base + '/orders/' + o.order}), make('b', o.code || ''))));
draw();
$('shop').hidden = 0;
pick();
catalogue();
look();
