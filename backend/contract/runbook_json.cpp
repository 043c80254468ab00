#include "backend/contract/json_members.h"
#include "backend/contract/runbook.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace saikobi::contract {

namespace {

constexpr int format = 1; ///< of the document; a newer one is refused, unknown members are not

boost::json::object written(const Bilingual& text)
{
    return {{"ja", text.ja}, {"en", text.en}};
}

boost::json::object written(const Watch& watch)
{
    return {{"figure", info(watch.figure).id}, {"is", name(watch.comparison)},
            {"value", watch.value}, {"for_s", watch.held.count()}};
}

boost::json::object written(const Step& step)
{
    boost::json::object out{
            {"id", step.id}, {"kind", name(step.kind)}, {"text", written(step.text)}};
    if (step.watch)
        out["watch"] = written(*step.watch);
    if (step.time.count() > 0)
        out["time_s"] = step.time.count();
    if (!step.yes.empty())
        out["yes"] = step.yes;
    if (!step.no.empty())
        out["no"] = step.no;
    if (step.role)
        out["role"] = name(*step.role);
    if (step.form)
        out["open"] = name(*step.form);
    if (!step.values.empty())
        out["values"] = json::strings(step.values);
    return out;
}

boost::json::array written(const std::vector<Step>& steps)
{
    boost::json::array out;
    for (const auto& step : steps)
        out.push_back(written(step));
    return out;
}

boost::json::object rolesOf(const Card& card)
{
    boost::json::array calls;
    for (const auto role : card.calls)
        calls.push_back(boost::json::string(name(role)));
    boost::json::object out{{"calls", std::move(calls)}};
    if (card.decides)
        out["decides"] = name(*card.decides);
    if (card.acts)
        out["acts"] = name(*card.acts);
    return out;
}

/// Without the revision: it is taken over this.
boost::json::object contentOf(const Card& card)
{
    boost::json::array alarms;
    for (const auto alarm : card.alarms)
        alarms.push_back(boost::json::string(name(alarm)));
    boost::json::array reviewed;
    for (const auto& review : card.reviewed)
        reviewed.push_back(boost::json::object{{"role", review.role}, {"date", review.date}});
    const auto& text = card.text;
    return {{"id", card.id}, {"severity", name(card.severity)}, {"alarms", std::move(alarms)},
            {"roles", rolesOf(card)}, {"revised", card.revised}, {"reviewed", std::move(reviewed)},
            {"title", written(text.title)}, {"when", written(text.when)},
            {"aim", written(text.aim)}, {"look", written(text.look)},
            {"venue", written(text.venue)}, {"finished_text", written(text.finished)},
            {"finished", written(card.finished)}, {"first", written(card.first)},
            {"then", written(card.then)}};
}

/// FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/
std::string hashOf(std::string_view text)
{
    std::uint64_t hash = 14695981039346656037ULL;
    for (const char one : text)
        hash = (hash ^ static_cast<unsigned char>(one)) * 1099511628211ULL;
    std::array<char, 17> out{};
    std::snprintf(out.data(), out.size(), "%016llx", static_cast<unsigned long long>(hash));
    return out.data();
}

/// Reads one document and remembers the first place that is wrong.
class Reader {
public:
    Result<Cards> cards(std::string_view text);

private:
    void wrong(const std::string& what)
    {
        if (m_fault.empty())
            m_fault = m_place.empty() ? what : m_place + ": " + what;
    }
    std::string text(const boost::json::object& from, const char* key)
    {
        auto out = json::text(from, key);
        if (out.empty())
            wrong(std::string{"no "} + key);
        return out;
    }
    Bilingual both(const boost::json::object& from, const char* key, bool mayBeEmpty = false)
    {
        const auto* found = json::member(from, key);
        if (!found || !found->is_object()) {
            wrong(std::string{"no "} + key);
            return {};
        }
        const Bilingual out{
                json::text(found->get_object(), "ja"), json::text(found->get_object(), "en")};
        if (!mayBeEmpty && (out.ja.empty() || out.en.empty()))
            wrong(std::string{key} + " lacks a language");
        return out;
    }
    /// `read` knows the names of a thing; what it does not know is wrong.
    template<class Word>
    Word word(const std::string& spelled, const char* thing,
            std::optional<Word> (*read)(std::string_view))
    {
        const auto found = read(spelled);
        if (!found)
            wrong(std::string{"there is no "} + thing + " '" + spelled + "'");
        return found.value_or(Word{});
    }
    /// The objects or strings of a list, at most so many.
    const boost::json::array& list(
            const boost::json::object& from, const char* key, std::size_t most);
    Watch watch(const boost::json::object& from, const char* key);
    Step step(const boost::json::value& from);
    std::vector<Step> steps(const boost::json::object& from, const char* key);
    void membersOf(Step& step, const boost::json::object& from);
    void branches(const Card& card);
    void people(Card& card, const boost::json::object& from);
    Card card(const boost::json::value& from);

    std::string m_card{};
    std::string m_place{};
    std::string m_fault{};
};

const boost::json::array& Reader::list(
        const boost::json::object& from, const char* key, std::size_t most)
{
    static const boost::json::array none;
    const auto* found = json::member(from, key);
    if (!found || !found->is_array()) {
        wrong(std::string{"no list "} + key);
        return none;
    }
    if (found->get_array().size() > most) {
        wrong(std::string{key} + " has more than " + std::to_string(most) + " entries");
        return none;
    }
    return found->get_array();
}

Watch Reader::watch(const boost::json::object& from, const char* key)
{
    const auto* found = json::member(from, key);
    if (!found || !found->is_object()) {
        wrong(std::string{"no "} + key);
        return {};
    }
    const auto& object = found->get_object();
    Watch out;
    out.figure = word<Figure>(json::text(object, "figure"), "figure", figureNamed);
    out.comparison = word<Comparison>(json::text(object, "is"), "comparison", comparisonNamed);
    out.value = json::number(object, "value");
    out.held = std::chrono::seconds{std::max<std::int64_t>(0, json::integer(object, "for_s"))};
    return out;
}

void Reader::membersOf(Step& step, const boost::json::object& from)
{
    switch (step.kind) {
    case StepKind::Watch:
        step.watch = watch(from, "watch");
        return;
    case StepKind::Do:
        return;
    case StepKind::Timer:
        step.time = std::chrono::seconds{json::integer(from, "time_s")};
        if (step.time.count() <= 0)
            wrong("a timer without a time");
        return;
    case StepKind::Decide:
        step.yes = text(from, "yes");
        step.no = text(from, "no");
        return;
    case StepKind::Call:
        step.role = word<Role>(json::text(from, "role"), "role", roleNamed);
        return;
    case StepKind::Command:
        step.form = word<ControlForm>(json::text(from, "open"), "form", controlFormNamed);
        step.values = json::strings(from, "values");
        return;
    }
}

Step Reader::step(const boost::json::value& from)
{
    if (!from.is_object()) {
        wrong("a step that is not an object");
        return {};
    }
    const auto& object = from.get_object();
    Step out;
    m_place = m_card;
    out.id = text(object, "id");
    m_place = m_card + ", step " + out.id;
    out.kind = word<StepKind>(json::text(object, "kind"), "kind", stepKindNamed);
    out.text = both(object, "text");
    membersOf(out, object);
    m_place = m_card;
    return out;
}

std::vector<Step> Reader::steps(const boost::json::object& from, const char* key)
{
    std::vector<Step> out;
    for (const auto& one : list(from, key, mostSteps))
        out.push_back(step(one));
    return out;
}

/// What leads nowhere would leave people in front of a greyed list.
void Reader::branches(const Card& card)
{
    for (const auto* list : {&card.first, &card.then})
        for (const auto& step : *list)
            for (const auto& target : {step.yes, step.no})
                if (!target.empty() && !card.step(target))
                    wrong("step " + step.id + ": there is no step '" + target + "'");
}

void Reader::people(Card& card, const boost::json::object& from)
{
    const auto* found = json::member(from, "roles");
    if (!found || !found->is_object())
        return wrong("no roles");
    const auto& roles = found->get_object();
    card.decides = word<Role>(json::text(roles, "decides"), "role", roleNamed);
    card.acts = word<Role>(json::text(roles, "acts"), "role", roleNamed);
    for (const auto& one : list(roles, "calls", roleCount))
        card.calls.push_back(
                word<Role>(one.is_string() ? std::string{one.get_string()} : std::string{}, "role",
                        roleNamed));
    for (const auto& one : list(from, "reviewed", mostCards))
        if (one.is_object())
            card.reviewed.push_back(
                    {json::text(one.get_object(), "role"), json::text(one.get_object(), "date")});
}

Card Reader::card(const boost::json::value& from)
{
    m_card = m_place = "a card";
    if (!from.is_object()) {
        wrong("not an object");
        return {};
    }
    const auto& object = from.get_object();
    Card out;
    out.id = text(object, "id");
    m_card = m_place = "card " + out.id;
    out.severity
            = word<CardSeverity>(json::text(object, "severity"), "severity", cardSeverityNamed);
    for (const auto& one : list(object, "alarms", alarmCount))
        out.alarms.push_back(
                word<AlarmId>(one.is_string() ? std::string{one.get_string()} : std::string{},
                        "alarm", alarmNamed));
    people(out, object);
    out.revised = text(object, "revised");
    out.revision = text(object, "revision");
    out.text = {both(object, "title"), both(object, "when"), both(object, "aim"),
            both(object, "look"), both(object, "venue"), both(object, "finished_text", true)};
    out.finished = watch(object, "finished");
    out.first = steps(object, "first");
    out.then = steps(object, "then");
    branches(out);
    m_place.clear();
    return out;
}

Result<Cards> Reader::cards(std::string_view text)
{
    if (text.size() > longestRunbook)
        return Fault{FaultCode::Invalid, "runbook: too long"};
    const auto read = json::object(text);
    if (!read || json::integer(*read, "format") < 1)
        return Fault{FaultCode::Invalid, "runbook: not a compiled runbook"};
    if (json::integer(*read, "format") > format)
        return Fault{FaultCode::Invalid, "runbook: compiled by a newer version"};
    Cards out;
    out.revision = this->text(*read, "revision");
    for (const auto& one : list(*read, "cards", mostCards)) {
        out.all.push_back(card(one));
        const auto& id = out.all.back().id;
        if (out.card(id) != &out.all.back())
            wrong("there are two cards " + id);
    }
    if (!m_fault.empty())
        return Fault{FaultCode::Invalid, "runbook: " + m_fault};
    return out;
}

} // namespace

void stampRevisions(Cards& cards)
{
    std::string all;
    for (auto& card : cards.all) {
        card.revision = hashOf(serialize(contentOf(card)));
        all += card.id + card.revision;
    }
    cards.revision = hashOf(all);
}

std::string toJson(const Cards& cards)
{
    boost::json::array all;
    for (const auto& card : cards.all) {
        auto one = contentOf(card);
        one["revision"] = card.revision;
        all.push_back(std::move(one));
    }
    return serialize(boost::json::object{
            {"format", format}, {"revision", cards.revision}, {"cards", std::move(all)}});
}

Result<Cards> cardsFromJson(std::string_view text)
{
    return Reader{}.cards(text);
}

} // namespace saikobi::contract
