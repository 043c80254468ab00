#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "backend/rehearsal/provider/operations.h"
#include "backend/rehearsal/provider/simulator_book.h"
#include "backend/rehearsal/provider/simulator_chance.h"
#include "backend/rehearsal/provider/simulator_limits.h"
#include "backend/rehearsal/provider/simulator_rules.h"
#include "backend/rehearsal/provider/simulator_settings.h"
#include "backend/rehearsal/provider/simulator_webhooks.h"

namespace saikobi::rehearsal {

struct Refusals {
    std::map<std::string, std::int64_t> byReason{}; ///< 409, lock_timeout and faults by their name
    std::int64_t finishing = 0; ///< captures and cancels refused for rate
};

/// What the parts of one simulator share: its books, its clock, its chance, what is turned on.
struct SimulatorWorld {
    boost::asio::any_io_executor executor;
    std::string secret{};
    std::string base{}; ///< http://HOST:PORT, for the pages it sends shoppers to
    std::filesystem::path state{};
    SimulatorSettings settings{};
    std::unique_ptr<SimulatorBook> book{};
    std::shared_ptr<SimulatorWebhooks> webhooks{};
    CallLimits limits{};
    Refusals refusals{};
    std::set<std::string> locked{}; ///< payments and pages that a call is working on
    std::function<void()> die{}; ///< what a crash is
    std::function<void(const Intent&)> onAction{}; ///< a shopper was sent to 3DS
    std::function<void(const Session&)> onPage{}; ///< a hosted page was made
    int life = 0; ///< how often it was started again; what an earlier life began has no effect

    std::int64_t nowUs() const; ///< Unix time as this provider's clock has it
    std::int64_t nowS() const { return nowUs() / 1'000'000; }
    Chance nextChance();
    std::string freshId(); ///< never given before, also after a restart

    void turn(SimulatorSettings next);
    Latency latencyOf(const std::string& kind) const;
    bool isDown() const;
    /// Dies there if that was asked for.
    void pass(const char* point);

    /// The change of a payment, its notifications and, if it has one, its page.
    Text keep(const Intent& intent, std::vector<std::string> events, const std::string& key);
    void keep(
            const Session& session, const std::vector<std::string>& events, const std::string& key);
    /// What confirming meets now.
    Circumstances circumstances(const Intent& intent, Chance& chance) const;
    /// Pages and authorisations whose time is over.
    void sweep();
    void resume(); ///< after reading the book: what it still has to look after
    /// Everything but the state file is forgotten.
    contract::Outcome restart();

private:
    void tell(const std::string& type, const std::string& object, const std::string& key);
    void watch(const std::string& id, std::int64_t dueS);

    std::uint64_t m_calls = 0;
    std::uint64_t m_ids = 0;
    std::uint64_t m_events = 0;
    std::set<std::pair<std::int64_t, std::string>> m_due{}; ///< when a page or payment lapses
    std::chrono::steady_clock::time_point m_turned{};
    std::string m_crashPoint{};
    int m_crashesAt = 0; ///< how often that point is still to be passed
};

} // namespace saikobi::rehearsal
