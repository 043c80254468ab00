#include "backend/waiting_room/own_place.h"

#include <algorithm>
#include <cmath>

namespace saikobi::waiting_room {

using std::chrono::seconds;

namespace {

seconds rounded(double value)
{
    return seconds{std::llround(value)};
}

/// While nobody can say how long it takes, by how far the place is from the front.
seconds withoutForecast(std::int64_t ahead, const contract::LineState& line)
{
    if (line.phase == contract::Phase::Before && line.opensAt) {
        const auto left = std::chrono::duration<double>(*line.opensAt - line.at).count();
        return forecast::lookAgainAfter(std::max(0.0, left));
    }
    const double coming = static_cast<double>(ahead) * (1 - std::clamp(line.absentShare, 0.0, 0.9));
    const double waitS = coming * 60 / std::max(1, line.rate.value);
    // A hold may end at any moment, but nobody is called within the second.
    return std::max(seconds{2}, forecast::lookAgainAfter(waitS));
}

} // namespace

OwnPlace ownPlace(const StatusDocument& status, const std::vector<VoidRange>& voids,
        std::int64_t number, std::optional<std::int64_t> place)
{
    const auto& line = status.line;
    OwnPlace own;
    own.number = number;
    own.place = place;
    const auto stands = place.value_or(number);
    own.called = place && line.phase != contract::Phase::Before && stands <= line.serving;
    own.position = own.called ? 0 : std::max<std::int64_t>(0, stands - line.serving);
    if (own.called) {
        own.lookAgainIn = seconds{1};
        return own;
    }
    own.ahead = std::max<std::int64_t>(0, peopleAhead(stands, line.serving, voids) - 1);
    const auto point = place ? forecast::waitAt(status.curve, *place) : std::nullopt;
    if (!point) {
        own.lookAgainIn = withoutForecast(own.ahead, line);
        return own;
    }
    own.ahead = std::min<std::int64_t>(own.ahead, std::llround(point->aheadPresent));
    own.waitP10 = rounded(point->wait.p10);
    own.waitP50 = rounded(point->wait.p50);
    own.waitP90 = rounded(point->wait.p90);
    own.lookAgainIn = forecast::lookAgainAfter(point->wait.p50);
    own.why = status.why;
    return own;
}

forecast::PassesAhead passesAhead(const contract::LineState& line, double undecided)
{
    forecast::PassesAhead out;
    out.serving = line.serving;
    out.issued = line.issued;
    const auto numbers = static_cast<double>(std::max<std::int64_t>(1, line.issued - line.serving));
    out.perPlace = std::clamp(1 - line.absentShare, 0.1, 1.0) * static_cast<double>(line.waiting())
            / numbers;
    out.undecided = undecided;
    return out;
}

} // namespace saikobi::waiting_room
