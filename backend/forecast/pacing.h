#pragma once

#include <cstdint>
#include <deque>
#include <set>
#include <utility>
#include <vector>

namespace saikobi::forecast {

/// What a sale file and staff say about pacing. Times in seconds.
struct PacingRules {
    double ratePerMinute = 60;
    double claimWindow = 120;
    double lateWindow = 1800; ///< 0: nobody comes too late
    double passLife = 3600;
    std::int64_t maxShoppers = 0; ///< 0: by rate only
};

/// What asking at the door leads to.
struct DoorAnswer {
    enum class Kind { Granted, Same, Waiting, AtDoor, Held, Gone };
    Kind kind = Kind::Waiting;
    std::int64_t ahead = 0; ///< at the door only
    double retryAfter = 0; ///< seconds, at the door only
    bool isLate = false; ///< asked in the lane of those who came late
};

/// The arithmetic of WAITING_ROOM.md §3, step by step that of resources/redis/20_pace.lua and
/// 30_claim.lua, without a store: for the planner's what-if, and for tests over hours of a sale.
/// Two gates: passes by a bucket of credit filled at the rate, calls as many as keep that credit in
/// use. Time is passed in, in seconds, and may not step back. Left out is what pacing does not turn
/// on: commands, epochs, void ranges, the standing pass clock.
///
/// Memory grows with the people called, so that a simulated day of a million is the practical end.
class Pacing {
public:
    /// The line opens at `start`, empty.
    explicit Pacing(const PacingRules& rules, double start = 0);

    void join(std::int64_t people) { m_issued += people; }
    void pace(double now);
    /// Paces first, as every function of the line does.
    DoorAnswer claim(std::int64_t place, double now);

    void setRate(double perMinute) { m_rules.ratePerMinute = perMinute; }
    void hold();
    void release();
    void admit(std::int64_t passes); ///< while held
    void leave(std::int64_t place); ///< the pass ends now

    std::int64_t issued() const { return m_issued; }
    std::int64_t serving() const { return m_serving; }
    std::int64_t live() const { return static_cast<std::int64_t>(m_ends.size()); }
    std::int64_t passes() const { return m_passes; }
    double absentShare() const { return 1 - m_show; }
    /// More people stay away than the line may assume: staff must be told.
    bool isAbsentShareAtBound() const;
    double burst() const;

private:
    struct Lane {
        std::vector<std::int64_t> places{}; ///< sorted: first come, first called
        std::int64_t rankOf(std::int64_t place) const;
        bool has(std::int64_t place) const;
        void add(std::int64_t place);
        void remove(std::int64_t place);
        std::int64_t size() const { return static_cast<std::int64_t>(places.size()); }
    };
    struct Second {
        std::int64_t called = 0;
        std::int64_t came = 0;
    };
    struct Mark {
        std::int64_t serving = 0;
        std::int64_t second = 0;
    };

    double perSecond() const { return m_rules.ratePerMinute / 60; }
    bool isRunning() const { return !m_isHeld || m_admit > 0; }
    Second& second(std::int64_t at);
    void dropSilent();
    void rollSeconds();
    void markSecond(std::int64_t at);
    void judgeSecond(std::int64_t at);
    double onTheirWay() const;
    void callPlaces(double elapsed);
    double calledAt(std::int64_t place) const;
    double freePasses() const;
    void ask(std::int64_t place, bool isLate);
    void forget(std::int64_t place);
    DoorAnswer grant(std::int64_t place, bool isLate);

    PacingRules m_rules;
    double m_last;
    double m_clock = 0; ///< seconds during which places could be called
    std::int64_t m_rolled = 0;
    double m_credit = 0;
    double m_callCredit = 0;
    double m_cameSum = 0;
    double m_calledSum = 0;
    double m_show = 0.9;
    double m_lag = 1.5;
    bool m_isHeld = false;
    std::int64_t m_admit = 0;
    bool m_isLatesTurn = false;
    std::int64_t m_issued = 0;
    std::int64_t m_serving = 0;
    std::int64_t m_passes = 0;
    std::int64_t m_goneUpTo = 0;
    Lane m_door{};
    Lane m_late{};
    std::set<std::pair<double, std::int64_t>> m_asked{}; ///< oldest first
    std::vector<double> m_askedAt{}; ///< by place; below 0: not at the door
    std::vector<double> m_passEnds{}; ///< by place; 0: never had a pass
    std::set<std::pair<double, std::int64_t>> m_ends{}; ///< live passes, first to end first
    std::vector<Second> m_seconds{};
    std::deque<Mark> m_marks{};
};

} // namespace saikobi::forecast
