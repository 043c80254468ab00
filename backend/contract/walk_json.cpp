#include "backend/contract/json_members.h"
#include "backend/contract/walk.h"

namespace saikobi::contract {

std::string toJson(const WalkMark& mark)
{
    boost::json::object out{{"run", mark.walk.run}, {"card", mark.walk.card},
            {"walk", mark.walk.number}, {"step", mark.step}, {"state", name(mark.state)},
            {"at", toUnixMs(mark.at)}, {"id", mark.id}, {"by", mark.by},
            {"how", name(mark.source)}};
    const auto put = [&out](const char* key, const std::string& value) {
        if (!value.empty())
            out[key] = value;
    };
    json::put(out, "until", mark.until);
    if (mark.occurrence > 0)
        out["occurrence"] = mark.occurrence;
    put("reason", mark.reason);
    put("contact", mark.contact);
    put("alarm", mark.alarm);
    put("revision", mark.revision);
    put("steps", mark.steps);
    return serialize(out);
}

Result<WalkMark> walkMarkFromJson(std::string_view text)
{
    if (text.size() > longestMark)
        return Fault{FaultCode::Invalid, "mark too long"};
    const auto read = json::object(text);
    const auto state = read ? markStateNamed(json::text(*read, "state")) : std::nullopt;
    const auto source = read ? markSourceNamed(json::text(*read, "how")) : std::nullopt;
    WalkMark out;
    if (read) {
        out.walk = {json::integer(*read, "run", 1), json::text(*read, "card"),
                json::integer(*read, "walk", 1)};
        out.step = json::text(*read, "step");
        out.id = json::text(*read, "id");
    }
    if (!state || !source || out.walk.card.empty() || out.step.empty() || out.id.empty())
        return Fault{FaultCode::Invalid, "not a mark of a walk"};
    out.state = *state;
    out.source = *source;
    out.at = fromUnixMs(json::integer(*read, "at"));
    out.by = json::text(*read, "by");
    out.reason = json::text(*read, "reason");
    out.until = json::instant(*read, "until");
    out.contact = json::text(*read, "contact");
    out.alarm = json::text(*read, "alarm");
    out.occurrence = json::integer(*read, "occurrence");
    out.revision = json::text(*read, "revision");
    out.steps = json::text(*read, "steps");
    return out;
}

std::string stepsToJson(const std::vector<WalkStep>& steps)
{
    boost::json::array out;
    for (const auto& step : steps) {
        boost::json::object one{{"id", step.id}, {"kind", name(step.kind)}};
        if (step.watch) {
            one["figure"] = info(step.watch->figure).id;
            one["is"] = name(step.watch->comparison);
            one["value"] = step.watch->value;
            one["for"] = step.watch->held.count();
        }
        if (!step.yes.empty())
            one["yes"] = step.yes;
        if (!step.no.empty())
            one["no"] = step.no;
        out.push_back(std::move(one));
    }
    return serialize(out);
}

std::vector<WalkStep> stepsFromJson(std::string_view text)
{
    std::vector<WalkStep> out;
    const auto read = json::object("{\"s\":" + std::string{text} + "}");
    const auto* list = read ? json::member(*read, "s") : nullptr;
    if (!list || !list->is_array())
        return out;
    for (const auto& one : list->get_array()) {
        if (!one.is_object() || out.size() > 2 * mostSteps)
            continue;
        const auto& from = one.get_object();
        const auto kind = stepKindNamed(json::text(from, "kind"));
        if (!kind)
            continue; // of a newer version: what is known can still be walked
        WalkStep step{json::text(from, "id"), *kind, std::nullopt, json::text(from, "yes"),
                json::text(from, "no")};
        const auto figure = figureNamed(json::text(from, "figure"));
        const auto comparison = comparisonNamed(json::text(from, "is"));
        if (figure && comparison)
            step.watch = Watch{*figure, *comparison, json::number(from, "value"),
                    std::chrono::seconds{json::integer(from, "for")}};
        out.push_back(std::move(step));
    }
    return out;
}

std::string toJson(const std::vector<SaleContact>& contacts)
{
    boost::json::array out;
    for (const auto& one : contacts)
        out.push_back(
                boost::json::object{{"role", one.role}, {"name", one.name}, {"call", one.call}});
    return serialize(out);
}

std::vector<SaleContact> contactsFromJson(std::string_view text)
{
    std::vector<SaleContact> out;
    const auto read = json::object("{\"c\":" + std::string{text} + "}");
    const auto* list = read ? json::member(*read, "c") : nullptr;
    if (!list || !list->is_array())
        return out;
    for (const auto& one : list->get_array())
        if (one.is_object() && out.size() < mostContacts)
            out.push_back({json::text(one.get_object(), "role"),
                    json::text(one.get_object(), "name"), json::text(one.get_object(), "call")});
    return out;
}

} // namespace saikobi::contract
