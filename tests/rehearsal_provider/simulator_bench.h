#pragma once

#include <QTemporaryDir>

#include <boost/asio/io_context.hpp>

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "backend/http/listener.h"
#include "backend/rehearsal/provider/simulator.h"

namespace saikobi::tests {

/// The shop's side of notifications: refuses the first ones, then takes them.
class SimulatorInbox : public http::Handler {
public:
    struct Taken {
        std::string target{};
        std::string query{};
        std::string signature{};
        std::string body{};
    };
    void handle(const http::Request& request, http::Reply reply) override;
    std::vector<Taken> taken();
    int refusals = 0; ///< set before anything comes

private:
    std::mutex m_mutex;
    std::vector<Taken> m_taken;
};

/// A simulator on a thread of its own, and who talks to it over real sockets.
class SimulatorBench {
public:
    static constexpr const char* secret = "sk_test_rehearsal";
    static constexpr const char* webhookSecret = "whsec_sim";
    static const std::string order; ///< of 500 yen, confirmed; a means of payment is to follow

    SimulatorBench() = default;
    ~SimulatorBench() { stop(); }

    /// Latencies of at most a millisecond, no limits, notifications at once.
    static rehearsal::SimulatorSettings quick();

    /// Empty: it listens. With an inbox, notifications go there.
    std::string start(const rehearsal::SimulatorSettings& settings);
    SimulatorInbox& openInbox(); ///< before start()
    /// As abrupt as SIGKILL: nothing gets the chance to be written. The state file stays.
    void stop();

    /// The whole answer; what came of it when the connection broke.
    std::string send(const std::string& method, const std::string& target,
            const std::string& body = {}, const std::string& headers = {}) const;
    std::string post(const std::string& target, const std::string& body,
            const std::string& key = {}) const; ///< signed in
    std::string get(const std::string& target) const; ///< signed in
    std::string control(const std::string& knobs) const { return send("PUT", "/control", knobs); }
    std::uint16_t port() const { return m_port; }
    int deaths() const { return m_deaths; } ///< at `crash_at`

    static std::string request(const std::string& method, const std::string& target,
            const std::string& body, const std::string& headers);
    static std::string signedIn();

private:
    QTemporaryDir m_folder{};
    std::atomic<int> m_deaths = 0;
    std::unique_ptr<boost::asio::io_context> m_context;
    SimulatorInbox m_inbox{};
    std::unique_ptr<http::Listener> m_shop;
    std::unique_ptr<rehearsal::ProviderSimulator> m_provider;
    std::thread m_thread;
    std::uint16_t m_port = 0;
};

/// What the first bracket of `pattern` matches in `in`.
std::string found(const std::string& in, const char* pattern);

} // namespace saikobi::tests
