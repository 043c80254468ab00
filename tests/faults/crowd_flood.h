#pragma once

#include <atomic>
#include <cstdint>
#include <thread>

namespace saikobi::tests {

/// Browsers that ask for pages and orders again as soon as they are answered, more of them every
/// second, until nearly all who ask for an order are told to come later: a shop that sheds every
/// lane but the one that finishes orders, on whatever machine this is.
class CrowdFlood {
public:
    explicit CrowdFlood(std::uint16_t port);
    ~CrowdFlood();
    CrowdFlood(const CrowdFlood&) = delete;
    CrowdFlood& operator=(const CrowdFlood&) = delete;

    bool isShed() const { return m_shedPercent > 80; }
    /// Of the last second's questions about orders.
    int shedPercent() const { return m_shedPercent; }
    int browsers() const { return m_browsers; }

private:
    void run(std::uint16_t port);

    std::atomic<bool> m_isOver{false};
    std::atomic<int> m_shedPercent{0};
    std::atomic<int> m_browsers{0};
    std::thread m_thread; ///< last: it uses the others
};

} // namespace saikobi::tests
