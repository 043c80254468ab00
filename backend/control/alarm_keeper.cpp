#include "backend/control/alarm_keeper.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>

#include "backend/alarms/alarm_engine.h"
#include "backend/alarms/instance_watch.h"
#include "backend/control/alarm_store.h"
#include "backend/forecast/method_log.h"
#include "backend/forecast/sale_figures.h"
#include "backend/forecast/second_log.h"

namespace saikobi::control {

using alarms::AlarmBoard;
using alarms::Transition;
using contract::AlarmId;
using contract::FaultCode;
using contract::Instant;
using contract::Result;
using namespace std::chrono_literals;

namespace {

constexpr auto patience = 5s; ///< a round without an answer; then the next begins
constexpr auto inputsEvery = 10s;
constexpr auto firstTicks
        = 25min; ///< the longest window of the figures and what it is held against
constexpr auto freshTicks = 10s; ///< older: still catching up, or nothing is heard
constexpr auto tickOverlap = 5s;
/// Postgres notices that Redis speaks again by its mark, which may take some seconds.
constexpr auto adoptsFor = 6s;
constexpr int mostPages = 8; ///< of one round; what is left comes with the next
/// Versions that Postgres gives leave room for what Redis decided and nobody could mirror.
constexpr std::int64_t postgresStep = 16;

} // namespace

class AlarmKeeper::Impl : public std::enable_shared_from_this<AlarmKeeper::Impl> {
public:
    explicit Impl(Parts parts)
        : m_parts(std::move(parts))
        , m_store(m_parts.sale, m_parts.executor, m_parts.redis, m_parts.postgres)
        , m_engine({alarms::AlarmEngine::Seat::Backend, m_parts.instance, {}})
    {
    }

    void tick(Instant now)
    {
        const auto steady = std::chrono::steady_clock::now();
        if (!m_isReadingInputs && (!m_inputsAt || steady - *m_inputsAt >= inputsEvery))
            readInputs(steady);
        if (m_isBusy && steady - m_begunAt < patience)
            return;
        m_isBusy = true;
        m_begunAt = steady;
        m_now = now;
        ++m_round;
        if (m_lastId.empty())
            m_lastId = std::to_string(contract::toUnixMs(now - firstTicks)) + "-0";
        readTicks(m_round, mostPages);
    }

    std::map<std::string, double> gauges() const { return m_gauges; }
    const AlarmBoard& board() const { return m_board; }
    const std::optional<alarms::Moment>& moment() const { return m_moment; }
    contract::Epoch epoch() const { return m_log.line() ? m_log.line()->epoch : contract::Epoch{}; }

private:
    /// What an answer has to do; nothing when its round is over or the keeper gone.
    template<class T, class Take>
    auto inRound(std::uint64_t round, Take take)
    {
        return [weak = weak_from_this(), round, take = std::move(take)](const Result<T>& result) {
            const auto self = weak.lock();
            if (self && self->m_round == round && self->m_isBusy)
                take(*self, result);
        };
    }

    void end() { m_isBusy = false; }

    void readInputs(std::chrono::steady_clock::time_point now)
    {
        m_isReadingInputs = true;
        m_inputsAt = now;
        m_store.readInputs([weak = weak_from_this()](const Result<AlarmInputs>& inputs) {
            const auto self = weak.lock();
            if (!self)
                return;
            self->m_isReadingInputs = false;
            if (inputs) // while Postgres is away the rules stay as they were
                self->takeInputs(inputs.value());
        });
    }

    void takeInputs(const AlarmInputs& inputs)
    {
        m_inputs.agreedCallsPerSecond = inputs.callsPerSecond;
        m_inputs.agreedParallel = inputs.parallelCalls;
        m_inputs.usualTimes = inputs.usualTimes;
        m_inputs.arrivals = inputs.arrivals;
        if (inputs.settings == m_settings)
            return;
        m_settings = inputs.settings;
        const auto settings = contract::alarmSettingsFromJson(inputs.settings);
        if (settings)
            m_engine.setSettings(settings.value());
        else
            spdlog::error("saikobi.control: alarms of {} keep their limits: {}", m_parts.sale,
                    settings.error().detail);
    }

    void readTicks(std::uint64_t round, int pages)
    {
        m_store.readTicks(
                m_lastId, inRound<TickPage>(round, [round, pages](Impl& self, const auto& page) {
                    if (!page)
                        return self.readTicksFromPostgres(round);
                    self.addTicks(page.value().ticks);
                    if (!page.value().lastId.empty())
                        self.m_lastId = page.value().lastId;
                    if (page.value().isFull && pages > 1)
                        return self.readTicks(round, pages - 1);
                    self.judge(round, true);
                }));
    }

    void readTicksFromPostgres(std::uint64_t round)
    {
        const auto newest = newestTick();
        const auto after = newest ? *newest - tickOverlap : m_now - firstTicks;
        m_store.readTicksFromPostgres(after,
                inRound<std::vector<contract::Tick>>(round, [round](Impl& self, const auto& ticks) {
                    if (!ticks)
                        return self.end(); // nobody can be told anything now
                    self.addTicks(ticks.value());
                    self.judge(round, false);
                }));
    }

    void addTicks(const std::vector<contract::Tick>& ticks)
    {
        for (const auto& tick : ticks) {
            m_methods.add(tick);
            if (m_log.add(tick))
                m_instances.note(tick);
        }
    }

    std::optional<Instant> newestTick() const
    {
        const auto line = m_log.newestLine();
        const auto instance = m_log.newestInstance();
        return line && instance ? std::max(*line, *instance) : line ? line : instance;
    }

    void judge(std::uint64_t round, bool byRedis)
    {
        const auto newest = newestTick();
        if (!newest || !m_log.line() || m_now - *newest > freshTicks)
            return end();
        if (byRedis && std::chrono::steady_clock::now() < m_adoptUntil)
            return bringOver(round);
        auto transitions = evaluate();
        if (byRedis)
            push(round, std::move(transitions), false);
        else
            writeToPostgres(round, std::move(transitions));
    }

    std::vector<Transition> evaluate()
    {
        count();
        if (const auto took = m_log.gaugeMost(contract::gauge::purchaseTimeS))
            m_inputs.purchaseTime = std::chrono::seconds{static_cast<std::int64_t>(*took)};
        const auto figures = forecast::figuresOf(m_log, m_methods, m_inputs);
        m_moment = alarms::momentOf(figures.values, m_log.line(), m_now);
        if (!m_hasBoard)
            return {};
        return m_engine.step(*m_moment, m_board);
    }

    /// Redis speaks again: what was decided without it, also a moment ago, is brought over first.
    void bringOver(std::uint64_t round)
    {
        m_store.read(inRound<AlarmBoardPtr>(round, [round](Impl& self, const auto& read) {
            if (read)
                self.takeBoard(*read.value());
            self.push(round, self.evaluate(), true);
        }));
    }

    /// Counts on since somebody confirmed the alarm.
    void count()
    {
        const auto& changed = m_board.of(AlarmId::A24).confirmed;
        if (changed)
            m_changesConfirmed = std::max(m_changesConfirmed.value_or(*changed), *changed);
        m_gauges[contract::gauge::instancesChanged]
                = static_cast<double>(m_instances.changesSince(m_changesConfirmed, m_now));
        const auto total = m_log.gaugeMost(contract::gauge::redisRefusedTotal);
        if (!total)
            return;
        const auto& refused = m_board.of(AlarmId::A13).confirmed;
        const bool isConfirmed = refused && refused != m_refusedConfirmed;
        if (isConfirmed || !m_refusedBase)
            m_refusedBase = *total;
        m_refusedConfirmed = refused;
        if (*total < *m_refusedBase)
            m_refusedBase = 0; // another server, which counts from zero
        m_gauges[contract::gauge::redisRefused] = *total - *m_refusedBase;
    }

    void push(std::uint64_t round, std::vector<Transition> transitions, bool adopts)
    {
        AlarmPush out;
        out.epoch = m_log.line()->epoch;
        out.run = m_log.line()->run;
        out.instance = m_parts.instance;
        out.incarnation = m_parts.incarnation;
        out.startedAt = m_parts.startedAt;
        out.known = m_revision;
        if (adopts)
            out.adopt = m_board;
        out.transitions = transitions;
        m_store.push(out,
                inRound<AlarmAnswer>(round,
                        [round, transitions = std::move(transitions)](
                                Impl& self, const auto& answer) {
                            self.takeAnswer(round, answer, transitions);
                        }));
    }

    void takeAnswer(std::uint64_t round, const Result<AlarmAnswer>& answer,
            std::vector<Transition> transitions)
    {
        if (!answer && answer.error().code == FaultCode::Lost)
            return writeToPostgres(round, std::move(transitions));
        if (!answer)
            return end(); // sent or not: the next round sees what became of it
        if (answer.value().isEmpty)
            return bringBack(round);
        m_revision = answer.value().revision;
        if (answer.value().isNews) {
            m_board = answer.value().board;
            m_hasBoard = true;
        }
        mirror();
        end();
    }

    /// Redis has nothing: what Postgres remembers, and what we know, is brought back to it.
    void bringBack(std::uint64_t round)
    {
        m_store.read(inRound<AlarmBoardPtr>(round, [round](Impl& self, const auto& read) {
            if (!read)
                return self.end();
            self.takeBoard(*read.value());
            self.m_revision.clear();
            self.push(round, {}, true);
        }));
    }

    void takeBoard(const AlarmBoard& board)
    {
        for (const auto& record : board.records)
            m_board.take(record);
        if (board.rings.size() > m_board.rings.size())
            m_board.rings = board.rings;
        m_hasBoard = true;
    }

    void writeToPostgres(std::uint64_t round, std::vector<Transition> transitions)
    {
        for (auto& transition : transitions)
            transition.after.version += postgresStep - 1;
        m_store.write(m_log.line()->run, transitions,
                inRound<bool>(round, [round](Impl& self, const auto& isDecidedHere) {
                    if (!isDecidedHere)
                        return self.end();
                    if (!isDecidedHere.value())
                        return self.end(); // only we cannot hear Redis: the others decide
                    self.m_adoptUntil = std::chrono::steady_clock::now() + adoptsFor;
                    self.m_revision.clear();
                    self.readBoard(round);
                }));
    }

    void readBoard(std::uint64_t round)
    {
        m_store.read(inRound<AlarmBoardPtr>(round, [](Impl& self, const auto& read) {
            if (read)
                self.takeBoard(*read.value());
            self.end();
        }));
    }

    /// Beside the rounds: Postgres may be slow or away.
    void mirror()
    {
        if (m_isMirroring)
            return;
        std::vector<contract::AlarmRecord> news;
        std::map<AlarmId, std::int64_t> versions;
        for (const auto& record : m_board.records) {
            const auto known = m_mirrored.find(record.alarm);
            if (record.version == (known == m_mirrored.end() ? 0 : known->second))
                continue;
            news.push_back(record);
            versions[record.alarm] = record.version;
        }
        if (news.empty())
            return;
        m_isMirroring = true;
        m_store.mirror(news, m_board.rings,
                [weak = weak_from_this(), versions = std::move(versions)](
                        const Result<contract::Nothing>& done) {
                    const auto self = weak.lock();
                    if (!self)
                        return;
                    self->m_isMirroring = false;
                    for (const auto& [alarm, version] : versions)
                        if (done)
                            self->m_mirrored[alarm] = version;
                });
    }

    const Parts m_parts;
    AlarmStore m_store;
    alarms::AlarmEngine m_engine;
    alarms::InstanceWatch m_instances{};
    forecast::SecondLog m_log{};
    forecast::MethodLog m_methods{};
    forecast::FigureInputs m_inputs{};
    std::string m_settings{"{}"};
    std::optional<std::chrono::steady_clock::time_point> m_inputsAt{};
    bool m_isReadingInputs = false;

    bool m_isBusy = false;
    std::uint64_t m_round = 0; ///< answers of an older one are late and mean nothing
    std::chrono::steady_clock::time_point m_begunAt{};
    Instant m_now{};
    std::string m_lastId{}; ///< of the stream of ticks

    std::optional<alarms::Moment> m_moment{};
    AlarmBoard m_board{};
    bool m_hasBoard = false;
    std::string m_revision{}; ///< of the board, as Redis counts it
    /// Until then Postgres may have decided something that Redis does not know.
    std::chrono::steady_clock::time_point m_adoptUntil{};
    std::map<AlarmId, std::int64_t> m_mirrored{};
    bool m_isMirroring = false;

    std::map<std::string, double> m_gauges{};
    std::optional<Instant> m_changesConfirmed{};
    std::optional<Instant> m_refusedConfirmed{};
    std::optional<double> m_refusedBase{};
};

AlarmKeeper::AlarmKeeper(Parts parts)
    : m_impl(std::make_shared<Impl>(std::move(parts)))
{
}

AlarmKeeper::~AlarmKeeper() = default;

void AlarmKeeper::tick(Instant now)
{
    m_impl->tick(now);
}

std::map<std::string, double> AlarmKeeper::gauges() const
{
    return m_impl->gauges();
}

const AlarmBoard& AlarmKeeper::board() const
{
    return m_impl->board();
}

const std::optional<alarms::Moment>& AlarmKeeper::moment() const
{
    return m_impl->moment();
}

contract::Epoch AlarmKeeper::epoch() const
{
    return m_impl->epoch();
}

} // namespace saikobi::control
