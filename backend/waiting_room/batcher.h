#pragma once

#include <algorithm>
#include <cstddef>
#include <deque>
#include <functional>
#include <iterator>
#include <utility>
#include <vector>

namespace saikobi::waiting_room {

/// One call in flight: what arrives meanwhile waits in the order of its arrival and leaves together
/// in the next one.
template<class Item>
class Batcher {
public:
    using Send = std::function<void(std::vector<Item>)>;

    Batcher(std::size_t most, std::size_t limit, Send send)
        : m_most(most)
        , m_limit(limit)
        , m_send(std::move(send))
    {
    }

    /// False: as many wait as may wait; the item was not taken.
    bool add(Item&& item)
    {
        if (m_waiting.size() >= m_limit)
            return false;
        m_waiting.push_back(std::move(item));
        if (!m_isInFlight)
            sendNext();
        return true;
    }

    /// Those that wait, for whoever knows that the next call would do no better.
    std::vector<Item> takeWaiting()
    {
        std::vector<Item> all(std::make_move_iterator(m_waiting.begin()),
                std::make_move_iterator(m_waiting.end()));
        m_waiting.clear();
        return all;
    }

    /// The call has been answered.
    void finish()
    {
        m_isInFlight = false;
        if (!m_waiting.empty())
            sendNext();
    }

private:
    void sendNext()
    {
        const auto count = static_cast<std::ptrdiff_t>(std::min(m_most, m_waiting.size()));
        const auto end = m_waiting.begin() + count;
        std::vector<Item> batch(
                std::make_move_iterator(m_waiting.begin()), std::make_move_iterator(end));
        m_waiting.erase(m_waiting.begin(), end);
        m_isInFlight = true;
        m_send(std::move(batch));
    }

    std::size_t m_most;
    std::size_t m_limit;
    Send m_send;
    std::deque<Item> m_waiting{};
    bool m_isInFlight = false;
};

} // namespace saikobi::waiting_room
