// Work asked of visitors when very many come from one address: `solve` finds the nonce that makes SHA-256(salt + visitor + nonce) begin with so many zero bits.
// Salt and visitor have 32 characters each, so they fill the first block, which is mixed once; each try mixes the second one only.
const primes = [], K = [], W = new Int32Array(64), turn = (x, n) => x >>> n | x << 32 - n, part = x => x % 1 * 2 ** 32 | 0;
for (let n = 2; primes.length < 64; n++) if (primes.every(p => n % p)) K.push(part(Math.cbrt(n))), primes.push(n);
function mix(s) {
let [a, b, c, d, e, f, g, h] = s, i = 0, t, u;
for (; i < 64; i++) {
if (i > 15) {
t = W[i - 15];
u = W[i - 2];
W[i] = W[i - 16] + W[i - 7] + (turn(t, 7) ^ turn(t, 18) ^ t >>> 3) + (turn(u, 17) ^ turn(u, 19) ^ u >>> 10);
}
t = h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + (e & f ^ ~e & g) + K[i] + W[i];
u = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + (a & b ^ a & c ^ b & c);
h = g; g = f; f = e; e = d + t | 0; d = c; c = b; b = a; a = t + u | 0;
}
return [a, b, c, d, e, f, g, h].map((x, j) => x + s[j] | 0);
}
// Between slices of 24 ms the page lives on.
async function solve(salt, visitor, bits) {
const words = text => text.match(/..../g).map(t => [...t].reduce((w, c) => w << 8 | c.charCodeAt(), 0));
W.set(words(salt + visitor));
const half = mix(primes.slice(0, 8).map(p => part(Math.sqrt(p))));
W.fill(0, 0, 16);
W[2] = 1 << 31;
W[15] = 576;
for (let n = 0, until = 0; ; n++) {
if (Date.now() > until) {
await new Promise(go => setTimeout(go));
until = Date.now() + (document.hidden ? 500 : 24);
}
const nonce = (n + 2 ** 32).toString(16).slice(1);
[W[0], W[1]] = words(nonce);
if (!(mix(half)[0] >>> 32 - bits)) return nonce;
}
}
