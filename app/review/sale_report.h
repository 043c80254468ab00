#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/review/spans.h"
#include "backend/contract/figures.h"

/// The figures of a past sale, counted from its recording alone: the same recording always gives
/// the same report.
namespace saikobi::review {

/// Of everybody who joined, also of those who never entered: until they were called, or until the
/// close (else the end of the recording) for those who were still in line then. Without them a wait
/// looks the shorter the more people it drove away.
struct WaitFigures {
    bool isKnown = false; ///< the line was recorded
    double peakWaiting = 0;
    std::optional<contract::Instant> peakAt{};
    std::int64_t joined = 0;
    std::int64_t called = 0;
    std::int64_t entered = 0;
    std::int64_t notCome() const { return called - entered; } ///< or not yet
    std::int64_t stillWaiting = 0; ///< in line at the close
    std::int64_t gone = 0; ///< of these, no sign of life any more
    std::optional<double> p50{}; ///< seconds
    std::optional<double> p90{};
    std::optional<double> longest{};
};

struct OrderFigures {
    std::map<std::string, std::int64_t> byStatus{};
    std::int64_t paid = 0;
    std::int64_t units = 0; ///< of paid orders
    contract::Yen revenue{};
    std::int64_t mostPerMinute = 0; ///< paid, by the minute in which they were made
    std::optional<contract::Instant> mostAt{};
    /// Why orders ended unpaid: status and the provider's or our own reason.
    std::map<std::pair<std::string, std::string>, std::int64_t> failures{};
};

/// Alarms that overlap are one incident. Times are counted from its first alarm; empty: it never
/// happened.
struct Incident {
    std::vector<AlarmSpan> alarms{}; ///< by raisedAt
    contract::Instant from{};
    std::optional<std::chrono::seconds> noticed{}; ///< the first act of any person
    std::optional<std::chrono::seconds> acknowledged{};
    std::optional<std::chrono::seconds> held{};
    std::optional<std::chrono::seconds> recovered{}; ///< all its alarms are over
};

/// Tests count nowhere but in `tests`.
struct AlarmLoad {
    int raised = 0; ///< occurrences, also of shelved alarms, which do not ring
    std::array<int, 3> byPriority{}; ///< annunciations, each by what it rang as
    int annunciations = 0;
    double perTenMinutes = 0; ///< annunciations, over the whole recording
    int mostInTenMinutes = 0; ///< annunciations
    std::chrono::seconds longest{}; ///< that any alarm stood
    std::string longestAlarm{}; ///< its id; empty without alarms
    int standing = 0; ///< still on at the end
    int untouched = 0; ///< nobody acknowledged them within 30 min
    int shelved = 0;
    int tests = 0;
};

/// Protective, ordinary, dangerous (CONSOLE.md §2).
enum class CommandClass { Protective, Ordinary, Dangerous };
/// Of one in force. The recording tells the rate before and after it; where that is not known, a
/// release counts as dangerous.
CommandClass classOf(const Recording& recording, const contract::TimelineEntry& command);

struct CommandFigures {
    std::array<int, 3> byClass{}; ///< in force
    std::map<std::string, int> byKind{}; ///< in force
    std::map<std::string, int> byResult{};
    int overrides = 0;
};

struct AuditFigure {
    contract::Figure figure{};
    bool wasMeasured = false;
    int most = 0; ///< rows at any time
    int last = 0; ///< rows at the end
};

struct SaleReport {
    WaitFigures waits{};
    OrderFigures orders{};
    std::vector<SoldProduct> products{}; ///< sold out first, in that order
    std::vector<PhaseSpan> phases{};
    std::map<contract::Phase, std::chrono::seconds> inPhase{};
    std::vector<Incident> incidents{};
    AlarmLoad alarms{};
    CommandFigures commands{};
    std::vector<timeline::TimeWindow> gaps{};
    std::vector<AuditFigure> audits{};
};

SaleReport reportOf(const Recording& recording);

/// Parts of the above.
WaitFigures waitsOf(const Recording& recording);
OrderFigures ordersOf(const Recording& recording);
std::vector<Incident> incidentsOf(const Recording& recording);
AlarmLoad alarmLoadOf(const Recording& recording);
CommandFigures commandsOf(const Recording& recording);

} // namespace saikobi::review
