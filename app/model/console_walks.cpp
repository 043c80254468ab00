#include "app/model/console_walks.h"

#include <algorithm>
#include <vector>

#include "backend/alarms/moment.h"

namespace saikobi::model {

namespace {

constexpr std::chrono::seconds silent{10}; ///< as long as an instance may say nothing

/// Instances do not know these.
const std::vector<contract::Figure> ownFigures{
        contract::Figure::PathRtt, contract::Figure::Unconfirmed, contract::Figure::FeedAge};

} // namespace

ConsoleWalks::ConsoleWalks(const std::string& console)
    : m_own(console, ownFigures)
    , m_all(console)
{
}

bool ConsoleWalks::seesBackend(const contract::SaleSnapshot& sale, contract::Instant now)
{
    return std::any_of(sale.instances.begin(), sale.instances.end(),
            [now](const auto& one) { return one.lastTick && now - *one.lastTick < silent; });
}

std::vector<alarms::WalkChange> ConsoleWalks::look(const contract::SaleSnapshot& sale,
        const std::vector<contract::Walk>& walks, contract::Instant now)
{
    if (sale.source == contract::SnapshotSource::Recorded)
        return {};
    const auto moment = alarms::momentOf(sale, now);
    const bool isAlone = !seesBackend(sale, now) || sale.source != contract::SnapshotSource::Live;
    return (isAlone ? m_all : m_own).step(moment, walks);
}

} // namespace saikobi::model
