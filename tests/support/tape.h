#pragma once

#include <initializer_list>
#include <string>
#include <utility>

#include "backend/contract/tick.h"

/// Hand-made ticks. Time zero is a whole second long ago.
namespace saikobi::tests {

inline contract::Instant at(double seconds)
{
    return contract::fromUnixMs(1'760'000'000'000 + static_cast<std::int64_t>(seconds * 1000));
}

using Counters = std::initializer_list<std::pair<const std::string, std::int64_t>>;

inline contract::Tick instanceTick(double seconds, const std::string& name, Counters counters,
        const std::string& incarnation = "1")
{
    contract::Tick tick;
    tick.sale = "demo";
    tick.at = at(seconds);
    tick.instance = name;
    tick.incarnation = incarnation;
    tick.counters = counters;
    return tick;
}

struct Line {
    std::int64_t issued = 0;
    std::int64_t serving = 0;
    std::int64_t passes = 0;
    std::int64_t epoch = 1;
    std::int64_t voided = 0;
};

inline contract::Tick lineTick(double seconds, Line line)
{
    contract::Tick tick;
    tick.sale = "demo";
    tick.at = at(seconds);
    contract::LineState state;
    state.at = tick.at;
    state.phase = contract::Phase::Open;
    state.rate.value = 300;
    state.issued = line.issued;
    state.serving = line.serving;
    state.passes = line.passes;
    state.epoch.value = line.epoch;
    state.voided = line.voided;
    state.opensAt = at(-600);
    tick.line = state;
    return tick;
}

} // namespace saikobi::tests
