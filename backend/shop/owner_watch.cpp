#include "backend/shop/owner_watch.h"

#include <utility>

namespace saikobi::shop {

using contract::Result;
using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

OwnerWatch::OwnerWatch(OrderStore& store, std::string instance)
    : m_store(store)
    , m_instance(std::move(instance))
    , m_state(std::make_shared<State>())
{
}

void OwnerWatch::beat()
{
    if (std::exchange(m_state->isBeatUnderWay, true))
        return;
    // It counts from when it was asked: what Postgres writes is not older than that.
    const auto asked = Clock::now();
    m_store.beat(
            m_instance, [weak = std::weak_ptr<State>(m_state), asked](const Result<bool>& done) {
                const auto state = weak.lock();
                if (!state)
                    return;
                state->isBeatUnderWay = false;
                if (done)
                    state->lastBeat = asked;
            });
}

bool OwnerWatch::isBeating() const
{
    return m_state->lastBeat && Clock::now() - *m_state->lastBeat < 4s;
}

void OwnerWatch::takeOver(std::function<void(const std::vector<std::string>&)> found)
{
    if (!isBeating() || std::exchange(m_state->isTakeOverUnderWay, true))
        return;
    m_store.takeOver([weak = std::weak_ptr<State>(m_state), found = std::move(found)](
                             const Result<std::vector<std::string>>& ours) {
        const auto state = weak.lock();
        if (!state)
            return;
        state->isTakeOverUnderWay = false;
        if (ours) // otherwise the next second asks again
            found(ours.value());
    });
}

} // namespace saikobi::shop
