#include "backend/waiting_room/wait_look.h"

#include <algorithm>
#include <unordered_map>

#include "backend/forecast/presence_profile.h"
#include "backend/waiting_room/presence.h"
#include "backend/waiting_room/wait_memory.h"

namespace saikobi::waiting_room {

namespace {

constexpr std::size_t mostForgotten = 1000; ///< in one look

double secondsBetween(std::int64_t fromMs, std::int64_t toMs)
{
    return static_cast<double>(toMs - fromMs) / 1000;
}

} // namespace

std::int64_t waitingIn(const Look& look)
{
    return static_cast<std::int64_t>(
            forecast::peopleBetween(look.line.serving, look.line.issued, look.line.gaps));
}

Outlook lookAt(Look look, const std::vector<HeardSign>& signs)
{
    Outlook out;
    out.memory = waitMemoryFromText(look.memory);
    auto& sight = look.line;
    const auto now = contract::toUnixMs(look.at);
    sight.atS = static_cast<double>(now) / 1000;
    forecast::follow(out.memory.sampling, waitingIn(look), sight.atS);
    sight.divisor = out.memory.sampling.counting;
    // Signs that did not fit are missing until their tickets have sent the next one.
    sight.presenceAgeS = secondsBetween(std::max(look.sinceMs, look.overflowMs), now);

    // Read in several calls, so that one that moved in between came twice: the newest counts.
    std::unordered_map<std::string, std::int64_t> newest;
    for (const auto& sign : signs)
        newest[sign.member] = std::max(newest[sign.member], sign.atMs);
    const auto calledBefore = out.memory.last.serving;
    for (const auto& [member, atMs] : newest) {
        const auto read = presenceMemberFrom(member);
        if (!read || read->tail % out.memory.sampling.counting != 0)
            continue;
        if (read->place <= calledBefore && out.called.size() < mostForgotten)
            out.called.push_back(member);
        sight.signs.push_back({read->place, secondsBetween(atMs, now)});
    }
    const auto outlook = forecast::lookAhead(out.memory, sight);
    out.news = {look.at, out.memory.sampling.reporting, outlook.present, outlook.curve,
            std::string{forecast::name(outlook.growth)}};
    return out;
}

} // namespace saikobi::waiting_room
