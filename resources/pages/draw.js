// Computes a place out of what this page says and nothing else: no question leaves the browser. Written from WAITING_ROOM.md §4 alone.
const subtle = crypto.subtle, utf8 = words => [...new TextEncoder().encode(words)];
const named = words => { const b = utf8(words); return [b.length, ...b]; };
const u64 = n => { const v = new DataView(new ArrayBuffer(8)); v.setBigUint64(0, BigInt(n)); return [...new Uint8Array(v.buffer)]; };
const hex = b => [...new Uint8Array(b)].map(x => (x + 256).toString(16).slice(1)).join('');
const unhex = digits => digits.match(/../g).map(x => parseInt(x, 16));
const keyed = k => subtle.importKey('raw', Uint8Array.from(k), {name: 'HMAC', hash: 'SHA-256'}, false, ['sign']);
const mac = async (k, list) => [...new Uint8Array(await subtle.sign('HMAC', k, Uint8Array.from(list)))];
const fits = async () => hex(await subtle.digest('SHA-256', Uint8Array.from([...utf8('saikobi-draw-v1\0'), ...named(D.sale), ...named(D.rule), ...unhex(D.seed)]))) == D.commitment;
async function drawn(i) {
if (D.n == 1) return 1;
const key = await keyed(await mac(await keyed(unhex(D.seed)), [...utf8('saikobi-draw-key-v1\0'), ...named(D.sale), ...u64(D.n), ...named(D.beacon)]));
const size = 2 ** Math.max(1, Math.ceil((D.n - 1).toString(2).length / 2));
let x = i - 1;
do {
let l = Math.floor(x / size), r = x % size;
for (let j = 0; j < 8; j++) {
const m = await mac(key, [j, ...u64(D.n), ...u64(r)]);
[l, r] = [r, l ^ ((m[4] * 2 ** 24 + m[5] * 65536 + m[6] * 256 + m[7]) % size)];
}
x = l * size + r;
} while (x >= D.n);
return x + 1;
}
// Numbers that nobody holds are squeezed out first and stand behind all the others.
async function place(number) {
if (number > D.last) return number;
let before = 0;
for (const [from, to] of D.voids) {
if (number >= from && number <= to) return D.n + before + number - from + 1;
if (number > to) before += to - from + 1;
}
return drawn(number - before);
}
async function answer(event) {
event?.preventDefault();
const number = +$('own').number.value.replace(/\D/g, '');
if (!number) return show('result', '');
show('result', say(T.result, {number: num(number), place: num(await place(number))}));
show('check', await fits() ? T.fits : T.fits_not);
}
// The ticket of this browser tells its number; it stays here.
function own() {
const t = load('ticket'), b = t && [...atob(t.replace(/-/g, '+').replace(/_/g, '/'))].map(c => c.charCodeAt(0));
return b?.length == 46 ? b.slice(8, 14).reduce((sum, x) => sum * 256 + x) : '';
}
if (D.ready) {
if (subtle) {
$('own').hidden = 0;
$('own').onsubmit = answer;
try { $('own').number.value = own(); } catch { }
answer();
} else show('check', T.no_crypto);
}
