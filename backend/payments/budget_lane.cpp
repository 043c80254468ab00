#include "backend/payments/budget_lane.h"

#include <boost/asio/steady_timer.hpp>

#include <deque>

namespace saikobi::payments {

using Clock = std::chrono::steady_clock;
using std::chrono::microseconds;

namespace {

struct Waiting {
    std::string endpoint;
    BudgetLane::Answer answer;
    Clock::time_point until;
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
                + options.gap * static_cast<microseconds::rep>(ahead);
    }

    Ask ask;
    Options options;
    boost::asio::steady_timer timer;
    std::deque<Waiting> queue;
    Clock::time_point nextTry{};
    bool isAsking = false; ///< a question or its timer is under way
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

void BudgetLane::take(std::string endpoint, Answer answer)
{
    auto& state = *m_state;
    const auto expected = state.expected(state.queue.size());
    const auto patience = state.options.patience;
    if (state.queue.size() >= state.options.limit || (patience && expected > *patience))
        return answer({Place::Kind::Refused, expected, {}});
    const auto until = patience ? Clock::now() + *patience : Clock::time_point::max();
    state.queue.push_back({std::move(endpoint), std::move(answer), until});
    if (!state.isAsking)
        askNext();
}

void BudgetLane::askNext()
{
    auto& state = *m_state;
    state.isAsking = !state.queue.empty();
    if (!state.isAsking)
        return;
    state.ask(state.queue.front().endpoint,
            [self = shared_from_this()](PlaceVerdict verdict) { self->hear(verdict); });
}

void BudgetLane::hear(PlaceVerdict verdict)
{
    auto& state = *m_state;
    if (verdict.kind == PlaceVerdict::Kind::Lost) {
        // Everybody at once: each of them would hear the same, one round trip later.
        answerAll({Place::Kind::Lost, {}, {}});
        return askNext();
    }
    if (verdict.kind == PlaceVerdict::Kind::Yes) {
        const auto first = std::move(state.queue.front());
        state.queue.pop_front();
        first.answer({Place::Kind::Granted, {}, std::move(verdict.lease)});
        return askNext();
    }
    state.nextTry = Clock::now() + verdict.wait;
    refuseTheLate();
    if (state.queue.empty())
        return askNext();
    state.timer.expires_at(state.nextTry);
    state.timer.async_wait([self = shared_from_this()](boost::system::error_code failed) {
        if (!failed)
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
        (at > waiting.until ? late : staying).push_back(std::move(waiting));
    }
    state.queue = std::move(staying);
    const auto wait = state.expected(state.queue.size());
    for (const auto& waiting : late)
        waiting.answer({Place::Kind::Refused, wait, {}});
}

void BudgetLane::answerAll(Place place)
{
    const auto all = std::move(m_state->queue);
    m_state->queue.clear();
    for (const auto& waiting : all)
        waiting.answer(place);
}

} // namespace saikobi::payments
