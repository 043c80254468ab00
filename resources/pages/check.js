// When very many join from one network, each browser shows that it is one: it works for a moment, then joins by itself.
//: join visitor
const visitor = load('visitor') || [...crypto.getRandomValues(new Uint8Array(16))].map(b => (b + 256).toString(16).slice(1)).join('');
save('visitor', visitor);
async function join(proof) {
const r = await ask('POST', base + '/tickets', {visitor: visitor, ...proof, ...D.member}), {ticket, salt, bits, reason, type} = r.data;
if (ticket) { save('ticket', ticket); save('seen', time()); return go('&got'); }
if (r.status == 428) return join({salt, nonce: await solve(salt, visitor, +bits)});
if (r.status == 400) return show('text', T.member);
if (r.status == 403 || r.status == 409 || r.status == 410) return go('&over=' + (reason || type));
show('text', r.status ? T.busy : T.trouble);
later(join, spread(r.wait || 3));
}
join();
