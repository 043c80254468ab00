#pragma once

#include <algorithm>
#include <deque>
#include <functional>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

#include "backend/contract/result.h"

namespace saikobi::stores {

inline constexpr std::size_t batchLimit = 128;
inline constexpr std::size_t batchQueueLimit = 8192;

/// Gathers what many ask of the store into one statement. Idle: a wish leaves at once; while
/// a batch is under way the next one gathers, without a timer. A batch that the store refuses is
/// halved until the culprit stands alone. When the store was away, or the commit is unknown, each
/// wish is told so, and whoever had it may ask again. Lives on one executor.
template<class Wish, class Outcome>
class Batcher {
public:
    using Outcomes = contract::Result<std::vector<Outcome>>; ///< in the order of the wishes
    using Perform = std::function<void(std::vector<Wish>, std::function<void(const Outcomes&)>)>;
    using Answer = std::function<void(contract::Result<Outcome>)>;

    explicit Batcher(Perform perform)
        : m_state(std::make_shared<State>(std::move(perform)))
    {
    }

    /// Busy when too many wait already.
    void add(Wish wish, Answer answer)
    {
        if (m_state->waiting.size() >= batchQueueLimit)
            return answer(contract::Fault{contract::FaultCode::Busy, "too much waits"});
        m_state->waiting.push_back({std::move(wish), std::move(answer)});
        if (!m_state->isBusy)
            State::sendNext(m_state);
    }

private:
    struct Item {
        Wish wish{};
        Answer answer{};
    };
    using Items = std::vector<Item>;

    struct State {
        explicit State(Perform how)
            : perform(std::move(how))
        {
        }
        static void sendNext(const std::shared_ptr<State>& self);
        void finish(Items batch, const Outcomes& outcomes);
        void halve(Items batch);

        Perform perform;
        std::deque<Item> waiting{};
        std::deque<Items> halves{}; ///< of batches that failed; they go first
        bool isBusy = false;
    };

    std::shared_ptr<State> m_state; ///< answers under way hold it weakly
};

template<class Wish, class Outcome>
void Batcher<Wish, Outcome>::State::sendNext(const std::shared_ptr<State>& self)
{
    Items batch;
    if (!self->halves.empty()) {
        batch = std::move(self->halves.front());
        self->halves.pop_front();
    } else {
        const auto count = std::min(self->waiting.size(), batchLimit);
        const auto end = self->waiting.begin() + static_cast<std::ptrdiff_t>(count);
        std::move(self->waiting.begin(), end, std::back_inserter(batch));
        self->waiting.erase(self->waiting.begin(), end);
    }
    if (batch.empty())
        return;
    self->isBusy = true;
    std::vector<Wish> wishes;
    for (const auto& item : batch)
        wishes.push_back(item.wish);
    self->perform(std::move(wishes),
            [weak = std::weak_ptr<State>(self), shared = std::make_shared<Items>(std::move(batch))](
                    const Outcomes& outcomes) {
                const auto state = weak.lock();
                if (!state)
                    return;
                state->isBusy = false;
                state->finish(std::move(*shared), outcomes);
                // An answer may have added a wish, which then left at once.
                if (!state->isBusy)
                    sendNext(state);
            });
}

template<class Wish, class Outcome>
void Batcher<Wish, Outcome>::State::finish(Items batch, const Outcomes& outcomes)
{
    using contract::FaultCode;
    if (outcomes) {
        for (std::size_t i = 0; i < batch.size(); ++i)
            batch[i].answer(outcomes.value()[i]);
        return;
    }
    const auto code = outcomes.error().code;
    const bool isPassing = code == FaultCode::Unknown || code == FaultCode::Unavailable
            || code == FaultCode::Busy;
    if (!isPassing && batch.size() > 1)
        return halve(std::move(batch));
    for (const auto& item : batch)
        item.answer(outcomes.error());
}

template<class Wish, class Outcome>
void Batcher<Wish, Outcome>::State::halve(Items batch)
{
    const auto middle = batch.begin() + static_cast<std::ptrdiff_t>(batch.size() / 2);
    halves.push_front(Items(std::make_move_iterator(middle), std::make_move_iterator(batch.end())));
    batch.erase(middle, batch.end());
    halves.push_front(std::move(batch));
}

} // namespace saikobi::stores
