#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace saikobi::rehearsal {

/// What the buyers of a crowd lived through. All of it is counted from answers, nothing from the
/// server's own figures.
struct CrowdCount {
    using Seconds = std::chrono::duration<double>;

    std::int64_t arrivals = 0;
    std::int64_t joins = 0;
    std::int64_t entries = 0; ///< buyers who got a pass
    std::int64_t absent = 0; ///< were called and never came
    std::int64_t leftLine = 0; ///< closed the page while they waited
    std::int64_t forecasts = 0; ///< waits told after joining that came to their outcome
    std::int64_t within = 0; ///< of these inside the range told
    std::int64_t above = 0; ///< of these longer than told
    std::vector<double> forecastErrors{}; ///< of the middle, as a share of the wait
    std::int64_t gaveUp = 0; ///< no answer of use for too long, or sent away
    std::int64_t ordersAccepted = 0;
    std::int64_t providerVisits = 0; ///< buyers sent to the provider's pages
    std::int64_t failedReturns = 0; ///< whom the shop did not lead on from there
    std::vector<double> returnsS{}; ///< how long it took to lead on the others
    std::int64_t resets = 0; ///< connections that broke under way and were tried again
    std::map<std::string, std::int64_t> refusals{}; ///< by problem type
    std::map<std::string, std::int64_t> wrongRefusals{}; ///< by "type: what is wrong"
    std::map<std::string, std::int64_t> falseStatements{}; ///< by what was said
    std::map<std::string, std::string> orders{}; ///< id → status as last shown to its buyer
    std::vector<double>
            waitsS{}; ///< from the intended instant to the pass, of those who came at once

    /// What somebody was told, in seconds, and how long they waited.
    struct Forecast {
        double p10 = 0;
        double p50 = 0;
        double p90 = 0;
        double waited = 0;
    };
    void addForecast(const Forecast& forecast);

    /// Per second of the crowd: passes given, and whether people waited who would have come.
    void addPass(Seconds at);
    void addWaiting(Seconds at, std::int64_t waiting);
    /// Passes per minute from the first to the last second in which at least a tenth of the longest
    /// line waited; empty when nobody did.
    std::optional<double> passesPerMinuteWhileWaiting() const;

    std::map<std::string, std::int64_t> ordersByOutcome() const;
    bool isFlawless() const { return wrongRefusals.empty() && falseStatements.empty(); }

private:
    struct Second {
        std::int64_t passes = 0;
        std::int64_t waiting = 0;
    };
    std::map<std::int64_t, Second> m_seconds{};
};

/// The value below which `share` of them lie; empty for none.
std::optional<double> quantile(std::vector<double> values, double share);

/// The same counts as Postgres has them, for the time of the crowd only.
struct PostgresCount {
    std::int64_t joins = 0;
    std::int64_t passes = 0;
    std::map<std::string, std::int64_t> ordersByOutcome{};
};

/// The summary that `saikobid crowd` prints: a JSON object, one line per member.
std::string summaryOf(const CrowdCount& own, const std::optional<PostgresCount>& postgres);

/// Joins, passes and orders are the same on both sides.
bool agree(const CrowdCount& own, const PostgresCount& postgres);

} // namespace saikobi::rehearsal
