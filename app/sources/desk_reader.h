#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "app/model/store_news.h"
#include "app/sources/postgres_link.h"
#include "app/sources/profile.h"
#include "backend/contract/desk_views.h"
#include "backend/contract/snapshot.h"

namespace saikobi::sources {

using model::DeskNews;

/// Reads what the screens Inventory and Payments show besides the counters: audit views, findings,
/// ages, one product in detail. On a connection of its own, so that it never delays the counters,
/// and so seldom that it takes at most a twentieth of a core of the store.
class DeskReader {
public:
    static constexpr std::chrono::milliseconds deadline{5000}; ///< also the statements' time-out
    static constexpr std::chrono::milliseconds shortestPeriod{5000};
    static constexpr std::chrono::milliseconds detailPeriod{2000};

    explicit DeskReader(const Profile& profile);

    /// Empty news while nothing is due. `block`: the rule whose reach is wanted; only what names
    /// numbers is looked up, once.
    contract::Result<DeskNews> poll(
            std::optional<contract::ProductId> wished, const std::string& block = {});
    /// Paid orders, by slot and pickup code, as CSV; the pickup desk's list.
    contract::Result<std::string> readPaidOrders();

private:
    using Clock = std::chrono::steady_clock;

    std::string m_sale;
    PostgresLink m_link;
    std::chrono::milliseconds m_period = shortestPeriod;
    std::optional<Clock::time_point> m_lastRecord{};
    std::optional<Clock::time_point> m_lastDetail{};
    std::optional<contract::ProductId> m_detail{};
    std::string m_block{}; ///< whose reach has been read
};

} // namespace saikobi::sources
