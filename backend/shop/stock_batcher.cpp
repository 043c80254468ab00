#include "backend/shop/stock_batcher.h"

#include <boost/asio/steady_timer.hpp>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <deque>
#include <iterator>
#include <optional>
#include <utility>

namespace saikobi::shop {

using contract::Fault;
using contract::FaultCode;

namespace {

constexpr std::size_t queueLimit = 8192;

/// The store was away or overloaded: the batch itself is good.
bool isPassing(FaultCode code)
{
    return code == FaultCode::Unknown || code == FaultCode::Unavailable || code == FaultCode::Busy;
}

} // namespace

class StockBatcher::Impl : public std::enable_shared_from_this<Impl> {
public:
    Impl(boost::asio::any_io_executor executor, Perform perform, std::chrono::milliseconds pause)
        : m_perform(std::move(perform))
        , m_timer(std::move(executor))
        , m_pause(pause)
    {
    }

    void add(StockWish wish, Answer answer)
    {
        if (m_waiting.size() >= queueLimit) {
            answer(Fault{FaultCode::Busy, "too many orders wait for stock"});
            return;
        }
        m_waiting.push_back({std::move(wish), std::move(answer)});
        sendNext();
    }

private:
    struct Item {
        StockWish wish{};
        Answer answer{};
    };
    using Items = std::vector<Item>;
    struct Flight {
        Items batch{};
        bool isPerformed = false;
    };

    void sendNext()
    {
        if (m_isBusy || m_isPausing || m_unflushed >= mostUnflushed)
            return;
        Items batch;
        if (!m_halves.empty()) {
            batch = std::move(m_halves.front());
            m_halves.pop_front();
        } else {
            const auto count = std::min(m_waiting.size(), stockBatchLimit);
            const auto end = m_waiting.begin() + static_cast<std::ptrdiff_t>(count);
            std::move(m_waiting.begin(), end, std::back_inserter(batch));
            m_waiting.erase(m_waiting.begin(), end);
        }
        if (!batch.empty())
            send(std::move(batch));
    }

    void send(Items batch)
    {
        m_isBusy = true;
        std::vector<StockWish> wishes;
        for (const auto& item : batch)
            wishes.push_back(item.wish);
        const auto flight = std::make_shared<Flight>(Flight{std::move(batch)});
        m_perform(
                std::move(wishes),
                [weak = weak_from_this(), flight] {
                    if (const auto self = weak.lock())
                        self->onPerformed(*flight);
                },
                [weak = weak_from_this(), flight](const Outcomes& outcomes) {
                    if (const auto self = weak.lock())
                        self->onDone(*flight, outcomes);
                });
    }

    void onPerformed(Flight& flight)
    {
        if (std::exchange(flight.isPerformed, true))
            return;
        ++m_unflushed;
        m_isBusy = false;
        sendNext();
    }

    void onDone(Flight& flight, const Outcomes& outcomes)
    {
        if (flight.isPerformed)
            --m_unflushed;
        else
            m_isBusy = false;
        auto batch = std::move(flight.batch);
        if (!outcomes && isPassing(outcomes.error().code))
            sendAgain(std::move(batch));
        else if (!outcomes)
            halve(std::move(batch), outcomes.error());
        else
            for (std::size_t i = 0; i < batch.size(); ++i)
                batch[i].answer(outcomes.value()[i]);
        sendNext(); // unless an answer has added a wish, which then left at once
    }

    void halve(Items batch, const Fault& fault)
    {
        if (batch.size() == 1) {
            spdlog::error(
                    "saikobi.shop: stock of order {}: {}", batch.front().wish.order, fault.detail);
            batch.front().answer(fault);
            return;
        }
        const auto middle = batch.begin() + static_cast<std::ptrdiff_t>(batch.size() / 2);
        m_halves.push_front(
                Items(std::make_move_iterator(middle), std::make_move_iterator(batch.end())));
        batch.erase(middle, batch.end());
        m_halves.push_front(std::move(batch));
    }

    /// Under the same orders, so that what was committed is recognised; before whatever waits, and
    /// not at once: a store that is away is not asked by every batch.
    void sendAgain(Items batch)
    {
        m_halves.push_back(std::move(batch));
        if (std::exchange(m_isPausing, true))
            return;
        m_timer.expires_after(m_pause);
        m_timer.async_wait([weak = weak_from_this()](const auto& failed) {
            const auto self = weak.lock();
            if (!self || failed)
                return;
            self->m_isPausing = false;
            self->sendNext();
        });
    }

    Perform m_perform;
    boost::asio::steady_timer m_timer;
    std::chrono::milliseconds m_pause{};
    std::deque<Item> m_waiting{};
    std::deque<Items> m_halves{}; ///< of batches that failed, and whole ones to be sent again
    bool m_isBusy = false; ///< one is being performed
    bool m_isPausing = false;
    int m_unflushed = 0; ///< performed, not answered yet
};

StockBatcher::StockBatcher(
        boost::asio::any_io_executor executor, Perform perform, std::chrono::milliseconds pause)
    : m_impl(std::make_shared<Impl>(std::move(executor), std::move(perform), pause))
{
}

StockBatcher::~StockBatcher() = default;

void StockBatcher::add(StockWish wish, Answer answer)
{
    m_impl->add(std::move(wish), std::move(answer));
}

} // namespace saikobi::shop
