// The staff's words stand above everything; a time that passed without news says so.
function notice(s) {
const m = s.message || {}, text = m[D.lang] || m.ja || m.en;
$('news').hidden = !text;
show('news_text', text);
show('news_at', text && [m.at && say('told_at', {at: at(m.at)}), s.resume_at && (s.resume_at > Date.now() ? say('resume', {at: at(s.resume_at)}) : T.news_soon)].filter(Boolean).join(' · '));
}
