#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "tests/bench/load_client.h"
#include "tests/e2e/rehearsal_process.h"

namespace saikobi::bench {

/// A rehearsal whose sale never ends, with people who stand in the shop and order in turn, each one
/// order at a time, in one thread.
class TillLoad {
public:
    using Clock = LoadClient::Clock;
    struct Setup {
        int instances = 1;
        double callsPerSecond = 100'000;
        std::string latencyMs{R"({"card":[0,0],"finish":[0,0],"read":[0,0]})"};
        std::size_t shoppers = 64; ///< who may order at one time, each on a connection
        std::size_t people = 2000; ///< who take turns at that: nobody buys for thirty
        double ordersPerSecond = 0; ///< by the clock; 0: each again as soon as it is answered
        /// Public reads and shop requests that are asked between two orders.
        int looksPerOrder = 0;
        int shopsPerOrder = 0;
        std::size_t lookers = 0; ///< connections for those
        Clock::duration warmUp = std::chrono::seconds{2};
        Clock::duration span = std::chrono::seconds{8};
    };
    struct Timed {
        std::vector<double> ms{};
        double perSecond = 0;
    };
    /// Of the span without its warm-up.
    struct Measured {
        Timed paid{};
        Timed refused{}; ///< 429 and 503
        Timed looks{};
        Timed shops{};
        long long unsent = 0; ///< by the clock, but every shopper was waiting
        long long unfinished = 0; ///< 201 with another status, after 10 s
        long long others = 0;
        long long broken = 0;
        std::map<std::string, std::vector<double>> refusals{}; ///< ms, by status and kind
        std::string firstOther{};
    };

    /// Throws std::runtime_error when it does not get ready.
    explicit TillLoad(Setup setup);
    ~TillLoad();

    Measured run();
    /// Milliseconds that `share` (0 … 1) of a histogram do not exceed, over all instances.
    double percentileOf(const std::string& histogram, double share);
    /// A number of the simulator's summary, by the names on the way to it.
    double summaryOf(const std::vector<std::string>& path);
    /// Waits until every order is at its end; then the audit views. False, and said so.
    bool isSound();

private:
    enum class Kind { Order, Look, Shop };

    void control(const std::string& settings);
    void readIds();
    void enter();
    void claimBy(
            std::size_t connection, std::size_t person, const std::vector<std::string>& tickets);
    void orderBy(std::size_t shopper);
    void look(std::size_t looker);
    void note(const LoadClient::Answer& answer, Kind kind, Measured& out);
    void orderDue(Clock::time_point begun, Measured& out);
    void finish(Measured& out) const;

    Setup m_setup;
    tests::RehearsalProcess m_rehearsal;
    Endpoint m_server{};
    std::unique_ptr<LoadClient> m_client{};
    std::unique_ptr<LoadClient> m_lookClient{};
    std::vector<std::string> m_passes{}; ///< by person
    std::deque<std::size_t> m_free{}; ///< people who have no order under way
    std::vector<std::size_t> m_personBy{}; ///< by connection, whom it speaks for
    std::vector<Kind> m_lookKinds{};
    std::vector<std::size_t> m_idle{};
    std::deque<std::pair<Clock::time_point, std::size_t>> m_resting{};
    std::string m_orderBody{};
    std::mt19937_64 m_random{std::random_device{}()};
    Clock::time_point m_countFrom{};
    Clock::time_point m_end{};
    long long m_sent = 0;
    long long m_looked = 0;
};

} // namespace saikobi::bench
