#include "backend/alarms/alarm_engine.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "backend/alarms/first_out.h"

namespace saikobi::alarms {

using contract::AlarmBasis;
using contract::AlarmId;
using contract::AlarmLimit;
using contract::AlarmPriority;
using contract::AlarmRecord;
using contract::AlarmSense;
using contract::Figure;
using contract::Instant;
using namespace std::chrono_literals;

namespace {

/// Whoever was away for longer does not know what happened meanwhile: every delay begins anew.
constexpr auto longestPause = 5s;
constexpr auto ringsAgainAfter = 10min; ///< P1 and P2 that were acknowledged and go on
constexpr auto rateSettles = 120s; ///< the window over which rates are compared
constexpr double shareOfHeld = 0.01;

Instant::duration inSeconds(double seconds)
{
    return std::chrono::duration_cast<Instant::duration>(std::chrono::duration<double>{seconds});
}

bool isBeyond(const AlarmLimit& limit, double value, double on)
{
    switch (limit.sense) {
    case AlarmSense::AtLeast:
        return value >= on;
    case AlarmSense::Above:
        return value > on;
    case AlarmSense::Below:
        return value < on;
    }
    return false;
}

bool isBack(const AlarmLimit& limit, double value)
{
    return limit.sense == AlarmSense::Below ? value >= limit.off : value <= limit.off;
}

void putPlaces(std::vector<Transition>& transitions, AlarmBoard board)
{
    for (const auto& transition : transitions)
        board.apply(transition);
    std::array<ListPlace, contract::alarmCount> places{};
    for (const auto& place : firstOut(board))
        places.at(static_cast<std::size_t>(place.alarm)) = place;
    for (const auto& record : board.records) {
        const auto& place = places.at(static_cast<std::size_t>(record.alarm));
        if (record.order == place.order && record.headline == place.headline)
            continue;
        auto found = std::find_if(transitions.begin(), transitions.end(),
                [&record](const auto& one) { return one.after.alarm == record.alarm; });
        if (found == transitions.end()) {
            found = transitions.insert(found, {record, record.version, {}, {}, false});
            ++found->after.version;
        }
        found->after.order = place.order;
        found->after.headline = place.headline;
    }
}

} // namespace

AlarmEngine::AlarmEngine(Parts parts)
    : m_seat(parts.seat)
    , m_name(std::move(parts.name))
{
    setSettings(parts.settings);
}

void AlarmEngine::setSettings(const contract::AlarmSettings& settings)
{
    m_settings = settings;
    m_limits = contract::alarmLimits(settings);
    m_timers.resize(m_limits.size());
    for (std::size_t i = m_limits.size(); i-- > 0;)
        m_first.at(static_cast<std::size_t>(m_limits[i].alarm)) = i;
}

bool AlarmEngine::isMine(AlarmId alarm) const
{
    const auto watcher = contract::info(alarm).watcher;
    return m_seat == Seat::Console ? watcher != contract::AlarmWatcher::Backend
                                   : watcher != contract::AlarmWatcher::Console;
}

void AlarmEngine::noteMeans(const Moment& moment)
{
    if (gateOf(AlarmId::A18, moment) == Gate::State::Shut) {
        m_actual.clear();
        m_wanted.clear();
    }
    if (gateOf(AlarmId::A20, moment) == Gate::State::Shut)
        m_conversion.clear();
    const auto set = moment.of(Figure::RateSet);
    const auto actual = moment.of(Figure::RateActual);
    if (set && actual && gateOf(AlarmId::A18, moment) == Gate::State::Open) {
        m_actual.add(moment.at, *actual);
        m_wanted.add(moment.at, std::min(*set, moment.rateCap.value_or(*set)));
    }
    if (const auto conversion = moment.of(Figure::Conversion))
        m_conversion.add(moment.at, *conversion);
}

/// Suppressed by design, or nothing to be judged by.
AlarmEngine::Gate::State AlarmEngine::gateOf(AlarmId alarm, const Moment& moment) const
{
    const auto& about = contract::info(alarm);
    const bool depends
            = about.isQuietBeforeOpening || about.isQuietWhileHeld || about.isOnlyWhileOpen;
    if (!depends)
        return Gate::State::Open;
    if (!moment.phase)
        return Gate::State::Unknown;
    if (!moment.isSelling())
        return Gate::State::Shut;
    if (about.isQuietWhileHeld && moment.phase == contract::Phase::Held)
        return Gate::State::Shut;
    if (!about.needsQueue)
        return Gate::State::Open;
    if (moment.isManual)
        return Gate::State::Shut;
    const auto waiting = moment.of(Figure::Waiting);
    if (!waiting)
        return Gate::State::Unknown;
    return *waiting > 0 ? Gate::State::Open : Gate::State::Shut;
}

void AlarmEngine::noteGate(AlarmId alarm, const Moment& moment)
{
    auto& gate = m_gates.at(static_cast<std::size_t>(alarm));
    gate.state = gateOf(alarm, moment);
    if (gate.state != Gate::State::Open)
        gate.since.reset();
    else if (!gate.since)
        gate.since = moment.at;
}

std::optional<double> AlarmEngine::valueOf(const AlarmLimit& limit, const Moment& moment) const
{
    const auto value = moment.of(limit.figure);
    if (!value)
        return std::nullopt;
    if (limit.basis == AlarmBasis::Size)
        return std::abs(*value);
    if (limit.basis == AlarmBasis::OffSetRate) {
        const auto actual = m_actual.mean();
        const auto wanted = m_wanted.mean();
        if (!actual || !wanted || *wanted <= 0)
            return std::nullopt;
        return std::abs(100 * (*actual / *wanted - 1));
    }
    if (limit.basis == AlarmBasis::BelowOwnMean) {
        const auto mean = m_conversion.mean();
        if (!mean || *mean <= 0)
            return std::nullopt;
        return 100 * (1 - *value / *mean);
    }
    return value;
}

AlarmEngine::Verdict AlarmEngine::judge(const AlarmLimit& limit, const Moment& moment) const
{
    const auto& gate = m_gates.at(static_cast<std::size_t>(limit.alarm));
    if (gate.state == Gate::State::Unknown)
        return Verdict::Unknown;
    if (limit.isOnlyWhileOpen && !moment.isSelling())
        return moment.phase ? Verdict::Back : Verdict::Unknown;
    const auto value = valueOf(limit, moment);
    if (!value)
        return Verdict::Unknown;
    double on = limit.on;
    if (limit.basis == AlarmBasis::ShareOfHeld)
        on = std::max(on, shareOfHeld * moment.of(Figure::Held).value_or(0));
    // After a release the last pass was given long ago, and the rate of the hold was none: what is
    // compared over a time is judged once that time has been spent with people waiting.
    auto settles = Instant::duration::zero();
    if (contract::info(limit.alarm).needsQueue && limit.basis == AlarmBasis::Age)
        settles = inSeconds(limit.on);
    else if (limit.basis == AlarmBasis::OffSetRate)
        settles = rateSettles;
    if (settles > Instant::duration::zero() && moment.at - gate.since.value_or(moment.at) < settles)
        return Verdict::Between;
    if (isBeyond(limit, *value, on))
        return Verdict::Passed;
    return isBack(limit, *value) ? Verdict::Back : Verdict::Between;
}

/// Whether a limit counts as passed now, delays and hysteresis considered.
bool AlarmEngine::isPassed(std::size_t index, bool wasPassed, const Moment& moment)
{
    const auto& limit = m_limits[index];
    auto& timer = m_timers[index];
    const auto verdict = judge(limit, moment);
    const bool isMoving = verdict == (wasPassed ? Verdict::Back : Verdict::Passed);
    if (!isMoving || timer.isForOn == wasPassed)
        timer = {};
    timer.isForOn = !wasPassed;
    if (!isMoving)
        return wasPassed;
    if (!timer.since) {
        timer.since = timer.began = moment.at;
        if (limit.basis == AlarmBasis::Age)
            timer.began = moment.at - inSeconds(std::max(0.0, valueOf(limit, moment).value_or(0)));
    }
    if (moment.at - *timer.since < (wasPassed ? limit.offDelay : limit.onDelay))
        return wasPassed;
    return !wasPassed;
}

std::uint32_t AlarmEngine::bitsOf(AlarmId alarm, std::uint32_t before, const Moment& moment)
{
    const auto first = m_first.at(static_cast<std::size_t>(alarm));
    std::uint32_t bits = 0;
    for (auto i = first; i < m_limits.size() && m_limits[i].alarm == alarm; ++i) {
        const auto bit = 1U << (i - first);
        if (isPassed(i, (before & bit) != 0, moment))
            bits |= bit;
    }
    return bits;
}

AlarmPriority AlarmEngine::strongest(AlarmId alarm, std::uint32_t bits) const
{
    auto out = AlarmPriority::P3;
    const auto first = m_first.at(static_cast<std::size_t>(alarm));
    for (auto i = first; i < m_limits.size() && m_limits[i].alarm == alarm; ++i)
        if ((bits & (1U << (i - first))) != 0)
            out = std::min(out, m_limits[i].priority);
    return out;
}

/// What it is about: the strongest of the limits in `news`.
void AlarmEngine::describe(AlarmRecord& record, std::uint32_t news, const Moment& moment) const
{
    const auto first = m_first.at(static_cast<std::size_t>(record.alarm));
    const auto priority = strongest(record.alarm, news);
    bool isSaid = false;
    for (auto i = first; i < m_limits.size() && m_limits[i].alarm == record.alarm; ++i) {
        const auto& limit = m_limits[i];
        if ((news & (1U << (i - first))) == 0)
            continue;
        record.isLatched = record.isLatched || limit.isLatched;
        if (isSaid || limit.priority != priority)
            continue;
        isSaid = true;
        record.figure = contract::info(limit.figure).id;
        record.value = valueOf(limit, moment).value_or(0);
        record.limit = limit.on;
    }
}

void AlarmEngine::raise(Transition& into, std::uint32_t bits, const Moment& moment) const
{
    auto& record = into.after;
    const auto first = m_first.at(static_cast<std::size_t>(record.alarm));
    ++record.occurrence;
    record.isTest = record.isLatched = false;
    record.raised = moment.at;
    record.began = moment.at;
    for (auto i = first; i < m_limits.size() && m_limits[i].alarm == record.alarm; ++i)
        if ((bits & (1U << (i - first))) != 0)
            record.began = std::min(*record.began, m_timers[i].began.value_or(moment.at));
    record.cleared.reset();
    record.acknowledged.reset();
    record.acknowledgedBy.clear();
    record.confirmed.reset();
    record.confirmedBy.clear();
    record.raisedBy = m_name;
    into.changes.push_back(AlarmChange::Raised);
}

/// Raised, escalated, eased or cleared. True: somebody should look.
bool AlarmEngine::follow(Transition& out, std::uint32_t was, const Moment& moment)
{
    auto& after = out.after;
    const auto bits = after.on;
    if (bits == 0) {
        if (was != 0) {
            after.cleared = moment.at;
            out.changes.push_back(AlarmChange::Cleared);
        }
        return false;
    }
    const auto before = std::exchange(after.priority, strongest(after.alarm, bits));
    if (was == 0 && after.isLatched && after.raised && !after.isTest && !after.confirmed) {
        // The same trouble, on which nobody has acted yet.
        after.cleared.reset();
        out.changes.push_back(AlarmChange::Again);
        return after.acknowledged.has_value();
    }
    if (was == 0) {
        raise(out, bits, moment);
        describe(after, bits, moment);
        return true;
    }
    if (after.priority < before) {
        describe(after, bits & ~was, moment);
        out.changes.push_back(AlarmChange::Escalated);
        return true;
    }
    if (after.priority > before)
        out.changes.push_back(AlarmChange::Eased);
    return false;
}

/// Shelving ends by its time, or with the alarm where that was asked for.
bool AlarmEngine::endShelf(Transition& out, const Moment& moment)
{
    auto& after = out.after;
    const bool isCleared = after.cleared == moment.at;
    const bool isLate = after.isShelved() && moment.at >= *after.shelvedUntil;
    if (!isLate && !(after.isShelved() && after.isShelvedUntilClear && isCleared))
        return false;
    after.shelved.reset();
    after.shelvedUntil.reset();
    out.changes.push_back(AlarmChange::ShelfOver);
    if (out.why.empty())
        out.why = isLate ? "time" : "cleared";
    return after.isOn(); // it was put aside, not seen
}

bool AlarmEngine::isDueAgain(const AlarmRecord& record, const Moment& moment)
{
    if (!record.isOn() || record.isShelved())
        return false;
    const auto again = contract::info(record.alarm).again;
    if (again > 0min && record.rang && moment.at - *record.rang >= again)
        return true;
    return record.acknowledged && record.priority <= AlarmPriority::P2
            && moment.at - *record.acknowledged >= ringsAgainAfter;
}

void AlarmEngine::resetTimers(AlarmId alarm)
{
    const auto first = m_first.at(static_cast<std::size_t>(alarm));
    for (auto i = first; i < m_limits.size() && m_limits[i].alarm == alarm; ++i)
        m_timers[i] = {};
}

std::optional<Transition> AlarmEngine::look(
        AlarmId alarm, const Moment& moment, const AlarmRecord& record)
{
    noteGate(alarm, moment);
    const bool isOut = m_settings.outOfService.contains(alarm);
    const bool isShut = m_gates.at(static_cast<std::size_t>(alarm)).state == Gate::State::Shut;
    if (isOut || isShut)
        resetTimers(alarm);
    Transition out{record, record.version, {}, {}, false};
    auto& after = out.after;
    ++after.version;
    after.on = isOut || isShut ? 0U : bitsOf(alarm, record.on, moment);
    if (record.isOn() && !after.isOn())
        out.why = isOut ? "out_of_service" : isShut ? "suppressed" : "";
    bool rings = follow(out, record.on, moment);
    rings = endShelf(out, moment) || rings;
    if (out.changes.empty() && isDueAgain(after, moment)) {
        out.changes.push_back(AlarmChange::Again);
        rings = true;
    }
    if (out.changes.empty() && after.on == record.on)
        return std::nullopt;
    if (!rings)
        return out;
    after.acknowledged.reset();
    after.acknowledgedBy.clear();
    out.rings = !after.isShelved();
    if (out.rings)
        after.rang = moment.at;
    return out;
}

std::vector<Transition> AlarmEngine::step(const Moment& moment, const AlarmBoard& board)
{
    if (!m_last || moment.at < *m_last || moment.at - *m_last > longestPause)
        std::fill(m_timers.begin(), m_timers.end(), Timer{});
    m_last = moment.at;
    noteMeans(moment);
    std::vector<Transition> out;
    for (const auto& alarm : contract::allAlarms())
        if (isMine(alarm.id))
            if (auto found = look(alarm.id, moment, board.of(alarm.id)))
                out.push_back(std::move(*found));
    putPlaces(out, board);
    return out;
}

} // namespace saikobi::alarms
