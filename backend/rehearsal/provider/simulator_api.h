#pragma once

#include <memory>
#include <set>
#include <string>

#include "backend/http/handler.h"
#include "backend/rehearsal/provider/simulator_call.h"
#include "backend/rehearsal/provider/simulator_effects.h"
#include "backend/rehearsal/provider/simulator_world.h"

namespace saikobi::rehearsal {

/// The calls under /v1: sign-in, limits, keys, latency, effect, in this order.
class SimulatorApi : public std::enable_shared_from_this<SimulatorApi> {
public:
    static std::shared_ptr<SimulatorApi> make(std::shared_ptr<SimulatorWorld> world);
    void handle(const http::Request& request, http::Reply reply);
    void forgetRunning() { m_running.clear(); } ///< after a restart

private:
    using Call = SimulatorCall;
    using CallPtr = std::shared_ptr<Call>;
    explicit SimulatorApi(std::shared_ptr<SimulatorWorld> world);

    bool isAway(Call& call);
    bool isRefused(Call& call, const http::Request& request);
    bool isOverLimit(Call& call);
    void drawFate(Call& call);
    bool readBody(Call& call, const http::Request& request);
    bool isRepeat(Call& call);
    bool isFaulty(Call& call);
    void begin(const CallPtr& call);
    void finish(Call& call);
    void read(Call& call);
    void answer(Call& call, Made made);
    void deliver(Call& call, http::Response response);
    void refuse(Call& call, unsigned status, const ApiError& error, const char* effect = "refused");
    void drop(Call& call, const char* fault);
    void later(double delayMs, const CallPtr& call, void (SimulatorApi::*step)(Call&));

    std::shared_ptr<SimulatorWorld> m_world;
    std::set<std::string> m_running; ///< keys whose first call has not been answered
};

} // namespace saikobi::rehearsal
