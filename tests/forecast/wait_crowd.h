#pragma once

#include <cstdint>
#include <deque>
#include <random>
#include <vector>

#include "backend/forecast/wait_forecaster.h"

namespace saikobi::tests {

/// A crowd that waits, as the forecaster cannot see it: who has closed the page, who will give up,
/// who will not look when called. All of it from one seed.
struct CrowdSketch {
    const char* name = "";
    int joinedBefore = 20'000; ///< in the 10 minutes before opening
    double arrivalsPerMinute = 0; ///< afterwards
    int arrivalMinutes = 0;
    double ratePerMinute = 300;
    double ghosts = 0.1; ///< close the page within a minute of joining
    double patienceMinutes = 240; ///< mean time until the others give up; exponential
    double absent = 0.1; ///< of those still there when called
    double backLate = 0.5; ///< of the absent
    double lateFromMinutes = 5; ///< after the call
    double lateToMinutes = 20;
    int raiseAfterMinutes = 0; ///< then the rate is raised by a fifth; 0: never
    int holdAfterMinutes = 0; ///< then held for five minutes; 0: never
    std::uint32_t seed = 1;
};

/// Lives through a sale in steps of a second: calls as resources/redis/20_pace.lua does, passes at
/// the set rate, late ones at most every second pass.
class WaitCrowd {
public:
    explicit WaitCrowd(const CrowdSketch& sketch);

    void step();
    bool isOver() const; ///< nobody waits any more, or four hours have gone by
    int now() const { return m_now; } ///< seconds since opening
    bool isHeld() const;
    std::int64_t serving() const { return m_serving; }
    std::int64_t waiting() const { return m_issued - m_serving; }
    std::int64_t trulyPresent() const;
    /// What an instance would see now; counts of calls since the last look.
    forecast::LineSight look(forecast::PresenceSampling& sampling);

private:
    struct Person {
        int joined = 0;
        int leaves = 0;
        int beat = 20; ///< seconds between signs of life
        std::uint16_t tail = 0; ///< last two bytes of the MAC
        bool isAbsent = false;
        int lateAfter = 0; ///< 0: never
    };
    void arrive();
    Person born(int at);
    double chance();
    double ratePerSecond() const;
    void call(int count);
    void judge();
    void callMore();
    void letIn();

    CrowdSketch m_sketch;
    std::mt19937 m_random;
    std::vector<Person> m_people{}; ///< by place − 1; those who have not joined yet at the end
    int m_now = 0;
    double m_clock = 0;
    std::int64_t m_issued = 0;
    std::int64_t m_serving = 0;
    double m_credit = 0;
    double m_toCall = 0;
    double m_came = 0, m_called = 0, m_show = 0.9;
    std::vector<int> m_calledAt{}, m_cameOf{}; ///< by second of the clock
    std::vector<int> m_doorAt{}, m_lateAt{}; ///< arrivals by second
    std::int64_t m_door = 0, m_late = 0;
    bool m_isLateTurn = false;
    std::int64_t m_passes = 0, m_latePasses = 0;
    double m_judgedCalled = 0, m_judgedCame = 0;
};

} // namespace saikobi::tests
