#include "backend/forecast/wait_forecaster.h"

#include <algorithm>
#include <cmath>

#include "backend/forecast/presence_profile.h"

namespace saikobi::forecast {

namespace {

constexpr double passWindowS = 180;
constexpr double passPriorS = 20; ///< so long the set rate counts for what was not measured yet
constexpr double callMemory = 400; ///< sampled calls that κ looks back on
constexpr double priorCalls = 8;
constexpr double priorShow = 0.9; ///< of people who are present
/// Of the present who do not come at once half come late, until this sale has shown its own share.
constexpr double priorBack = 0.5;
constexpr double priorAbsentees = 60;
constexpr double usualComeBackS = 150;
constexpr double leastKappa = 0.3;
constexpr double mostKappa = 1.2;
/// More came than were seen present: these clients send no signs of life.
constexpr double blindKappa = 1.5;
constexpr double leastCallsToJudge = 50;
constexpr double lookBackS = 120;
constexpr double leavingMemoryS = 300;
constexpr double rememberEveryS = 30;
constexpr std::int64_t rememberedPlaces = 16;
constexpr double shortestForetoldS = 10; ///< below, the slack alone would always be right
constexpr double promiseKeptS = 300;
constexpr double standstillS = 1;

double waitingPeople(const LineSight& sight)
{
    return peopleBetween(sight.serving, sight.issued, sight.gaps);
}

/// The seconds of a look in which passes were wanted.
void notePasses(WaitMemory& memory, const LineSight& sight, double elapsed)
{
    const auto& last = memory.last;
    if (!last.isOpen || !sight.isOpen || last.serving >= last.issued
            || sight.serving >= sight.issued)
        return;
    const auto late = static_cast<double>(sight.latePasses - last.latePasses);
    const auto passes = static_cast<double>(sight.passes - last.passes);
    memory.steps.push_back({elapsed, last.ratePerSecond * elapsed, passes - late, late});
    double seconds = 0;
    for (const auto& step : memory.steps)
        seconds += step.seconds;
    while (seconds > passWindowS) {
        seconds -= memory.steps.front().seconds;
        memory.steps.erase(memory.steps.begin());
    }
}

/// Of the people called since the last look: how many were shown as present.
void noteCalled(WaitMemory& memory, const LineSight& sight, double elapsed)
{
    const auto& last = memory.last;
    const double called = peopleBetween(last.serving, sight.serving, sight.gaps);
    const double keep = std::exp(-called / (callMemory * sight.divisor));
    memory.came = memory.came * keep + std::min(sight.came, sight.called);
    memory.called = memory.called * keep + sight.called;
    if (sight.presenceAgeS < presentWithinS)
        return;
    const auto seen = std::count_if(sight.signs.begin(), sight.signs.end(), [&](const auto& sign) {
        return sign.place > last.serving && sign.place <= sight.serving
                && sign.ageS <= presentWithinS + elapsed;
    });
    memory.absentees
            += sight.divisor * static_cast<double>(seen) - std::min(sight.came, sight.called);
    memory.calledPresent = memory.calledPresent * keep + sight.divisor * static_cast<double>(seen);
    memory.calledSeen = memory.calledSeen * keep + called;
}

/// Of those present two minutes ago and still waiting: how many are gone.
void noteLeaving(WaitMemory& memory, const LineSight& sight, double elapsed)
{
    memory.issued.push_back({sight.atS, sight.issued});
    while (memory.issued.size() > 1 && memory.issued[1].atS <= sight.atS - lookBackS)
        memory.issued.erase(memory.issued.begin());
    // Who began to report a moment ago would look as if nobody ever left.
    const double sampledS = std::min(sight.presenceAgeS, sight.atS - memory.sampling.changedAtS);
    if (sampledS < goneWithinS || memory.issued.front().atS > sight.atS - lookBackS)
        return;
    const auto joinedBefore = memory.issued.front().number;
    double gone = 0;
    double stayed = 0;
    for (const auto& sign : sight.signs) {
        if (sign.place <= sight.serving || sign.place > joinedBefore)
            continue;
        gone += sign.ageS > presentWithinS ? 1 : 0;
        stayed += sign.ageS <= presentWithinS ? 1 : 0;
    }
    const double keep = std::exp(-elapsed / leavingMemoryS);
    memory.gone = memory.gone * keep + gone * elapsed;
    memory.stayed = memory.stayed * keep + stayed * elapsed;
}

double leavingOf(const WaitMemory& memory)
{
    const double all = memory.gone + memory.stayed;
    return all > 0 ? -std::log1p(-std::min(0.9, memory.gone / all)) / lookBackS : 0;
}

/// How passes come, as shares of those at the set rate.
struct PassPace {
    double all = 1;
    double late = 0; ///< of them, to late ones: now
    double lateLater = 0; ///< once all who were called had time to come back
};

/// What late ones will take of the passes. How many of the absent come back at all is judged by
/// those who had time to: of those who were called lately hardly anybody has.
double expectedLate(const WaitMemory& memory, const LineSight& sight, double missing)
{
    const double back = (static_cast<double>(sight.latePasses) + priorAbsentees * priorBack)
            / (std::max(0.0, memory.dueBack) + priorAbsentees);
    const double late = missing * std::min(back, 1.0);
    return late / (1 - missing + late);
}

/// `missing`: share of the people counted as waiting who will not come in time.
PassPace paceOf(const WaitMemory& memory, const LineSight& sight, double missing)
{
    double expected = passPriorS * sight.ratePerSecond;
    double passes = expected;
    double late = 0;
    for (const auto& step : memory.steps) {
        expected += step.expected;
        passes += step.passes + step.late;
        late += step.late;
    }
    if (expected <= 0)
        return {};
    const double now = late / passes;
    return {passes / expected, now, std::max(now, expectedLate(memory, sight, missing))};
}

/// Passes to people on time while somebody waits so long.
double passesPerSecond(const PassPace& pace, double ratePerSecond, double waitS)
{
    const double late = pace.late + (pace.lateLater - pace.late) * waitS / (waitS + usualComeBackS);
    return ratePerSecond * std::clamp(pace.all * (1 - late), 0.5, 1.1);
}

/// Seconds after `atS` of the last look at which the front reached a place, straight between looks.
double reachedAt(const WaitMemory& memory, const LineSight& sight, std::int64_t place)
{
    const auto width = static_cast<double>(sight.serving - memory.last.serving);
    const double t = width > 0 ? static_cast<double>(place - memory.last.serving) / width : 1;
    return memory.last.atS + t * (sight.atS - memory.last.atS);
}

void judgeForetold(WaitMemory& memory, const LineSight& sight, bool isDisturbed)
{
    if (isDisturbed) {
        memory.dropped += static_cast<std::int64_t>(memory.foretold.size());
        memory.foretold.clear();
        return;
    }
    const auto passed = std::stable_partition(memory.foretold.begin(), memory.foretold.end(),
            [&](const Foretold& one) { return one.place > sight.serving; });
    for (auto one = passed; one != memory.foretold.end(); ++one) {
        const double outcome = reachedAt(memory, sight, one->place) - one->atS;
        memory.outcomes += 1;
        memory.within += outcome >= one->told.p10 && outcome <= one->told.p90 ? 1 : 0;
        learn(memory.bands, one->told.p50, outcome);
    }
    memory.foretold.erase(passed, memory.foretold.end());
}

void remember(WaitMemory& memory, const LineSight& sight, const WaitCurve& curve)
{
    if (curve.empty() || sight.atS - memory.rememberedAtS < rememberEveryS)
        return;
    memory.rememberedAtS = sight.atS;
    const double waiting = waitingPeople(sight);
    auto last = sight.serving;
    for (std::int64_t i = 1; i <= rememberedPlaces; ++i) {
        const auto place = placeAfter(sight.serving,
                std::ceil(waiting * static_cast<double>(i) / rememberedPlaces), sight.gaps);
        const auto point = waitAt(curve, place);
        if (place <= last || place > sight.issued || !point || point->wait.p50 < shortestForetoldS
                || memory.foretold.size() >= mostForetold)
            continue;
        last = place;
        memory.foretold.push_back({place, sight.atS, point->wait});
    }
    const auto middle = placeAfter(sight.serving, std::ceil(waiting * 0.75), sight.gaps);
    if (const auto point = waitAt(curve, middle))
        memory.promises.push_back({sight.atS, middle, sight.atS + point->wait.p50,
                sight.ratePerSecond, memory.stoodS});
}

/// Compares what was promised up to five minutes ago with what the curve says now.
WaitGrowth growthOf(WaitMemory& memory, const LineSight& sight, const WaitCurve& curve)
{
    std::erase_if(memory.promises, [&](const auto& promise) {
        return promise.atS < sight.atS - promiseKeptS || promise.place <= sight.serving;
    });
    if (memory.promises.empty() || curve.empty())
        return WaitGrowth::None;
    const auto& oldest = memory.promises.front();
    const auto now = waitAt(curve, oldest.place);
    if (!now)
        return WaitGrowth::None;
    const double delay = sight.atS + now->wait.p50 - oldest.dueS;
    if (delay < std::max(30.0, 0.1 * (oldest.dueS - oldest.atS)))
        return WaitGrowth::None;
    if (memory.stoodS - oldest.stoodS > 0.5 * delay)
        return WaitGrowth::Hold;
    if (sight.ratePerSecond < oldest.rate)
        return WaitGrowth::Rate;
    double passes = 0;
    double late = 0;
    for (const auto& step : memory.steps) {
        passes += step.passes + step.late;
        late += step.late;
    }
    return late > 0.05 * passes ? WaitGrowth::Late : WaitGrowth::Slow;
}

std::vector<std::int64_t> pointPlaces(const LineSight& sight)
{
    const double waiting = waitingPeople(sight);
    std::vector<std::int64_t> places;
    for (std::size_t i = 1; i < mostCurvePoints; ++i) {
        // Closer together near the front, where people look most often.
        const double part = std::pow(static_cast<double>(i) / (mostCurvePoints - 1), 1.6);
        const auto place = placeAfter(sight.serving, std::ceil(waiting * part), sight.gaps);
        if (place > (places.empty() ? sight.serving : places.back()) && place <= sight.issued)
            places.push_back(place);
    }
    return places;
}

/// People who come per person present.
double kappaOf(const WaitMemory& memory, const LineSight& sight, double share)
{
    const double show
            = (memory.came + priorCalls * priorShow * share) / (memory.called + priorCalls);
    const double prior = priorCalls * sight.divisor;
    const double front = (memory.calledPresent + prior * share) / (memory.calledSeen + prior);
    return front > 0 ? show / front : blindKappa;
}

WaitCurve curveOf(const WaitMemory& memory, const LineSight& sight, const PresenceProfile& profile,
        const std::vector<std::int64_t>& places, bool isPresenceKnown, const PassPace& pace,
        const WaitOutlook& out)
{
    const double leaving = isPresenceKnown ? out.leavingPerSecond : 0;
    WaitCurve curve;
    curve.push_back({sight.serving, 0, {}});
    for (std::size_t i = 0; i < places.size(); ++i) {
        const double present = isPresenceKnown ? profile.present(i) : profile.people(i);
        const auto serve = [&](double waitS) {
            return secondsToServe(out.kappa * present,
                    passesPerSecond(pace, sight.ratePerSecond, waitS), leaving);
        };
        const double p50 = serve(serve(0)); // the longer the wait, the more late ones come back
        curve.push_back({places[i], std::max(0.0, present - 1), spanAround(p50, memory.bands)});
    }
    return curve;
}

} // namespace

std::string_view name(WaitGrowth growth)
{
    switch (growth) {
    case WaitGrowth::None:
        return "";
    case WaitGrowth::Rate:
        return "rate";
    case WaitGrowth::Late:
        return "late";
    case WaitGrowth::Hold:
        return "held";
    case WaitGrowth::Slow:
        return "slow";
    }
    return "";
}

WaitOutlook lookAhead(WaitMemory& memory, const LineSight& sight)
{
    const double elapsed = memory.hasLook ? std::max(0.0, sight.atS - memory.last.atS) : 0;
    if (memory.hasLook && elapsed > 0) {
        const double stood = std::max(0.0, elapsed - (sight.clockS - memory.last.clockS));
        memory.stoodS += stood;
        notePasses(memory, sight, elapsed);
        noteCalled(memory, sight, elapsed);
        memory.dueBack
                += (memory.absentees - memory.dueBack) * -std::expm1(-elapsed / usualComeBackS);
        judgeForetold(memory, sight,
                stood > standstillS || sight.ratePerSecond != memory.last.ratePerSecond);
    }
    noteLeaving(memory, sight, elapsed);

    WaitOutlook out;
    out.leavingPerSecond = leavingOf(memory);
    const auto places = pointPlaces(sight);
    const PresenceProfile profile(sight, places);
    out.kappa = kappaOf(memory, sight, profile.share());
    const bool isBlind
            = memory.calledSeen >= leastCallsToJudge * sight.divisor && out.kappa > blindKappa;
    const bool isPresenceKnown = sight.presenceAgeS >= presentWithinS && !isBlind;
    // Without signs of life: of all who joined the usual share comes.
    if (!isPresenceKnown)
        out.kappa = (memory.came + priorCalls * priorShow) / (memory.called + priorCalls);
    out.kappa = std::clamp(out.kappa, leastKappa, mostKappa);
    const auto pace = paceOf(memory, sight, std::clamp(1 - out.kappa, 0.0, 0.9));
    out.passesPerSecond = passesPerSecond(pace, sight.ratePerSecond, 0);
    if (isPresenceKnown)
        out.present = std::min(static_cast<std::int64_t>(profile.total()),
                static_cast<std::int64_t>(waitingPeople(sight)));
    if (sight.isOpen && sight.ratePerSecond > 0)
        out.curve = curveOf(memory, sight, profile, places, isPresenceKnown, pace, out);
    remember(memory, sight, out.curve);
    out.growth = growthOf(memory, sight, out.curve);

    memory.last = sight;
    memory.last.gaps.clear();
    memory.last.signs.clear();
    memory.hasLook = true;
    return out;
}

} // namespace saikobi::forecast
