#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <memory>
#include <random>
#include <set>
#include <string>

#include "backend/http/handler.h"
#include "backend/rehearsal/provider/simulator_book.h"
#include "backend/rehearsal/provider/simulator_limits.h"
#include "backend/rehearsal/provider/simulator_report.h"
#include "backend/rehearsal/provider/simulator_rules.h"
#include "backend/rehearsal/provider/simulator_settings.h"
#include "backend/rehearsal/provider/simulator_webhooks.h"

namespace saikobi::rehearsal {

/// What the parts of one simulator share.
struct SimulatorWorld {
    boost::asio::any_io_executor executor;
    std::string secret{};
    std::string base{}; ///< http://HOST:PORT, for the pages it sends shoppers to
    SimulatorSettings settings{};
    std::unique_ptr<SimulatorBook> book{};
    std::shared_ptr<SimulatorWebhooks> webhooks{};
    std::mt19937_64 chance{1};
    CallLimits limits{};
    Refusals refusals{};
    std::int64_t events = 0;

    /// Sends notifications about `intent`.
    void tell(const Intent& intent, const std::vector<std::string>& types, const std::string& key);
    double share(); ///< evenly in [0, 1)
    std::string freshId(); ///< never given before, also after a restart
};

/// The calls under /v1: sign-in, limits, keys, latency, effect, in this order.
class SimulatorApi : public std::enable_shared_from_this<SimulatorApi> {
public:
    static std::shared_ptr<SimulatorApi> make(std::shared_ptr<SimulatorWorld> world);
    void handle(const http::Request& request, http::Reply reply);

private:
    struct Call;
    explicit SimulatorApi(std::shared_ptr<SimulatorWorld> world);

    bool isRefused(Call& call, const http::Request& request);
    bool isRepeat(Call& call);
    void begin(const std::shared_ptr<Call>& call);
    std::optional<ApiError> faultOf(const Call& call) const;
    Effect apply(Call& call, Intent& intent);
    void finish(Call& call);
    void read(Call& call);
    void answer(Call& call, unsigned status, std::shared_ptr<const std::string> body,
            std::string_view effect);
    void refuse(Call& call, unsigned status, ApiError error, const char* effect = "refused");
    void later(
            double delayMs, const std::shared_ptr<Call>& call, void (SimulatorApi::*step)(Call&));
    double latencyOf(const Call& call);

    std::shared_ptr<SimulatorWorld> m_world;
    std::set<std::string> m_running; ///< keys whose first call has not been answered
    std::set<std::string> m_locked; ///< payments a call is working on
};

} // namespace saikobi::rehearsal
