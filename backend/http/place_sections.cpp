#include "backend/http/place_sections.h"

#include "backend/http/line_words.h"
#include "backend/http/page_dress.h"
#include "backend/http/page_template.h"

namespace saikobi::http {

namespace {

/// Sections in one language. Each is a heading, a sentence and a form that works without scripts.
class Sections {
public:
    Sections(const PageTexts& texts, const contract::Sale& sale, const PlaceView& view,
            Language language)
        : m_texts{texts}
        , m_sale{sale}
        , m_view{view}
        , m_language{language}
    {
    }

    std::string text(const std::string& key, const Values& values = {}) const
    {
        return escaped(said(m_texts.text(m_language, "place", key), values));
    }

    std::string number() const
    {
        return "<section class=\"card\"><p>" + text("your_number") + "</p><p class=\"code\">"
                + grouped(m_view.number.value_or(0)) + "</p></section>";
    }

    std::string slip() const
    {
        if (m_view.slip.empty())
            return section("slip_title", paragraph("slip_text") + ask("slip", "slip_show"));
        return section("slip_title",
                paragraph("slip_text") + "<p class=\"code\">" + escaped(m_view.slip) + "</p>"
                        + "<p class=\"warn\">" + text("slip_warning") + "</p>");
    }

    std::string move() const
    {
        if (m_view.link.empty() || m_view.isInvitation)
            return section("move_title", paragraph("move_text") + ask("handover", "move_show"));
        return section("move_title", paragraph("code_text") + code());
    }

    std::string invite() const
    {
        const Values most{{"n", std::to_string(m_view.groupMax)}};
        if (m_view.link.empty() || !m_view.isInvitation)
            return section("invite_title",
                    "<p>" + text("invite_text", most) + "</p>" + ask("invite", "invite_show"));
        return section("invite_title", paragraph("invite_code_text") + code());
    }

    std::string leave() const
    {
        return section("leave_title", paragraph("leave_text") + ask("leave", "leave_show"));
    }

    std::string enterSlip() const
    {
        const auto input = "<p><label for=\"slip\">" + text("slip_label")
                + "</label><input id=\"slip\" name=\"slip\" required maxlength=\"20\" "
                  "autocomplete=\"off\" autocapitalize=\"characters\" spellcheck=\"false\"></p>";
        return section("slip_enter",
                paragraph("none") + form("tickets", input + button("slip_go"))
                        + "<p class=\"soft\">" + text("slip_note") + "</p>");
    }

    std::string left() const { return section("left_title", paragraph("left_text")); }

    std::string form(const std::string& desk, const std::string& fields) const
    {
        return "<form method=\"post\" action=\"/sales/" + m_sale.slug + "/" + desk
                + "?lang=" + std::string{codeOf(m_language)} + "\">" + fields + "</form>";
    }

    std::string button(const std::string& key) const
    {
        return "<button class=\"main\">" + text(key) + "</button>";
    }

private:
    std::string section(const std::string& title, const std::string& body) const
    {
        return "<section class=\"card\"><h2>" + text(title) + "</h2>" + body + "</section>";
    }
    std::string paragraph(const std::string& key) const { return "<p>" + text(key) + "</p>"; }
    std::string ask(const std::string& what, const std::string& label) const
    {
        return form("place",
                "<input type=\"hidden\" name=\"show\" value=\"" + what + "\"><button>" + text(label)
                        + "</button>");
    }
    std::string code() const
    {
        const auto link = escaped(m_view.link);
        auto out = m_view.svg.empty()
                ? std::string{}
                : imageOf(m_view.svg, "class=\"qr\" alt=\"" + text("code_alt") + "\"");
        out += "<p><a href=\"" + link + "\">" + link + "</a></p>";
        if (m_view.linkEnds)
            out += "<p class=\"soft\">"
                    + text("code_ends", {{"at", atVenue(m_sale, *m_view.linkEnds)}})
                    + " <b id=\"left\"></b></p>";
        return out;
    }

    const PageTexts& m_texts;
    const contract::Sale& m_sale;
    const PlaceView& m_view;
    Language m_language;
};

} // namespace

std::string placeSections(const PageTexts& texts, const contract::Sale& sale, const PlaceView& view,
        Language language)
{
    const Sections parts{texts, sale, view, language};
    if (view.hasLeft)
        return parts.left();
    if (!view.number)
        return parts.enterSlip();
    auto out = parts.number() + parts.move() + parts.slip();
    if (view.groupMax > 0)
        out += parts.invite();
    return out + parts.leave();
}

std::string_view parameterOf(LinkKind kind)
{
    switch (kind) {
    case LinkKind::Handover:
        return "handover";
    case LinkKind::Restore:
        return "restore";
    case LinkKind::Invite:
        return "invite";
    }
    return {};
}

LinkWords linkWords(const PageTexts& texts, const contract::Sale& sale, LinkKind kind,
        std::string_view code, Language language)
{
    const PlaceView nobody;
    const Sections parts{texts, sale, nobody, language};
    const std::string parameter{parameterOf(kind)};
    const auto group = kind == LinkKind::Invite ? std::string{"inviting"} : parameter;
    const auto field
            = "<input type=\"hidden\" name=\"" + parameter + "\" value=\"" + escaped(code) + "\">";
    return {parts.text(group + "_title"),
            "<section class=\"card\"><p class=\"lead\">" + parts.text(group + "_text") + "</p>"
                    + parts.form("tickets", field + parts.button(group + "_go")) + "</section>"};
}

} // namespace saikobi::http
