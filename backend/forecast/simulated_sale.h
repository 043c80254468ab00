#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <random>
#include <vector>

#include "backend/forecast/pacing.h"

namespace saikobi::forecast {

/// How simulated people behave. Times in seconds.
struct Habits {
    double absentShare = 0; ///< of the called: does not come when called
    double returningShare = 0.5; ///< of these: comes late
    double returnsFrom = 300; ///< after the call
    double returnsTo = 1200;
    double answersFrom = 0.3; ///< a phone asks so long after its place was called
    double answersTo = 2.5;
};

/// One pass, and what its holder went through.
struct Entering {
    double at = 0;
    double doorWait = 0; ///< from first asking
    bool wasLate = false;
    bool sawNoQueue = false; ///< the join came back with the pass
};

/// A sale with virtual people, second by second, that repeats exactly from its seed: no store, no
/// network, hours in a moment. Pacing is that of the real line.
class SimulatedSale {
public:
    SimulatedSale(const PacingRules& rules, const Habits& habits, std::uint32_t seed);

    /// People who wait already.
    void gather(std::int64_t people) { m_pacing.join(people); }
    /// From now on so many a minute join, at random (Poisson); 0: nobody.
    void setArrivals(double perMinute);
    /// Takes effect for those called from now on.
    void setHabits(const Habits& habits) { m_habits = habits; }
    /// All who were called longer ago than the claim window and have not come do so within so many
    /// seconds, also those who meant to stay away.
    void bringLateOnesBackWithin(double seconds);

    void run(double seconds);
    /// Nothing paces for so long, and nobody is answered.
    void stall(double seconds) { m_now += seconds; }

    Pacing& pacing() { return m_pacing; }
    double now() const { return m_now; }
    const std::vector<Entering>& entered() const { return m_entered; }
    std::int64_t joined() const { return m_joined; }

private:
    void joinOne();
    void meetTheCalled(std::int64_t upTo);
    void ask(std::int64_t place);
    void later(double seconds, std::int64_t place) { m_due.emplace(m_now + seconds, place); }
    double between(double from, double to);

    double m_claimWindow;
    Pacing m_pacing;
    Habits m_habits;
    std::mt19937 m_random;
    double m_now = 0;
    double m_nextPace = 0;
    double m_arrivals = 0; ///< per second
    double m_nextArrival = 0;
    std::int64_t m_joined = 0;
    std::int64_t m_met = 0; ///< places up to here know when they will ask
    std::multimap<double, std::int64_t> m_due{}; ///< when → place
    std::map<std::int64_t, double> m_firstAsked{};
    std::map<std::int64_t, double> m_away{}; ///< place → when it was called; has not asked yet
    std::vector<Entering> m_entered{};
};

/// Passes of each whole minute in [fromMinute, toMinute).
std::vector<int> passesPerMinute(
        const std::vector<Entering>& entered, int fromMinute, int toMinute);

/// Share of seconds in [from, to) at which between `least` and `most` shoppers are inside, when
/// each stays for `stay()` seconds: what a smooth release is for.
double shareOfSecondsWithin(const std::vector<Entering>& entered,
        const std::function<double()>& stay, double from, double to, int least, int most);

} // namespace saikobi::forecast
