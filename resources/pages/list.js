// Lists of products and orders.
//: make row yen tag parts li
const make = (tag, text, more) => Object.assign(document.createElement(tag), {textContent: text}, more);
const row = (...parts) => { const li = make('li'); li.append(...parts); return li; };
const yen = n => say(T.yen, {n: num(n)});
