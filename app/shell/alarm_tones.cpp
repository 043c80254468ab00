#include "app/shell/alarm_tones.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace saikobi::shell {

namespace {

struct Pulse {
    double hertz = 0; ///< 0: a pause
    double seconds = 0;
};

constexpr double edge = 0.012; ///< rises and falls so long, or it would click
constexpr double loudness = 0.5;

std::vector<Pulse> pulsesOf(contract::AlarmPriority priority)
{
    switch (priority) {
    case contract::AlarmPriority::P1: {
        std::vector<Pulse> out;
        for (int i = 0; i < 3; ++i)
            out.insert(out.end(), {{988, 0.14}, {0, 0.04}, {1319, 0.14}, {0, 0.16}});
        return out;
    }
    case contract::AlarmPriority::P2:
        return {{784, 0.18}, {0, 0.14}, {784, 0.18}, {0, 0.14}, {784, 0.18}};
    case contract::AlarmPriority::P3:
        return {{523, 0.28}};
    }
    return {};
}

double envelope(double at, double length)
{
    const double near = std::min(at, length - at);
    return near >= edge ? 1 : 0.5 - 0.5 * std::cos(std::numbers::pi * near / edge);
}

} // namespace

QByteArray alarmTone(contract::AlarmPriority priority, int samplesPerSecond)
{
    QByteArray out;
    for (const auto& pulse : pulsesOf(priority)) {
        const int count = static_cast<int>(pulse.seconds * samplesPerSecond);
        for (int i = 0; i < count; ++i) {
            const double at = static_cast<double>(i) / samplesPerSecond;
            const double turn = 2 * std::numbers::pi * pulse.hertz * at;
            // An overtone carries farther through a loud room than a plain sine.
            const double wave = 0.75 * std::sin(turn) + 0.25 * std::sin(3 * turn);
            const auto sample = static_cast<qint16>(
                    std::lround(32767 * loudness * wave * envelope(at, pulse.seconds)));
            out.append(static_cast<char>(sample & 0xff));
            out.append(static_cast<char>((sample >> 8) & 0xff));
        }
    }
    return out;
}

} // namespace saikobi::shell
