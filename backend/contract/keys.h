#pragma once

#include <string>
#include <string_view>
#include <vector>

/// Names of Redis keys. Every key of a sale carries the tag {sale:ID}, every key of a provider
/// account {provider:ID}; the two never meet in one call, so that a sale lives in one slot.
namespace saikobi::contract::keys {

inline std::string ofSale(std::string_view sale, std::string_view part)
{
    return "{sale:" + std::string{sale} + "}:" + std::string{part};
}

inline std::string queue(std::string_view sale)
{
    return ofSale(sale, "q");
} ///< hash: the line
inline std::string recent(std::string_view sale)
{
    return ofSale(sale, "recent");
}
inline std::string door(std::string_view sale)
{
    return ofSale(sale, "door");
} ///< zset by place
inline std::string late(std::string_view sale)
{
    return ofSale(sale, "late");
} ///< zset by place
inline std::string asked(std::string_view sale)
{
    return ofSale(sale, "asked");
} ///< zset by clock
inline std::string used(std::string_view sale)
{
    return ofSale(sale, "used");
} ///< bitmap
inline std::string passes(std::string_view sale)
{
    return ofSale(sale, "pass");
} ///< zset by end
inline std::string calls(std::string_view sale)
{
    return ofSale(sale, "calls");
} ///< hash by second
inline std::string marks(std::string_view sale)
{
    return ofSale(sale, "marks");
} ///< zset by place
inline std::string reports(std::string_view sale)
{
    return ofSale(sale, "reports");
} ///< hash
inline std::string commandIds(std::string_view sale)
{
    return ofSale(sale, "command-ids");
}
inline std::string timeline(std::string_view sale)
{
    return ofSale(sale, "timeline");
} ///< stream
inline std::string ticks(std::string_view sale)
{
    return ofSale(sale, "ticks");
} ///< stream
inline std::string moved(std::string_view sale)
{
    return ofSale(sale, "moved");
} ///< hash: hand-overs by number (and member), only of those that moved
inline std::string subjects(std::string_view sale)
{
    return ofSale(sale, "subjects");
} ///< hash: place by subject, only of the entered
inline std::string members(std::string_view sale)
{
    return ofSale(sale, "members");
} ///< hash: what members of group places did
inline std::string blocks(std::string_view sale)
{
    return ofSale(sale, "blocks");
} ///< hash: the block list
inline std::string present(std::string_view sale)
{
    return ofSale(sale, "present");
} ///< zset: sampled heartbeats, place by time
inline std::string wait(std::string_view sale)
{
    return ofSale(sale, "wait");
} ///< hash: wait curve, bands and remembered forecasts
inline std::string outcomes(std::string_view sale)
{
    return ofSale(sale, "outcomes");
} ///< four bits a place: how its session ended
inline std::string ends(std::string_view sale)
{
    return ofSale(sale, "ends");
} ///< stream: sessions that ended and wait for their row
inline std::string gate(std::string_view sale)
{
    return ofSale(sale, "gate");
} ///< hash: what orders want that have no units yet, one by one and in sum
inline std::string gateEnds(std::string_view sale)
{
    return ofSale(sale, "gate-ends");
} ///< zset: those orders by when they are forgotten
inline std::string alarms(std::string_view sale)
{
    return ofSale(sale, "alarms");
} ///< hash: alarm records by id, what rang, who judges
/// hash: marks of walked cards, by "run:card:number:step". Not among the keys of every function:
/// those find it beside the alarms, so that instances of the version before may still call them.
inline std::string walks(std::string_view sale)
{
    return ofSale(sale, "walks");
}
/// Stream of one operator; the only keys that person's Redis user may write.
inline std::string commands(std::string_view sale, std::string_view operatorName)
{
    return ofSale(sale, "commands:" + std::string{operatorName});
}

/// Keys of every function of a sale, in the order of resources/redis/10_base.lua.
inline std::vector<std::string> ofLine(std::string_view sale)
{
    return {queue(sale), recent(sale), door(sale), late(sale), asked(sale), used(sale),
            passes(sale), calls(sale), marks(sale), reports(sale), commandIds(sale), timeline(sale),
            ticks(sale), moved(sale), subjects(sale), members(sale), blocks(sale), present(sale),
            wait(sale), outcomes(sale), ends(sale), gate(sale), gateEnds(sale), alarms(sale)};
}

inline std::string ofProvider(std::string_view provider, std::string_view part)
{
    return "{provider:" + std::string{provider} + "}:" + std::string{part};
}
inline std::string budget(std::string_view provider)
{
    return ofProvider(provider, "budget");
}
inline std::string flight(std::string_view provider)
{
    return ofProvider(provider, "flight");
} ///< zset: calls under way, by when they lapse

} // namespace saikobi::contract::keys
