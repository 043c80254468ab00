#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/review/recording.h"

namespace saikobi::review {

/// What one console told of its own ways to the stores, second by second: entries of kind `feed`.
/// As a console writes them (app/commands/feed_log.h):
///   redis, postgres   {state: live, lost or closed; last: of the last success, Unix ms; error}
///   looks             {redis, postgres, path: ms; skew: µs; unconfirmed; audit: rows; purchase: s;
///                     made: ms of the second at which the last picture of it was made;
///                     behind:NAME: ms from the newest tick of an instance in it to the end of the
///                     second, behind: that of the line; redis_seen, postgres_seen: likewise of the
///                     last answer}, each "1.5,,2": a value for each second from the entry's time
///                     on
class ConsoleSight {
public:
    ConsoleSight() = default; ///< of nobody: everything was heard, no own figure is known
    ConsoleSight(const std::vector<contract::TimelineEntry>& timeline, const std::string& console);

    /// A store as the console had it at the end of a second.
    struct Sight {
        bool isHeard = true; ///< something new came
        contract::Instant last{}; ///< of the last success, unless it was heard
        std::string error{}; ///< empty: it had not failed yet
        contract::Instant failed{}; ///< when it had
    };
    Sight redis(contract::Instant second) const { return at(m_redis, second); }
    Sight postgres(contract::Instant second) const { return at(m_postgres, second); }

    struct Looks {
        std::optional<double> redisMs{};
        std::optional<double> postgresMs{};
        std::optional<double> pathMs{};
        std::optional<double> skewUs{};
        std::optional<double> unconfirmed{};
        std::optional<double> auditRows{};
        std::optional<double> purchaseS{};
        std::optional<double> madeMs{};
        std::optional<double> redisSeenMs{};
        std::optional<double> postgresSeenMs{};
        std::map<std::string, double> behindMs{}; ///< by instance; "": of the line
    };
    Looks looks(contract::Instant second) const;
    const std::string& actor() const { return m_actor; }

    static std::vector<ConsoleSeen> consoles(const std::vector<contract::TimelineEntry>& timeline);

private:
    struct Away {
        contract::Instant last{};
        std::vector<std::pair<contract::Instant, std::string>> errors{};
        contract::Instant back{contract::Instant::max()};
    };
    static Sight at(const std::vector<Away>& away, contract::Instant second);
    void note(const contract::TimelineEntry& entry, std::vector<Away>& into);
    void addLooks(const contract::TimelineEntry& entry);

    std::string m_actor{};
    std::vector<Away> m_redis{}; ///< oldest first
    std::vector<Away> m_postgres{};
    std::map<contract::Instant, Looks> m_looks{};
};

} // namespace saikobi::review
