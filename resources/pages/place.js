// A code is good for two minutes; the page says how long still, and goes away with it. D.now is the
// server's clock as the page was made: that of a telephone may be an hour off.
const begun = Date.now(), tick = () => {
const left = Math.ceil((D.ends - D.now - Date.now() + begun) / 1e3);
if (left > 0) show('left', say(T.left, {n: left}));
else location = base + '/place?lang=' + lang;
};
if (D.ends) { tick(); setInterval(tick, 1e3); }
// The copy of the ticket would bring the place back.
if (D.left) forget();
