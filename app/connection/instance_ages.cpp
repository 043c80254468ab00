#include "app/connection/instance_ages.h"

#include <algorithm>

#include "app/connection/hop_walk.h"

namespace saikobi::connection {

using model::HopCause;

namespace {

constexpr double silentAfterSeconds = 5;

std::string oneDecimal(double value)
{
    const auto tenths = static_cast<long>(value * 10 + 0.5);
    return std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10);
}

} // namespace

model::HopResult judgeTicks(const InstanceAges& ages)
{
    std::string detail;
    const auto isSilent
            = [](const auto& each) { return !each.second || *each.second > silentAfterSeconds; };
    for (const auto& each : ages)
        detail += (detail.empty() ? "" : ", ") + each.first + ' '
                + (each.second ? oneDecimal(std::max(0.0, *each.second)) + " s" : "?");
    const auto silent = static_cast<int>(std::count_if(ages.begin(), ages.end(), isSilent));
    const auto all = static_cast<int>(ages.size());
    auto out = silent == all ? failed(HopCause::NoTicks, detail)
                             : passed(detail, silent > 0 ? HopCause::SomeSilent : HopCause::None);
    out.seen = all - silent;
    out.expected = all;
    return out;
}

} // namespace saikobi::connection
