#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "app/model/alarm_lists.h"
#include "app/model/feed_watch.h"
#include "app/model/store_news.h"
#include "backend/contract/snapshot.h"
#include "backend/forecast/history.h"
#include "backend/forecast/method_log.h"
#include "backend/forecast/sale_figures.h"
#include "backend/forecast/second_log.h"
#include "backend/forecast/sell_out.h"
#include "backend/forecast/stock_tape.h"

namespace saikobi::model {

/// Whose picture it is.
struct PictureOf {
    contract::ProfileKind kind = contract::ProfileKind::Rehearsal;
    std::string sale{};
    std::string user{}; ///< until Postgres tells
    contract::SnapshotSource source = contract::SnapshotSource::Live;
};

/// Puts together what both stores told, now or as it was recorded. What was heard stays, with its
/// time, when a store falls silent: the screen shows it as old, and never as zero. Not for several
/// threads at once.
class SalePicture {
public:
    explicit SalePicture(PictureOf of);

    /// True when something came that should be shown at once: a new second, or a decision.
    bool take(const RedisNews& news);
    void take(const PostgresNews& news);
    void take(const DeskNews& news);
    void take(const OwnNews& news, contract::Instant now);
    /// Which products are to be in the plot; what is remembered of them is there at once.
    void wish(const contract::DeskWish& wish) { m_wish = wish; }
    const contract::DeskWish& wished() const { return m_wish; }
    void redisFailed(const std::string& why, contract::Instant nextTry);
    void postgresFailed(const std::string& why, contract::Instant nextTry);

    /// From when on ticks should come from Postgres; empty while Redis brings them.
    std::optional<contract::Instant> ticksWantedAfter() const;

    contract::SaleSnapshot compose(contract::Instant now);

private:
    bool addTicks(const std::vector<contract::Tick>& ticks);
    bool addEntries(const std::vector<contract::TimelineEntry>& entries);
    bool isNewerThanRedis(contract::Instant asOf) const;
    void addStock(const PostgresNews& news);
    void putStock(contract::SaleSnapshot& into) const;
    void putMethods(contract::SaleSnapshot& into) const;
    /// From the clock of the stores to ours, when they are noticeably apart.
    contract::Instant ours(contract::Instant theirs) const { return theirs + m_skew; }
    contract::Instant theirs(contract::Instant ours) const { return ours - m_skew; }
    void putFigure(contract::Figure figure, double value, contract::Instant asOf);
    void putFeeds(contract::Instant now);
    void putLine(contract::SaleSnapshot& into) const;
    bool addWalks(const contract::WalkMarks& marks);
    void putWalks(contract::SaleSnapshot& into) const;
    std::vector<contract::InstanceView> instances() const;

    const PictureOf m_of;
    std::uint64_t m_sequence = 0;
    contract::Feed m_redis{};
    contract::Feed m_postgres{};
    FeedWatch m_feeds{};
    bool m_isMarkHeardSinceRedisFailed = false;
    contract::Instant::duration m_skew{};
    std::optional<bool> m_isOperator{}; ///< as Postgres says; remembered
    bool m_mayAppend = false; ///< as Redis says

    forecast::SecondLog m_log{};
    forecast::FigureInputs m_inputs{};
    forecast::HistoryKeeper m_history{};
    forecast::SaleFigures m_figures{}; ///< as the ticks tell, in the stores' time
    contract::FigureValues m_others{}; ///< what ticks do not tell
    forecast::SellOutForecast m_sellOut{};
    forecast::MethodLog m_methods{};
    forecast::StockTape m_tape{};
    contract::DeskWish m_wish{};
    std::optional<contract::Observed<contract::DeskRecord>> m_record{};
    AlarmLists m_alarms{}; ///< in the stores' time
    std::optional<contract::Observed<contract::SourceList>> m_sources{};
    std::optional<contract::Observed<contract::ProductDetail>> m_detail{};
    std::optional<contract::Observed<contract::BlockReach>> m_reach{};
    std::map<std::string, contract::TimelineEntry> m_entries{}; ///< by id
    std::map<std::pair<contract::WalkName, std::string>, contract::WalkMark> m_walks{};
    std::optional<contract::Instant> m_walksAt{}; ///< when a store told last
    std::optional<PostgresNews> m_stock{}; ///< the newest
};

} // namespace saikobi::model
