#include "backend/http/pages.h"

#include <boost/json.hpp>

#include <algorithm>
#include <utility>

#include "backend/http/content_policy.h"
#include "backend/http/page_dress.h"
#include "backend/http/place_sections.h"
#include "backend/http/url.h"

namespace saikobi::http {

namespace json = boost::json;

namespace {

constexpr std::string_view hidden = " hidden";
/// What the list of goods may take of a page of 14 KiB.
constexpr std::size_t goodsLimit = 3 * 1024;

/// A sentence whose part after `|` is shown large.
std::string emphasised(const std::string& sentence)
{
    const auto at = sentence.find('|');
    if (at == std::string::npos)
        return escaped(sentence);
    return escaped(sentence.substr(0, at)) + "<b>" + escaped(sentence.substr(at + 1)) + "</b>";
}

void tellOwnPlace(json::object& data, const LineView& view)
{
    if (!view.number)
        return;
    data["number"] = *view.number;
    data["tail"] = view.tail;
    if (view.place)
        data["place"] = *view.place;
}

void tellMember(json::object& data, const Member& member)
{
    if (!member.subject.empty())
        data["member"] = json::object{{"subject", member.subject}, {"subject_mac", member.mac}};
}

std::string fieldsOf(const Member& member)
{
    if (member.subject.empty())
        return {};
    return "<input type=\"hidden\" name=\"subject\" value=\"" + escaped(member.subject)
            + "\"><input type=\"hidden\" name=\"subject_mac\" value=\"" + escaped(member.mac)
            + "\">";
}

std::string queryOf(const Member& member)
{
    if (member.subject.empty())
        return {};
    return "&subject=" + percentEncoded(member.subject)
            + "&subject_mac=" + percentEncoded(member.mac);
}

} // namespace

std::string salePath(const std::string& sale, Language language)
{
    return "/sales/" + sale + "?lang=" + std::string{codeOf(language)};
}

std::string Pages::text(Language language, std::string_view group, std::string_view key) const
{
    return m_shells.texts().text(language, group, key);
}

Values Pages::notice(
        const contract::Sale& sale, const contract::LineState& line, Language language) const
{
    const auto words = in(language, {line.message.ja, line.message.en});
    if (words.empty())
        return {{"news_hidden", std::string{hidden}}};
    std::string at;
    if (line.message.at)
        at = said(text(language, "common_script", "told_at"),
                {{"at", atVenue(sale, *line.message.at)}});
    return {{"news", escaped(words)}, {"news_at", escaped(at)}};
}

void Pages::tellProgress(Values& values, const LineView& view, Language language) const
{
    const bool moves = view.place && view.line.phase != contract::Phase::Before
            && view.line.phase != contract::Phase::Closed;
    const bool hasCalled = moves && view.line.serving > 0;
    const auto why = moves && !view.why.empty() ? text(language, "room", "why_" + view.why)
                                                : std::string{};
    values["called_hidden"] = hasCalled ? std::string_view{} : hidden;
    if (hasCalled)
        values["called_to"] = escaped(
                said(text(language, "room", "serving"), {{"serving", grouped(view.line.serving)}}));
    values["why_hidden"] = why.empty() ? hidden : std::string_view{};
    values["why"] = escaped(why);
}

Page Pages::check(const contract::Sale& sale, const Member& member, Language language)
{
    json::object data;
    tellMember(data, member);
    return m_shells.complete("check", sale, language, {}, data);
}

Page Pages::line(
        const contract::Sale& sale, const LineView& view, Language language, const Member& member)
{
    const bool isClosed = view.line.phase == contract::Phase::Closed;
    auto values = notice(sale, view.line, language);
    values["text"] = emphasised(lineSentence(m_shells.texts(), sale, view, language));
    values["poll"] = std::to_string(view.poll.count());
    json::object data{{"run", view.line.run.value}};
    tellOwnPlace(data, view);
    if (!view.number) {
        values["act_hidden"] = isClosed ? hidden : std::string_view{};
        const bool isBefore = view.line.phase == contract::Phase::Before;
        values["button"] = escaped(text(language, "room", isBefore ? "take" : "join"));
        values["visitor"] = randomVisitor();
        values["member"] = fieldsOf(member);
        values["code_in_link"] = escaped(queryOf(member));
        tellMember(data, member);
        return m_shells.complete("gate", sale, language, values, data);
    }
    values["number"] = grouped(*view.number);
    // In a draw the number is no place in line, and must not look like one.
    const bool isEntry = view.line.order == contract::SaleOrder::Draw
            && (view.line.drawn < 0 || *view.number <= view.line.drawn);
    values["number_label"]
            = escaped(text(language, "room", isEntry ? "reception_number" : "your_number"));
    if (view.called && isDoorOpen(view.line)) {
        data["claim_ms"] = std::chrono::milliseconds{sale.claimWindow}.count();
        data["auto"] = sale.claimsByItself;
        return m_shells.complete("door", sale, language, values, data);
    }
    const bool wasDrawn = view.place && *view.place != *view.number;
    values["links_hidden"] = isClosed ? hidden : std::string_view{};
    values["drawn_hidden"] = wasDrawn ? std::string_view{} : hidden;
    if (wasDrawn)
        values["drawn_place"]
                = escaped(said(text(language, "room", "drawn"), {{"place", grouped(*view.place)}}));
    tellProgress(values, view, language);
    if (!view.ticket.empty())
        data["ticket"] = view.ticket;
    return m_shells.complete("line", sale, language, values, data);
}

Page Pages::shop(const contract::Sale& sale, const LineView& view, contract::Instant passEnds,
        Language language)
{
    json::object data{{"expires", contract::toUnixMs(passEnds)}};
    json::array methods;
    for (const auto& method : sale.methods) {
        json::object told{{"id", method.id}, {"name", in(language, method.name)}};
        if (method.flow != contract::PaymentFlow::Direct)
            told["page"] = 1; // the means is chosen there, not here
        methods.push_back(std::move(told));
    }
    data["methods"] = std::move(methods);
    auto values = notice(sale, view.line, language);
    values["text"] = escaped(said(
            text(language, "shop_script", "inside"), {{"expires_at", atVenue(sale, passEnds)}}));
    return m_shells.complete("shop", sale, language, values, data);
}

Page Pages::order(const contract::Sale& sale, const std::string& order, Language language)
{
    const auto name = escaped(said(text(language, "order", "order_no"), {{"order", order}}));
    json::object methods;
    for (const auto& method : sale.methods)
        methods[method.id] = json::array{
                in(language, method.name), method.flow == contract::PaymentFlow::Direct ? 1 : 0};
    return m_shells.complete("order", sale, language, {{"order_no", name}},
            {{"order", order}, {"methods", std::move(methods)}});
}

std::string Pages::chanceText(waiting_room::Chance chance, Language language) const
{
    switch (chance) {
    case waiting_room::Chance::Likely:
        return text(language, "goods", "likely");
    case waiting_room::Chance::Uncertain:
        return text(language, "goods", "uncertain");
    case waiting_room::Chance::Unlikely:
        return text(language, "goods", "unlikely");
    }
    return {};
}

Page Pages::goods(const contract::Sale& sale, const LineView& view,
        const std::vector<ShownProduct>& products, std::size_t first, Language language)
{
    std::string list;
    bool isEstimate = false;
    auto next = std::min(first, products.size());
    for (; next < products.size() && list.size() < goodsLimit; ++next) {
        const auto& product = products[next];
        list += "<li><span>" + escaped(in(language, product.name)) + "<small>"
                + escaped(said(text(language, "common_script", "yen"),
                        {{"n", grouped(product.price.value)}}));
        const auto state = text(language, "common_script", contract::name(product.state));
        list += (state.empty() ? std::string{} : " · " + escaped(state))
                + (product.chance ? " · " + escaped(chanceText(*product.chance, language)) : "")
                + "</small></span></li>";
        isEstimate = isEstimate || product.chance;
    }
    auto values = notice(sale, view.line, language);
    values["hint_hidden"] = isEstimate ? std::string_view{} : hidden;
    values["list"]
            = products.empty() ? "<li>" + escaped(text(language, "goods", "none")) + "</li>" : list;
    if (next < products.size())
        values["more"] = "<p id=\"next\"><a href=\"?lang=" + std::string{codeOf(language)}
                + "&amp;from=" + std::to_string(next) + "\">"
                + escaped(text(language, "goods", "next")) + "</a></p>";
    json::object data;
    tellOwnPlace(data, view);
    return m_shells.complete("goods", sale, language, values, data);
}

Page Pages::place(const contract::Sale& sale, const PlaceView& view, Language language)
{
    const Values values{{"heading", escaped(text(language, "place", "heading"))},
            {"sections", placeSections(m_shells.texts(), sale, view, language)}};
    json::object data;
    if (view.linkEnds) {
        data["now"] = contract::toUnixMs(view.now);
        data["ends"] = contract::toUnixMs(*view.linkEnds);
    }
    if (view.hasLeft)
        data["left"] = true;
    return m_shells.complete("place", sale, language, values, data);
}

Page Pages::link(
        const contract::Sale& sale, LinkKind kind, std::string_view code, Language language)
{
    const auto words = linkWords(m_shells.texts(), sale, kind, code, language);
    const Values values{{"heading", words.title}, {"sections", words.section},
            {"code_in_link", "&amp;" + std::string{parameterOf(kind)} + "=" + escaped(code)}};
    return m_shells.complete("place", sale, language, values);
}

Page Pages::problem(const contract::Problem& problem, const contract::Sale* sale, Language language)
{
    std::string name{contract::name(problem.type)};
    const auto reason = problem.members.find("reason");
    if (reason != problem.members.end()
            && !m_shells.texts().problem(language, reason->second).first.empty())
        name = reason->second;
    const auto field = problem.members.find("field");
    if (field != problem.members.end() && field->second == "subject")
        name = "member";
    const auto [title, words] = m_shells.texts().problem(language, name);
    Values values{{"title", escaped(title)}, {"text", escaped(words)}};
    if (!sale)
        return m_shells.complete("problem", contract::Sale{}, language, values);
    const auto link = [&](const std::string& below, const char* key, const char* kind) {
        return "<p><a" + std::string{kind} + " href=\"/sales/" + sale->slug + below
                + "?lang=" + std::string{codeOf(language)} + "\">"
                + escaped(text(language, "problem", key)) + "</a></p>";
    };
    if (problem.type == contract::ProblemType::Gone)
        values["more"] = "<form method=\"post\" action=\"/sales/" + sale->slug
                + "/tickets?lang=" + std::string{codeOf(language)}
                + "\"><input type=\"hidden\" name=\"visitor\" value=\"" + randomVisitor()
                + "\"><button class=\"main\">" + escaped(text(language, "problem", "again"))
                + "</button></form>" + link("/place", "to_place", "");
    else
        values["more"] = link("", "back", " class=\"main\"");
    return m_shells.complete("problem", *sale, language, values);
}

} // namespace saikobi::http
