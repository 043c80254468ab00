// The catalogue, readable by everybody at any time. What one ticks stays on this device and is the basket after entry.
//: spot estimate wanted fill rows look catalogue own place beat label had off
let S, C, place = D.place, beat = Date.now(), wanted = load('basket') || {};
const spot = () => !S || S.phase == 'before' ? 0 : S.draw?.order == 'draw' && D.number <= S.draw.n ? place : D.number;
// Enough left for this place? An estimate, and said to be one.
function estimate(p) {
const e = spot() && S.left?.find(l => l.product == p.id);
return e && (spot() <= e.likely_to ? T.likely : e.unlikely_from && spot() >= e.unlikely_from ? T.unlikely : T.uncertain);
}
function rows() {
$('hint').hidden = $('wish').hidden = 0;
$('list').replaceChildren(...C.products.map(p => {
const label = make('label'), text = make('span', p.name[lang]);
text.append(make('small', '', {id: 'n' + p.id}));
label.append(make('input', '', {type: 'checkbox', id: 'w' + p.id, checked: wanted[p.id], onchange() { if (this.checked) wanted[p.id] = 1; else delete wanted[p.id]; save('basket', wanted); }}), text);
return row(label);
}));
$('next')?.remove();
}
function fill() {
C?.products.forEach(p => {
const off = p.state == 'sold_out';
$('w' + p.id).disabled = off;
show('n' + p.id, [yen(p.price), !off && p.limit && say(T.limit, {n: p.limit}), {sold_out: T.sold_out, stopped: T.stopped, last_pieces: T.last_pieces}[p.state], p.offer && say(T.offer, {n: num(p.offer.units), at: at(p.offer.at, 1)}), !off && estimate(p)].filter(Boolean).join(' · '));
});
show('gone', C?.products.length && C.products.every(p => p.state == 'sold_out') && T.all_gone);
}
async function catalogue() {
const r = await ask('GET', open + '/catalogue');
if (r.status == 200) { const had = C; C = r.data; if (!had) rows(); fill(); }
later(catalogue, spread(doc.hidden ? 120 : 20));
}
async function own() {
beat = Date.now();
const r = await ask('GET', base + '/tickets/me');
if (r.status == 200) place = r.data.place;
}
async function look() {
const r = await ask('GET', open + '/status');
if (r.status == 200) {
S = r.data;
notice(S);
if (D.number) {
if (S.phase != 'before' && !spot() || S.presence && D.tail % S.presence.divisor == 0 && Date.now() > beat + S.presence.every_s * 1e3) await own();
if (spot() && spot() <= S.serving && (S.phase == 'open' || S.phase == 'held' && S.admit)) return go();
}
fill();
}
later(look, spread(doc.hidden ? 60 : S?.phase == 'closed' ? 30 : Math.min(20, Math.max(2, (spot() - S?.serving) * 3 / S?.rate || 20))));
}
catalogue();
look();
