#include "backend/payments/budget_lane.h"

#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <deque>

namespace saikobi::payments {

using Clock = std::chrono::steady_clock;
using std::chrono::microseconds;

namespace {

constexpr std::size_t mostQuestions = 64; ///< under way
constexpr int smoothing = 16; ///< grants over which their spacing is averaged
/// However often places come.
constexpr std::chrono::milliseconds leastPatience{60};

struct Waiting {
    std::string endpoint;
    BudgetLane::Answer answer;
    Clock::time_point until;
    std::uint64_t question = 0; ///< under way for it; 0: none
};

} // namespace

struct BudgetLane::State {
    State(boost::asio::any_io_executor executor, Ask asked, Options given)
        : ask(std::move(asked))
        , options(given)
        , timer(std::move(executor))
    {
    }

    /// How long the one behind `ahead` others has to wait, as far as we know.
    microseconds expected(std::size_t ahead) const
    {
        const auto left = std::chrono::duration_cast<microseconds>(nextTry - Clock::now());
        return std::max(left, microseconds{0})
                + std::max(options.gap, spacing) * static_cast<microseconds::rep>(ahead);
    }

    /// Two places are worth waiting for. A queue of many means that we cannot keep up, and who is
    /// refused late has waited for nothing.
    microseconds patience() const
    {
        const microseconds most = *options.patience;
        return std::clamp(2 * std::max(options.gap, spacing),
                std::min(microseconds{leastPatience}, most), most);
    }

    /// Our own machine may be slower than the budget; then the queue moves at its pace.
    void noteGrant()
    {
        const auto now = Clock::now();
        if (lastGrant != Clock::time_point{}) {
            const auto apart = std::chrono::duration_cast<microseconds>(now - lastGrant);
            spacing += (apart - spacing) / smoothing;
        }
        lastGrant = now;
    }

    Ask ask;
    Options options;
    boost::asio::steady_timer timer;
    std::deque<Waiting> queue;
    Clock::time_point nextTry{};
    Clock::time_point lastGrant{}; ///< since which somebody has always been waiting
    microseconds spacing{}; ///< between grants while somebody waits, smoothed
    bool isPaused = false; ///< told to wait
    std::uint64_t lastQuestion = 0;
    std::size_t underWay = 0; ///< questions
    std::size_t window = 1; ///< most of them
};

std::shared_ptr<BudgetLane> BudgetLane::make(
        boost::asio::any_io_executor executor, Ask ask, Options options)
{
    return std::shared_ptr<BudgetLane>{
            new BudgetLane(std::move(executor), std::move(ask), options)};
}

BudgetLane::BudgetLane(boost::asio::any_io_executor executor, Ask ask, Options options)
    : m_state(std::make_unique<State>(std::move(executor), std::move(ask), options))
{
}

BudgetLane::~BudgetLane() = default;

void BudgetLane::setGap(microseconds gap)
{
    m_state->options.gap = gap;
}

std::size_t BudgetLane::waiting() const
{
    return m_state->queue.size();
}

bool BudgetLane::isTooLong() const
{
    const auto& state = *m_state;
    return state.queue.size() >= state.options.limit
            || (state.options.patience && state.expected(state.queue.size()) > state.patience());
}

void BudgetLane::take(std::string endpoint, Answer answer)
{
    auto& state = *m_state;
    if (isTooLong())
        return answer({Place::Kind::Refused, state.expected(state.queue.size()), {}});
    const auto until
            = state.options.patience ? Clock::now() + state.patience() : Clock::time_point::max();
    state.queue.push_back({std::move(endpoint), std::move(answer), until, 0});
    askNext();
}

void BudgetLane::askNext()
{
    auto& state = *m_state;
    while (!state.isPaused && state.underWay < state.window) {
        const auto next = std::find_if(state.queue.begin(), state.queue.end(),
                [](const Waiting& waiting) { return waiting.question == 0; });
        if (next == state.queue.end())
            return;
        next->question = ++state.lastQuestion;
        ++state.underWay;
        state.ask(next->endpoint,
                [self = shared_from_this(), question = next->question](
                        PlaceVerdict verdict) { self->hear(question, std::move(verdict)); });
    }
}

/// Whoever has a question under way stays in the queue until it is heard.
void BudgetLane::hear(std::uint64_t question, PlaceVerdict verdict)
{
    --m_state->underWay;
    switch (verdict.kind) {
    case PlaceVerdict::Kind::Lost:
        answerLost(question);
        break;
    case PlaceVerdict::Kind::Yes:
        hearYes(question, std::move(verdict));
        break;
    case PlaceVerdict::Kind::Wait:
        for (auto& waiting : m_state->queue)
            if (waiting.question == question)
                waiting.question = 0;
        pause(verdict.wait);
        break;
    }
    askNext();
}

/// The place is for its endpoint, and goes to the first who waits for that one.
void BudgetLane::hearYes(std::uint64_t question, PlaceVerdict verdict)
{
    auto& state = *m_state;
    state.window = std::min(2 * state.window, mostQuestions);
    const auto asker = std::find_if(state.queue.begin(), state.queue.end(),
            [question](const Waiting& waiting) { return waiting.question == question; });
    const auto first = std::find_if(state.queue.begin(), asker,
            [&](const Waiting& waiting) { return waiting.endpoint == asker->endpoint; });
    asker->question = first->question;
    const auto granted = std::move(*first);
    state.queue.erase(first);
    state.noteGrant();
    if (state.queue.empty())
        state.lastGrant = {};
    granted.answer({Place::Kind::Granted, {}, std::move(verdict.lease)});
}

void BudgetLane::pause(microseconds wait)
{
    auto& state = *m_state;
    state.window = 1;
    state.nextTry = Clock::now() + wait;
    refuseTheLate();
    state.isPaused = !state.queue.empty();
    if (!state.isPaused)
        return;
    state.timer.expires_at(state.nextTry);
    state.timer.async_wait([self = shared_from_this()](boost::system::error_code failed) {
        if (failed)
            return; // a later "wait" set it anew
        self->m_state->isPaused = false;
        self->askNext();
    });
}

/// Those who will not make it hear so now, not when their patience has run out.
void BudgetLane::refuseTheLate()
{
    auto& state = *m_state;
    if (!state.options.patience)
        return;
    std::deque<Waiting> staying;
    std::deque<Waiting> late;
    for (auto& waiting : state.queue) {
        const auto at = Clock::now() + state.expected(staying.size());
        const bool isLate = at > waiting.until && waiting.question == 0;
        (isLate ? late : staying).push_back(std::move(waiting));
    }
    state.queue = std::move(staying);
    const auto wait = state.expected(state.queue.size());
    for (const auto& waiting : late)
        waiting.answer({Place::Kind::Refused, wait, {}});
}

/// All but those who have a question of their own under way: each of them would hear the same, one
/// round trip later.
void BudgetLane::answerLost(std::uint64_t question)
{
    auto& state = *m_state;
    state.window = 1;
    std::deque<Waiting> asking;
    std::deque<Waiting> lost;
    for (auto& waiting : state.queue) {
        const bool isAsking = waiting.question != 0 && waiting.question != question;
        (isAsking ? asking : lost).push_back(std::move(waiting));
    }
    state.queue = std::move(asking);
    for (const auto& waiting : lost)
        waiting.answer({Place::Kind::Lost, {}, {}});
}

} // namespace saikobi::payments
