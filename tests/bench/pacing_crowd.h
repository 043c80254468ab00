#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "backend/stores/redis_connection.h"

namespace saikobi::bench {

/// How people who are called in a minute behave.
struct Habit {
    double absent = 0; ///< share that does not answer in time
    double comeBack = 0; ///< of these, 5 to 20 minutes later
    double comeBackAt = -1; ///< minute in which all of them return within 20 s; -1: nobody does
};

/// Something that happens to all lines of a scene.
struct Event {
    enum class Kind { Rate, Hold, Admit, Release, Stall };
    std::int64_t atMs = 0;
    Kind kind = Kind::Rate;
    int value = 0; ///< rate, n, or milliseconds
};

struct Scene {
    int rate = 100;
    int minutes = 60;
    std::int64_t stepMs = 200; ///< between two paces
    std::function<Habit(double minute)> habit = [](double) { return Habit{}; };
    std::vector<Event> events{};
    double arrivals = 0; ///< a minute, at random; 0: everybody waits from the beginning
};

/// What one line of a scene did.
struct Trace {
    std::vector<std::int64_t> passes{}; ///< ms, in order
    std::vector<double> waits{}; ///< s between the first ask in time and the pass
    std::int64_t joined = 0;
    std::int64_t direct = 0; ///< whose join came back with its pass
    double absentShare = 0; ///< as the line sees it in the end
};

/// Plays a scene with so many seeds side by side, each on a line of its own, on a clock that all
/// of them read. Phones answer 0.3 to 2.5 s after the call and ask
/// again as they are told. Only shipped functions run; throws when one of them fails.
std::vector<Trace> play(stores::RedisConnection& redis, const Scene& scene, int seeds);

} // namespace saikobi::bench
