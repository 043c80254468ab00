#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "backend/contract/quantity.h"
#include "backend/contract/recorded_series.h"
#include "backend/contract/timeline_entry.h"
#include "backend/contract/words.h"
#include "backend/forecast/pacing.h"

namespace saikobi::review {

using Series = contract::RecordedSeries; ///< the first value at RecordingMeta::from

/// A console that told what it saw.
struct ConsoleSeen {
    std::string name{};
    std::string actor{}; ///< who signed in there
    friend bool operator==(const ConsoleSeen&, const ConsoleSeen&) = default;
};

struct RecordingMeta {
    std::string path{}; ///< the file
    std::string format{};
    std::string installation{}; ///< with sale and run the key of a recording
    std::string sale{};
    contract::ProfileKind kind = contract::ProfileKind::Production; ///< of the installation
    std::string nameJa{};
    std::string nameEn{};
    std::string timeZone{"Asia/Tokyo"};
    contract::Run run{1};
    contract::Instant from{}; ///< first second of which anything is known
    contract::Instant to{}; ///< last one
    forecast::PacingRules pacing{}; ///< of the sale's file; the rate is a series
    std::optional<contract::Instant> opensAt{}; ///< as planned
    std::optional<contract::Instant> openedAt{}; ///< as it was
    std::vector<ConsoleSeen> consoles{};
    std::string console{}; ///< the one to show unless another is chosen: the holder's; may be empty

    std::size_t seconds() const
    {
        return static_cast<std::size_t>(
                       std::chrono::duration_cast<std::chrono::seconds>(to - from).count())
                + 1;
    }
};

/// A product as it stood at the end of the recording.
struct SoldProduct {
    std::string code{};
    std::string nameJa{};
    std::string nameEn{};
    contract::Yen price{};
    std::int64_t total = 0;
    std::int64_t held = 0;
    std::int64_t sold = 0;
    std::optional<contract::Instant> soldOutAt{};
};

struct PurchaseLine {
    std::string product{}; ///< its code
    std::int64_t quantity = 0;
    contract::Yen price{};
};

/// An order without its buyer: it has a rank instead of a number.
struct Purchase {
    contract::Instant createdAt{};
    std::optional<contract::Instant> endedAt{};
    std::string status{}; ///< of contract::OrderStatus
    std::string method{};
    contract::Yen amount{};
    std::int64_t attempt = 0;
    std::string reason{};
    std::vector<PurchaseLine> lines{};
};

/// A pass without its holder, in the order of the line.
struct Visit {
    contract::Instant grantedAt{};
    std::optional<contract::Instant> endedAt{};
    std::string outcome{}; ///< completed, left, expired or abandoned; empty: alive at the end
};

/// One run of a sale as it was recorded. Never edited after it was opened. Bounded: mostSeconds of
/// at most mostSeries figures.
struct Recording {
    static constexpr std::size_t mostSeconds = Series::mostSeconds;
    static constexpr std::size_t mostSeries = Series::most;

    RecordingMeta meta{};
    std::vector<Series> series{}; ///< all as long as meta.seconds()
    std::vector<contract::TimelineEntry> timeline{}; ///< oldest first
    std::vector<SoldProduct> products{};
    std::vector<Purchase> purchases{}; ///< by createdAt
    std::vector<Visit> visits{};

    /// Null when there is none of that id.
    const Series* find(std::string_view id) const;
};
using RecordingPtr = std::shared_ptr<const Recording>;

/// Why a file cannot be shown; the screen chooses the words.
struct RecordingProblem {
    enum class Kind {
        Missing, ///< no such file, or it may not be read
        NotARecording, ///< another program's file
        OtherFormat, ///< of a version that this program does not read: `detail` names it
        Damaged, ///< `detail` names the table or row that is wrong
        Empty, ///< nothing was recorded in that run
        TooLong, ///< more than Recording::mostSeconds
        NotFetched, ///< Postgres did not give it: `detail` says why
        Cancelled
    };
    Kind kind = Kind::Damaged;
    std::string path{};
    std::string detail{};
};

/// A run that can be opened: of a sale in Postgres, or one whose file is here already.
struct RecordedRun {
    std::string sale{};
    std::string saleName{};
    contract::Run run{1};
    std::optional<contract::Instant> from{};
    std::optional<contract::Instant> to{};
    std::string path{}; ///< of its file; empty: it has to be fetched
    std::string installation{}; ///< that it was imported from; empty: this one's own
};

} // namespace saikobi::review
