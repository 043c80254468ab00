#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "tests/e2e/installation.h"
#include "tests/support/line_history.h"

namespace saikobi::tests {

/// People before one sale of an installation: they join at all of its instances at once, ask again
/// under the same id when an answer is lost, and remember what they were told.
class WaitingPeople {
public:
    struct Person {
        std::string ticket{};
        std::int64_t number = 0;
        std::int64_t position = 0; ///< as last told
    };

    WaitingPeople(Installation& installation, std::string sale);
    ~WaitingPeople();

    /// Joins so many and returns when all have their tickets.
    void gather(std::size_t count);
    /// From now on some join each moment at every instance, whatever happens, until stop().
    void keepJoining();
    void stop();

    std::size_t size() const;
    std::int64_t highestNumber() const;
    /// Joins that needed more than one question.
    std::int64_t repeated() const { return m_repeated; }
    LineHistory::Verdict checkHistory() const;

    /// Everybody asks for their place. Empty when each ticket was good, each number the same and no
    /// position larger than when asked before; else the first complaint.
    std::string askPlaces();
    /// The same, and all must have been called.
    std::string allCalled();

private:
    /// One new person, who asks until answered or until told to stop.
    void joinOnce(std::vector<std::unique_ptr<WebClient>>& doors, std::size_t first);
    std::string askAll(bool mustBeCalled);
    std::string askOne(WebClient& door, Person& person, bool mustBeCalled) const;
    std::vector<std::unique_ptr<WebClient>> openDoors() const;

    Installation& m_installation;
    std::string m_sale;
    std::atomic<std::int64_t> m_visitors{0};
    std::atomic<std::int64_t> m_repeated{0};
    mutable std::mutex m_mutex{};
    std::condition_variable m_stopped{};
    bool m_isStopping = false;
    std::vector<Person> m_people{};
    LineHistory m_history{};
    std::vector<std::thread> m_threads{};
};

} // namespace saikobi::tests
