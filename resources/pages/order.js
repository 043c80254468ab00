//: card remember goods look over act direct timer
// Never "bought" before it is paid, never "not charged" before the provider has confirmed that.
const over = {declined: T.declined, sold_out: T.sold_out_end, expired: T.cancelled, cancelled: T.cancelled, capture_failed: T.cancelled};
let C, timer;
function card(title, text, button, to) { show('state_title', title); show('text', text); show('next', button); $('next').href = to || base + '?lang=' + lang; $('stop').hidden = !to; $('other').hidden = 1; }
// Asked once: the same attempt sent again is the same try, and giving up twice is giving up.
async function act(what, body) { $('again').disabled = $('stop').disabled = 1; await ask('POST', base + '/orders/' + D.order + '/' + what, body); $('again').disabled = $('stop').disabled = 0; clearTimeout(timer); look(); }
function remember(o) {
const mine = (load('orders') || []).filter(x => x.order != o.order);
save('orders', [...mine, {order: o.order, code: o.pickup_code}].slice(-20));
}
function goods(o) {
const slot = C.slots.find(s => s.id == o.slot);
show('slot', slot && !over[o.status] && say(T.collect, {from: when(slot.from, 1), to: when(slot.to)}));
$('list').replaceChildren(...o.lines.map(l => row(make('span', C.products.find(p => p.id == l.product)?.name[lang]), make('span', '× ' + l.quantity))));
show('sum', say(T.amount, {n: yen(o.amount)}));
}
async function look() {
const r = await ask('GET', base + '/orders/' + D.order), o = r.data;
if (r.status == 404 || r.status == 401) return card(T.unknown, T.unknown_text, T.to_sale);
if (r.status != 200) return later(look, spread(r.wait || 3));
C = C || await ask('GET', open + '/catalogue').then(c => c.status == 200 && c.data);
if (C) goods(o);
remember(o);
if (o.status == 'paid') {
if (load('bought') != o.order) ['basket', 'attempt'].forEach(n => save(n, null));
save('bought', o.order);
show('code', o.pickup_code);
$('state_title').className = 'good';
return card(T.paid, T.paid_text, T.more);
}
const [name, direct] = D.methods[o.method] || [o.method, 1];
if (over[o.status]) {
save('attempt', null);
card(over[o.status], T.not_charged, T.retry);
if (o.status == 'declined' && direct && o.attempt < 5) { $('other').hidden = 0; $('again').onclick = () => act('attempts', {attempt: o.attempt + 1, means: $('means').value}); }
return;
}
// Who takes the money, and at which address exactly, before anybody is sent there.
if (/^https?:/.test(o.next_action)) { const {host} = new URL(o.next_action); card(direct ? T.action_required : say(T.pay_at, {name}), say(direct ? T.action_text : T.pay_text, {name, host}), say(T.action_go, {host}), o.next_action); }
else card(T.confirming, T.confirming_text);
timer = later(look, spread(1));
}
$('stop').onclick = () => act('cancel', {});
$('means').append(...['_visa', '_mastercard', '_jcb'].map(m => make('option', 'pm_card' + m)));
look();
