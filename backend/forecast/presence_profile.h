#pragma once

#include <cstdint>
#include <vector>

#include "backend/forecast/wait_forecaster.h"

namespace saikobi::forecast {

inline constexpr double presentWithinS = 90; ///< hidden tabs wake once a minute
inline constexpr double goneWithinS = 210; ///< present two minutes ago, and gone now

/// People, present or not, who hold places in (from, to].
double peopleBetween(std::int64_t from, std::int64_t to, const std::vector<PlaceGap>& gaps);
/// The place up to which so many people stand behind the front.
std::int64_t placeAfter(std::int64_t from, double people, const std::vector<PlaceGap>& gaps);

/// One of so many tickets sends signs of life, by the number of people waiting: so that 2 to 10
/// thousand report. It comes down later than it went up, lest it swing.
std::uint32_t presenceDivisor(std::int64_t waiting, std::uint32_t present);

/// Follows the number waiting. A larger divisor counts at once, since its tickets have reported all
/// the time; a smaller one only once its other tickets had time to report: no jump in what is
/// counted.
void follow(PresenceSampling& sampling, std::int64_t waiting, double atS);

/// How many of the waiting are still there, along the line. Counted from a sample, so that a short
/// stretch borrows from the longer one behind it.
class PresenceProfile {
public:
    /// `places`: ascending, the last one is the end of the line.
    PresenceProfile(const LineSight& sight, const std::vector<std::int64_t>& places);

    double people(std::size_t i) const { return m_people[i]; } ///< up to places[i]
    double present(std::size_t i) const { return m_present[i]; }
    double share() const { return m_share; } ///< of the whole line
    double total() const { return m_total; } ///< as counted, not smoothed

private:
    std::vector<double> m_people{};
    std::vector<double> m_present{};
    double m_share = 1;
    double m_total = 0;
};

} // namespace saikobi::forecast
