#include "backend/contract/line_state.h"

#include "backend/contract/json_members.h"

namespace saikobi::contract {

std::string toJson(const LineState& line)
{
    boost::json::array causes;
    for (const auto cause : line.causes)
        causes.emplace_back(name(cause));
    boost::json::object message{
            {"ja", line.message.ja}, {"en", line.message.en}, {"of", line.message.of}};
    json::put(message, "at", line.message.at);
    boost::json::object out{{"at", toUnixMs(line.at)}, {"epoch", line.epoch.value},
            {"run", line.run.value}, {"revision", line.revision.value}, {"phase", name(line.phase)},
            {"causes", causes}, {"rate", line.rate.value}, {"issued", line.issued},
            {"serving", line.serving}, {"voided", line.voided}, {"passes", line.passes},
            {"live", line.live}, {"door", line.door}, {"late", line.late}, {"admit", line.admit},
            {"called_not_come", line.calledNotCome}, {"absent_share", line.absentShare},
            {"order", name(line.order)}, {"pacing", name(line.pacing)},
            {"completed", line.completed}, {"abandoned", line.abandoned}, {"actual", line.actual},
            {"front", line.front}, {"work_bits", line.workBits},
            {"blocks_rev", line.blocksRevision}, {"foretold", line.foretold},
            {"foretold_within", line.foretoldWithin}, {"chain", line.chain},
            {"stood_s", line.stoodSeconds}, {"held_by", line.heldBy}, {"message", message},
            {"holder", line.holder}, {"holder_console", line.holderConsole},
            {"offered_to", line.offeredTo}};
    if (line.drawn >= 0)
        out["drawn"] = line.drawn;
    if (line.rateCap)
        out["rate_cap"] = line.rateCap->value;
    if (line.isRunOver)
        out["run_over"] = true;
    if (line.present)
        out["present"] = *line.present;
    if (const auto& wait = line.newcomerWait)
        out["wait_new"] = boost::json::array{wait->p10, wait->p50, wait->p90};
    json::put(out, "opens_at", line.opensAt);
    json::put(out, "closes_at", line.closesAt);
    json::put(out, "resume_at", line.resumeAt);
    json::put(out, "held_since", line.heldSince);
    json::put(out, "holder_since", line.holderSince);
    json::put(out, "soak_ends", line.soakEnds);
    return serialize(out);
}

namespace {

std::vector<Cause> causesOf(const boost::json::object& from)
{
    std::vector<Cause> out;
    const auto* found = json::member(from, "causes");
    // An empty Lua table is written as {}, not as [].
    if (!found || !found->is_array())
        return out;
    for (const auto& value : found->get_array()) {
        if (!value.is_string())
            continue;
        if (const auto cause = fromName<Cause>(std::string_view{value.get_string()}))
            out.push_back(*cause);
    }
    return out;
}

StaffMessage messageOf(const boost::json::object& from)
{
    const auto* found = json::member(from, "message");
    if (!found || !found->is_object())
        return {};
    const auto& message = found->get_object();
    return {json::text(message, "ja"), json::text(message, "en"), json::instant(message, "at"),
            json::text(message, "of")};
}

std::optional<ForetoldWait> waitOf(const boost::json::object& from)
{
    const auto* found = json::member(from, "wait_new");
    const auto* list = found ? found->if_array() : nullptr;
    if (!list || list->size() != 3)
        return std::nullopt;
    for (const auto& value : *list)
        if (!value.is_number())
            return std::nullopt;
    const auto at = [list](std::size_t i) { return (*list)[i].to_number<double>(); };
    return ForetoldWait{at(0), at(1), at(2)};
}

} // namespace

Result<LineState> lineStateFromJson(std::string_view text)
{
    const auto read = json::object(text);
    if (!read)
        return Fault{FaultCode::Invalid, "line state is not a JSON object"};
    const auto phase = fromName<Phase>(json::text(*read, "phase"));
    if (!phase)
        return Fault{FaultCode::Invalid, "line state without a known phase"};
    LineState line;
    line.at = fromUnixMs(json::integer(*read, "at"));
    line.epoch.value = json::integer(*read, "epoch");
    line.run.value = static_cast<std::int32_t>(json::integer(*read, "run", 1));
    line.revision.value = json::integer(*read, "revision");
    line.phase = *phase;
    line.causes = causesOf(*read);
    line.rate.value = static_cast<std::int32_t>(json::integer(*read, "rate"));
    line.issued = json::integer(*read, "issued");
    line.serving = json::integer(*read, "serving");
    line.voided = json::integer(*read, "voided");
    line.passes = json::integer(*read, "passes");
    line.live = json::integer(*read, "live");
    line.door = json::integer(*read, "door");
    line.late = json::integer(*read, "late");
    line.admit = json::integer(*read, "admit");
    line.calledNotCome = json::integer(*read, "called_not_come");
    line.absentShare = json::number(*read, "absent_share", 0.1);
    line.drawn = json::integer(*read, "drawn", -1);
    line.order = fromName<SaleOrder>(json::text(*read, "order")).value_or(SaleOrder::Fifo);
    line.pacing = fromName<Pacing>(json::text(*read, "pacing")).value_or(Pacing::Rate);
    if (json::member(*read, "rate_cap"))
        line.rateCap = {static_cast<std::int32_t>(json::integer(*read, "rate_cap"))};
    line.isRunOver = json::member(*read, "run_over") != nullptr;
    line.completed = json::integer(*read, "completed");
    line.abandoned = json::integer(*read, "abandoned");
    line.actual = json::number(*read, "actual");
    line.front = json::number(*read, "front");
    line.workBits = json::integer(*read, "work_bits");
    line.blocksRevision = json::integer(*read, "blocks_rev");
    if (json::member(*read, "present"))
        line.present = json::integer(*read, "present");
    line.newcomerWait = waitOf(*read);
    line.foretold = json::integer(*read, "foretold");
    line.foretoldWithin = json::integer(*read, "foretold_within");
    line.chain = json::text(*read, "chain");
    line.stoodSeconds = json::integer(*read, "stood_s");
    line.opensAt = json::instant(*read, "opens_at");
    line.closesAt = json::instant(*read, "closes_at");
    line.resumeAt = json::instant(*read, "resume_at");
    line.heldSince = json::instant(*read, "held_since");
    line.heldBy = json::text(*read, "held_by");
    line.message = messageOf(*read);
    line.holder = json::text(*read, "holder");
    line.holderConsole = json::text(*read, "holder_console");
    line.offeredTo = json::text(*read, "offered_to");
    line.holderSince = json::instant(*read, "holder_since");
    line.soakEnds = json::instant(*read, "soak_ends");
    return line;
}

} // namespace saikobi::contract
