#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string_view>

#include "backend/http/lane.h"

namespace saikobi::http {

/// Which share of the people each lane keeps. Too long a queue takes people away from the lowest
/// lane; only once that is empty from the next. People come back slowly, so that it does not swing.
/// A person has one fraction for all lanes and a lane above never keeps fewer: who is kept below is
/// kept in the rest of the purchase, too. Pure; told once per window of the queue's meter.
class Shedding {
public:
    /// The queue all lanes share. `shortest` is the shortest wait of the window that has ended.
    /// `windows`: as many good ones, for when nobody came there were windows, too.
    void noteWindow(bool isTooLong, std::chrono::nanoseconds shortest, std::int64_t windows = 1);

    /// False on the way through nearly all requests: nothing is shed.
    bool isActive() const { return m_pressure > 0; }
    double kept(Lane lane) const; ///< 0 … 1; 1 for Lane::Finish, whatever happens
    bool keeps(Lane lane, double person) const { return person < kept(lane); }

private:
    double m_pressure = 0; ///< 0 … 3 lanes, without the last twentieth
};

/// 0 … 1 of whoever asks, the same at every instance. Another one every ten minutes: nobody is
/// always the first to go.
double fractionOf(std::string_view person, std::chrono::system_clock::time_point now);

} // namespace saikobi::http
