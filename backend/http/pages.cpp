#include "backend/http/pages.h"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <cstdio>

#include "backend/http/content_policy.h"
#include "backend/http/embedded_pages.h"
#include "backend/http/page_dress.h"
#include "backend/http/time_zone.h"

namespace saikobi::http {

namespace json = boost::json;

namespace {

constexpr std::string_view hidden = " hidden";

std::string file(const std::string& name)
{
    const auto found = std::find_if(pages::embedded.begin(), pages::embedded.end(),
            [&name](const auto& each) { return each.name == name; });
    return found == pages::embedded.end() ? std::string{} : std::string{found->text};
}

std::string scriptOf(const std::string& kind)
{
    if (kind == "problem")
        return {};
    const auto own = kind == "order" ? std::string{} : file("notice.js");
    return squeezed(file("common.js") + own + file(kind + ".js"));
}

std::string styleOf(const std::string& kind, const contract::Sale& sale)
{
    return colourRule(sale.shop.colour) + squeezed(file("base.css") + file(kind + ".css"));
}

/// JSON inside HTML: nothing in it may end the script element.
std::string embeddable(const json::object& data)
{
    auto text = json::serialize(data);
    for (auto at = text.find('<'); at != std::string::npos; at = text.find('<', at))
        text.replace(at, 1, "\\u003c");
    return text;
}

std::string clockText(const LocalTime& time, bool withDay)
{
    std::array<char, 48> text{};
    if (withDay)
        std::snprintf(text.data(), text.size(), "%d/%d %02d:%02d", time.month, time.day, time.hour,
                time.minute);
    else
        std::snprintf(text.data(), text.size(), "%02d:%02d", time.hour, time.minute);
    return text.data() + (" (" + time.zone + ")");
}

std::string atVenue(const contract::Sale& sale, contract::Instant at, bool withDay = false)
{
    return clockText(localTime(at, sale.timeZone), withDay);
}

Language otherThan(Language language)
{
    return language == Language::Japanese ? Language::English : Language::Japanese;
}

/// Everything the dress of a page is made from; when it changed, so must the page.
std::string dressIdentity(const contract::Sale& sale)
{
    return sale.name.ja + sale.name.en + sale.shop.name.ja + sale.shop.name.en + sale.shop.logoSvg
            + sale.shop.colour + sale.shop.contact;
}

json::object pageData(const contract::Sale& sale, Language language)
{
    return {{"sale", sale.slug}, {"lang", codeOf(language)}, {"zone", sale.timeZone},
            {"zone_name", localTime({}, sale.timeZone).zone}};
}

} // namespace

std::string salePath(const std::string& sale, Language language)
{
    return "/sales/" + sale + "?lang=" + std::string{codeOf(language)};
}

Pages::Pages() = default;

const Pages::Shell& Pages::shell(
        const std::string& kind, const contract::Sale& sale, Language language)
{
    auto& shell = m_shells[{kind, sale.slug, language}];
    auto dress = dressIdentity(sale);
    if (!shell.html.empty() && shell.dress == dress)
        return shell;
    auto values = dressOf(sale, language, m_texts.text(language, "common", "contact"));
    values["lang"] = codeOf(language);
    values["other"] = codeOf(otherThan(language));
    for (const char* key : {"switch", "goods"})
        values[key] = m_texts.text(language, "common", key);
    for (const char* group : {"", "_script"})
        for (auto& [key, text] : m_texts.group(language, kind + group))
            values.try_emplace(key, escaped(text));
    values["title"] = said(values["title"], values);
    // What differs from reader to reader is filled in later, under the same names.
    for (const char* key : {"data", "text", "news", "news_at", "news_hidden", "number", "order_no",
                 "ticket_hidden", "act_hidden", "action", "visitor", "button", "back", "path"})
        values[key] = std::string{"{{"} + key + "}}";
    if (kind == "problem")
        values["title"] = "{{title}}";
    values["css"] = styleOf(kind, sale);
    values["script"] = scriptOf(kind);
    shell.policy = contentPolicy(values["css"], values["script"]);
    shell.html = filled(file(kind + ".html"), values);
    shell.dress = std::move(dress);
    return shell;
}

Page Pages::complete(const Shell& shell, const Values& values) const
{
    return {std::make_shared<const std::string>(filled(shell.html, values)), shell.policy};
}

Values Pages::notice(
        const contract::Sale& sale, const contract::LineState& line, Language language) const
{
    const auto text = in(language, {line.message.ja, line.message.en});
    if (text.empty())
        return {{"news_hidden", std::string{hidden}}};
    std::string at;
    if (line.message.at)
        at = said(m_texts.text(language, "common_script", "told_at"),
                {{"at", atVenue(sale, *line.message.at)}});
    return {{"news", escaped(text)}, {"news_at", escaped(at)}};
}

std::string Pages::lineText(
        const contract::Sale& sale, const LineView& view, Language language) const
{
    const auto text = [this, language](const char* key, const Values& values = {}) {
        return said(m_texts.text(language, "line_script", key), values);
    };
    const Values own{{"number", std::to_string(view.number.value_or(0))},
            {"ahead", std::to_string(view.ahead)}};
    if (view.line.phase == contract::Phase::Closed)
        return text("closed");
    if (view.isRedisLost)
        return text("interrupted");
    if (view.line.phase == contract::Phase::Before) {
        const auto opens = view.line.opensAt
                ? text("opens", {{"opens_at", atVenue(sale, *view.line.opensAt, true)}})
                : text("opens_unknown");
        return view.number ? opens + " " + text("number_is", own) : opens;
    }
    if (view.line.phase == contract::Phase::Held && view.line.admit == 0) {
        const auto resume = view.line.resumeAt;
        const bool hasPassed = resume && *resume < view.line.at;
        const auto when = !resume ? text("held_unknown")
                : hasPassed       ? m_texts.text(language, "common_script", "news_soon")
                                  : text("held_known", {{"resume_at", atVenue(sale, *resume)}});
        return text("held") + " " + when;
    }
    if (!view.number)
        return text("come");
    if (view.called)
        return text("door");
    if (!view.waitP10 || !view.waitP90)
        return text("waiting_unknown", own);
    if (*view.waitP90 < std::chrono::minutes{1})
        return text("soon");
    auto values = own;
    values["p10"] = std::to_string(std::max<std::int64_t>(1, view.waitP10->count() / 60));
    values["p90"] = std::to_string(std::max<std::int64_t>(2, (view.waitP90->count() + 59) / 60));
    return text("waiting", values);
}

Page Pages::line(const contract::Sale& sale, const LineView& view, Language language)
{
    auto data = pageData(sale, language);
    data["claim_ms"] = std::chrono::milliseconds{sale.claimWindow}.count();
    if (view.number)
        data["number"] = *view.number;
    data["texts"] = json::parse(m_texts.asJson(language, "line_script"));
    auto values = notice(sale, view.line, language);
    values["data"] = embeddable(data);
    values["text"] = escaped(lineText(sale, view, language));
    values["number"] = view.number ? std::to_string(*view.number) : std::string{};
    values["ticket_hidden"] = view.number ? std::string_view{} : hidden;
    const bool mayAct = view.line.phase != contract::Phase::Closed && (!view.number || view.called);
    values["act_hidden"] = mayAct ? std::string_view{} : hidden;
    const std::string desk = view.number ? "passes" : "tickets";
    values["action"]
            = "/sales/" + sale.slug + "/" + desk + "?lang=" + std::string{codeOf(language)};
    // A claim names nobody: the ticket's cookie does.
    values["visitor"] = view.number
            ? std::string{}
            : "<input type=\"hidden\" name=\"visitor\" value=\"" + randomVisitor() + "\">";
    values["button"] = view.number ? m_texts.text(language, "line", "enter")
                                   : m_texts.text(language, "line_script", "join");
    return complete(shell("line", sale, language), values);
}

Page Pages::shop(const contract::Sale& sale, const LineView& view, contract::Instant passEnds,
        Language language)
{
    auto data = pageData(sale, language);
    data["expires"] = contract::toUnixMs(passEnds);
    json::array methods;
    for (const auto& method : sale.methods)
        methods.push_back(json::object{{"id", method.id}, {"name", in(language, method.name)}});
    data["methods"] = std::move(methods);
    data["texts"] = json::parse(m_texts.asJson(language, "shop_script"));
    auto values = notice(sale, view.line, language);
    values["data"] = embeddable(data);
    values["path"] = salePath(sale.slug, language);
    values["text"] = escaped(said(m_texts.text(language, "shop_script", "inside"),
            {{"expires_at", atVenue(sale, passEnds)}}));
    return complete(shell("shop", sale, language), values);
}

Page Pages::order(const contract::Sale& sale, const std::string& order, Language language)
{
    auto data = pageData(sale, language);
    data["order"] = order;
    data["texts"] = json::parse(m_texts.asJson(language, "order_script"));
    const Values values{{"data", embeddable(data)},
            {"order_no",
                    escaped(said(
                            m_texts.text(language, "order", "order_no"), {{"order", order}}))}};
    return complete(shell("order", sale, language), values);
}

Page Pages::problem(const contract::Problem& problem, const contract::Sale* sale, Language language)
{
    const auto [title, text] = m_texts.problem(language, contract::name(problem.type));
    Values values{{"title", escaped(title)}, {"text", escaped(text)}};
    if (sale)
        values["back"] = "<p><a class=\"main\" href=\"" + salePath(sale->slug, language) + "\">"
                + escaped(m_texts.text(language, "problem", "back")) + "</a></p>";
    return complete(shell("problem", sale ? *sale : contract::Sale{}, language), values);
}

} // namespace saikobi::http
