#include "backend/waiting_room/line_wire.h"

#include <array>
#include <charconv>

#include "backend/contract/json_members.h"
#include "backend/stores/redis_executor.h"

namespace saikobi::waiting_room {

using contract::Fault;
using contract::FaultCode;
using contract::Result;
using stores::Reply;
namespace json = contract::json;

namespace {

boost::json::object toJsonObject(const contract::RelayedCommand& relayed)
{
    const auto& command = relayed.command;
    return {{"id", command.id}, {"actor", relayed.actor}, {"kind", contract::name(command.kind)},
            {"parameters", json::strings(command.parameters)}, {"reason", command.reason},
            {"revision", command.basedOn.value}, {"made_at", contract::toUnixMs(command.madeAt)},
            {"written_at", contract::toUnixMs(relayed.writtenAt)}};
}

std::vector<contract::CommandDecision> decisionsFromJson(const std::string& from)
{
    std::vector<contract::CommandDecision> out;
    boost::system::error_code failed;
    const auto list = boost::json::parse(from, failed);
    if (failed || !list.is_array())
        return out;
    for (const auto& value : list.get_array()) {
        if (!value.is_object())
            continue;
        const auto& one = value.get_object();
        const auto state = contract::fromName<contract::CommandState>(json::text(one, "state"));
        const auto* result = json::member(one, "result");
        out.push_back({json::text(one, "id"), state.value_or(contract::CommandState::Refused),
                result ? serialize(*result) : "{}",
                contract::fromUnixMs(json::integer(one, "at"))});
    }
    return out;
}

Claimed::Kind goneKind(std::int64_t why)
{
    using Kind = Claimed::Kind;
    switch (why) {
    case 2:
        return Kind::GoneLate;
    case 3:
        return Kind::GoneLeft;
    case 4:
        return Kind::GoneExpired;
    default:
        return Kind::GoneUsed;
    }
}

/// Codes of resources/redis/30_claim.lua.
Claimed::One toClaim(std::int64_t code, std::int64_t first, std::int64_t second)
{
    using Kind = Claimed::Kind;
    Claimed::One out;
    switch (code) {
    case 1:
    case 2:
        out.kind = code == 1 ? Kind::Granted : Kind::Same;
        out.passEnds = contract::fromUnixMs(first);
        break;
    case 4:
        out.kind = Kind::Held;
        break;
    case 5:
        out.kind = Kind::Closed;
        break;
    case 6:
        out.kind = Kind::AtDoor;
        out.ahead = first;
        out.retryAfter = std::chrono::milliseconds{second};
        break;
    case 7:
        out.kind = goneKind(first);
        break;
    case 8:
        out.kind = Kind::MovedOn;
        break;
    case 9:
        out.kind = Kind::SubjectIn;
        break;
    default:
        out.kind = Kind::Waiting;
    }
    return out;
}

} // namespace

std::string text(std::int64_t value)
{
    return std::to_string(value);
}

std::string paceInput(const contract::Sale& settings, const InstanceReport& report,
        const std::vector<contract::RelayedCommand>& relayed, const Copied& copied)
{
    boost::json::array rows;
    for (const auto& one : relayed)
        rows.push_back(toJsonObject(one));
    boost::json::object out{{"instance", report.instance}, {"postgres_lost", report.postgresLost},
            {"order_lane_closed", report.orderLaneClosed}, {"provider_down", report.providerDown},
            {"pass_life", settings.passLife.count()},
            {"claim_window", settings.claimWindow.count()},
            {"late_window", settings.lateWindow.count()}, {"max_shoppers", settings.maxShoppers},
            {"order", contract::name(settings.order)}, {"pacing", contract::name(settings.pacing)},
            {"work_bits", settings.workBits}, {"one_order", settings.endsWithOrder},
            {"follows_budget", settings.followsBudget}, {"orders", report.orders},
            {"rehearsal", report.isRehearsal}, {"ends", copied.wantsEnds},
            {"ends_done", copied.endsDone}, {"relayed", rows}};
    if (report.rateCap)
        out["rate_cap"] = report.rateCap->value;
    if (copied.blocksRevision)
        out["blocks_rev"] = *copied.blocksRevision;
    out["commitment"] = report.commitment;
    json::put(out, "opens_at", settings.opensAt);
    json::put(out, "closes_at", settings.closesAt);
    return serialize(out);
}

std::string recoveryInput(const Recovery& recovery)
{
    const auto& mark = recovery.mark;
    const auto& state = mark.state;
    boost::json::object out{{"sale", mark.sale}, {"run", mark.run.value},
            {"fresh", recovery.isFresh}, {"issued", mark.issuedSeen}, {"ceiling", mark.ceiling},
            {"voids", mark.voids}, {"serving", mark.servingSeen},
            {"issued_seen", recovery.issuedBefore}, {"revision", mark.revision.value},
            {"clock", mark.clockSeen}, {"phase", contract::name(mark.phase)},
            {"causes", mark.causes}, {"rate", mark.rate.value}, {"passes", mark.passesSeen},
            {"stood_s", state.stoodSeconds}, {"held_by", state.heldBy}, {"holder", state.holder},
            {"holder_console", state.holderConsole}, {"message_ja", state.message.ja},
            {"message_en", state.message.en}, {"message_of", state.message.of},
            {"drawn", state.drawn}, {"order", contract::name(state.order)},
            {"pacing", contract::name(state.pacing)}, {"completed", state.completed},
            {"abandoned", state.abandoned}, {"work_bits", state.workBits},
            {"run_over", state.isRunOver}, {"blocks_rev", mark.blocksRevision}};
    if (auto blocks = json::object(mark.blocks); blocks && !blocks->empty())
        out["blocks"] = std::move(*blocks);
    if (state.at > contract::Instant{})
        out["seen_at"] = contract::toUnixMs(state.at);
    out["chain"] = recovery.chain;
    json::put(out, "chain_at", recovery.chainAt);
    json::put(out, "message_at", state.message.at);
    json::put(out, "opens_at", state.opensAt);
    json::put(out, "closes_at", state.closesAt);
    json::put(out, "resume_at", state.resumeAt);
    json::put(out, "held_since", state.heldSince);
    json::put(out, "holder_since", state.holderSince);
    return serialize(out);
}

Fault unreadable(const char* function)
{
    return {FaultCode::Internal, std::string{function} + " answered something else"};
}

Result<Paced> toPaced(const Reply& reply)
{
    if (reply.items.size() != 8)
        return unreadable("saikobi_pace");
    const auto line = contract::lineStateFromJson(reply.items[0].text);
    if (!line)
        return line.error();
    Paced out{line.value(), reply.items[0].text, reply.items[1].integer, 0, reply.items[3].text,
            decisionsFromJson(reply.items[4].text), reply.items[5].text,
            endedSessionsFromText(reply.items[6].text), reply.items[7].text};
    const auto& clock = reply.items[2].text;
    std::from_chars(clock.data(), clock.data() + clock.size(), out.clock);
    return out;
}

Joined toJoined(const Reply& reply)
{
    Joined out{contract::fromUnixMs(reply.items[0].integer), reply.items[1].integer == 1, {}};
    for (std::size_t i = 2; i + 2 < reply.items.size(); i += 3) {
        const auto number = reply.items[i].integer;
        const auto end = reply.items[i + 2].integer;
        Joined::One one{Joined::Kind::Full, number, std::nullopt};
        if (number == -2)
            one.kind = Joined::Kind::Closed;
        else if (number > 0)
            one.kind = reply.items[i + 1].integer == 1 ? Joined::Kind::New : Joined::Kind::Known;
        if (end > 0)
            one.passEnds = contract::fromUnixMs(end);
        out.each.push_back(one);
    }
    return out;
}

std::string claimText(const ClaimAsked& asked)
{
    std::string out = text(asked.place);
    out.append(" ").append(text(asked.number)).append(" ").append(text(asked.member));
    out.append(" ").append(text(asked.handOvers)).append(" ");
    constexpr std::string_view digits{"0123456789abcdef"};
    for (unsigned shift = 64; asked.subject != 0 && shift > 0; shift -= 4)
        out += digits[asked.subject >> (shift - 4) & 15U];
    return out;
}

Result<Moved> toMoved(const Reply& reply)
{
    using Kind = Moved::Kind;
    constexpr std::array kinds{Kind::Now, Kind::Before, Kind::Taken, Kind::TooOften, Kind::Unknown};
    if (reply.items.size() != 4)
        return unreadable("saikobi_moved");
    const auto code = static_cast<std::size_t>(reply.items[1].integer - 1);
    Moved out{contract::fromUnixMs(reply.items[0].integer), Kind::Unknown,
            static_cast<int>(reply.items[2].integer), reply.items[3].integer};
    if (code < kinds.size())
        out.kind = kinds.at(code);
    return out;
}

Result<GroupJoined> toGroupJoined(const Reply& reply)
{
    using Kind = GroupJoined::Kind;
    constexpr std::array kinds{
            Kind::Now, Kind::Before, Kind::Full, Kind::Called, Kind::NotYet, Kind::Interrupted};
    if (reply.items.size() != 3)
        return unreadable("saikobi_group");
    const auto code = static_cast<std::size_t>(reply.items[1].integer - 1);
    GroupJoined out{contract::fromUnixMs(reply.items[0].integer), Kind::Interrupted,
            static_cast<std::uint8_t>(reply.items[2].integer)};
    if (code < kinds.size())
        out.kind = kinds.at(code);
    return out;
}

Claimed toClaimed(const Reply& reply)
{
    Claimed out{contract::fromUnixMs(reply.items[0].integer), {}};
    for (std::size_t i = 1; i + 2 < reply.items.size(); i += 3)
        out.each.push_back(toClaim(
                reply.items[i].integer, reply.items[i + 1].integer, reply.items[i + 2].integer));
    return out;
}

Blocked toBlocked(const Reply& reply)
{
    Blocked out{reply.items.front().integer, {}};
    for (std::size_t i = 1; i + 2 < reply.items.size(); i += 3) {
        BlockEntry entry{reply.items[i].text, {}, {}};
        if (const auto until = reply.items[i + 1].integer; until > 0)
            entry.until = contract::fromUnixMs(until);
        if (const auto seat = reply.items[i + 2].integer; seat > 0)
            entry.seat = seat;
        out.entries.push_back(std::move(entry));
    }
    return out;
}

Result<Reply> judged(Result<Reply> reply)
{
    if (reply && reply.value().kind == Reply::Kind::Text && reply.value().text == "lost")
        return Fault{FaultCode::Lost, "the line is not in Redis"};
    // A full Redis refuses what would make it grow; places and passes are safe.
    if (!reply && reply.error().detail.rfind("OOM", 0) == 0)
        return Fault{FaultCode::Busy, reply.error().detail};
    return reply;
}

} // namespace saikobi::waiting_room
