//: notice
// The staff's words stand above everything; a time that passed without news says so.
function notice(s, more) {
const m = s.message || {}, text = m[lang] || m.ja || m.en;
$('news').hidden = !text;
show('news_text', text);
show('news_at', text && [m.at && say(T.told_at, {at: at(m.at)}), more].filter(Boolean).join(' · '));
}
