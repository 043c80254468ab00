#include "backend/contract/recorded_desk.h"

#include <charconv>

#include "backend/contract/json_members.h"

namespace saikobi::contract {

namespace {

using Json = boost::json::value;

const boost::json::array& arrayIn(const Json* value)
{
    static const boost::json::array none;
    const auto* found = value ? value->if_array() : nullptr;
    return found ? *found : none;
}

const Json* cell(const boost::json::array& row, std::size_t index)
{
    return index < row.size() && !row[index].is_null() ? &row[index] : nullptr;
}

std::string textIn(const boost::json::array& row, std::size_t index)
{
    const auto* found = cell(row, index);
    return found && found->is_string() ? std::string{found->get_string()} : std::string{};
}

std::optional<std::int64_t> wholeIn(const boost::json::array& row, std::size_t index)
{
    const auto* found = cell(row, index);
    return found && found->is_number()
            ? std::optional{static_cast<std::int64_t>(json::number(*found))}
            : std::nullopt;
}

AgeCounts agesIn(const boost::json::object& from, const char* key)
{
    AgeCounts out{};
    const auto* ages = json::member(from, key);
    if (!ages || !ages->is_object())
        return out;
    for (const auto& [word, count] : ages->get_object()) {
        std::size_t ageClass = out.size();
        std::from_chars(word.data(), word.data() + word.size(), ageClass);
        if (ageClass < out.size())
            out.at(ageClass) = static_cast<std::int64_t>(json::number(count));
    }
    return out;
}

FindingRow findingIn(const boost::json::object& from)
{
    FindingRow out;
    out.id = json::integer(from, "id");
    out.kind = json::text(from, "kind");
    out.provider = json::text(from, "provider");
    out.reference = json::text(from, "reference");
    out.order = json::text(from, "order");
    out.amount = json::integer(from, "amount");
    const auto* person = json::member(from, "needs_person");
    out.needsPerson = person && person->is_bool() && person->get_bool();
    out.foundAt = json::instant(from, "found_at").value_or(Instant{});
    out.closedAt = json::instant(from, "closed_at");
    out.repair = json::text(from, "repair");
    return out;
}

/// {view: [how many there are, [[subject, id, what, found, allowed], …]]}
void readAudits(const boost::json::object& views, DeskRecord& into)
{
    for (std::size_t i = 0; i < auditViewCount; ++i) {
        const auto view = static_cast<AuditView>(i);
        const auto& told = arrayIn(views.if_contains(name(view)));
        into.auditRows.at(i) = wholeIn(told, 0).value_or(0);
        for (const auto& row : arrayIn(cell(told, 1))) {
            const auto& cells = arrayIn(&row);
            into.audits.push_back({view, textIn(cells, 0), textIn(cells, 1), textIn(cells, 2),
                    wholeIn(cells, 3), wholeIn(cells, 4)});
        }
    }
}

} // namespace

DeskRecord deskRecordFrom(const boost::json::object& from)
{
    DeskRecord out;
    if (const auto* audits = json::member(from, "audits"); audits && audits->is_object())
        readAudits(audits->get_object(), out);
    for (const auto& finding : arrayIn(json::member(from, "findings")))
        if (finding.is_object())
            out.findings.push_back(findingIn(finding.get_object()));
    out.heldAges = agesIn(from, "held_ages");
    out.authorisedAges = agesIn(from, "authorised_ages");
    for (const auto& row : arrayIn(json::member(from, "deferred"))) {
        const auto& cells = arrayIn(&row);
        out.deferred.push_back(
                {textIn(cells, 0), wholeIn(cells, 1).value_or(0), wholeIn(cells, 2).value_or(0),
                        std::chrono::seconds{wholeIn(cells, 3).value_or(0)}});
    }
    const auto& inbox = arrayIn(json::member(from, "inbox"));
    out.inboxOpen = wholeIn(inbox, 0).value_or(0);
    out.inboxAge = std::chrono::seconds{wholeIn(inbox, 1).value_or(0)};
    out.inboxParked = wholeIn(inbox, 2).value_or(0);
    out.inboxParkedAge = std::chrono::seconds{wholeIn(inbox, 3).value_or(0)};
    return out;
}

} // namespace saikobi::contract
