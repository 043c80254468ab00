// A code is good for two minutes; the page says how long still, and goes away with it.
const tick = () => {
const left = Math.ceil((D.ends - Date.now()) / 1e3);
if (left > 0) show('left', say(T.left, {n: left}));
else location = base + '/place?lang=' + lang;
};
if (D.ends) { tick(); setInterval(tick, 1e3); }
