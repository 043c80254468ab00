#include "backend/payments/provider_gate_state.h"

#include <algorithm>

namespace saikobi::payments {

using namespace std::chrono_literals;

namespace {

constexpr std::chrono::milliseconds usualTime = 2s; ///< of a method nobody described

} // namespace

ProviderGate::State::State(Parts given)
    : parts(std::move(given))
    , budget(parts.executor, parts.redis, parts.account.id,
              {[this](bool isThere) {
                   const auto now = Clock::now();
                   isThere ? share.noteRedisAnswer(now) : share.noteRedisSilence(now);
               },
                      [this](double left) { shareLeft = left; }})
    , client(parts.executor, parts.endpoint, parts.limits)
{
}

forecast::CallAgreement ProviderGate::State::agreementOf(const contract::ProviderAccount& account)
{
    forecast::CallAgreement out;
    out.callsPerSecond = account.callsPerSecond;
    out.callsPerSecondEndpoint = account.callsPerSecondEndpoint;
    out.parallel = account.parallel;
    return out;
}

std::chrono::milliseconds ProviderGate::State::usualOf(const std::string& method) const
{
    const auto found = parts.usual.find(method);
    return found == parts.usual.end() ? usualTime : std::max(found->second, 100ms);
}

InFlightGate& ProviderGate::State::gateOf(const std::string& method)
{
    const auto found = gates.find(method);
    if (found != gates.end())
        return found->second;
    const double usual = std::chrono::duration<double>(usualOf(method)).count();
    return gates.try_emplace(method, parts.account.callsPerSecond * usual).first->second;
}

bool ProviderGate::State::hasRoomForOrder() const
{
    return gates.empty() || std::any_of(gates.begin(), gates.end(), [](const auto& entry) {
        return entry.second.admits(false);
    });
}

void ProviderGate::State::showInFlight(const std::string& sale, const std::string& method)
{
    auto& measures = parts.measures(sale);
    int all = 0;
    for (const auto& [key, count] : shown)
        all += key.first == sale ? count : 0;
    measures.set(contract::gauge::inFlight, all);
    measures.set(contract::gauge::inFlightOf(method).c_str(), shown[{sale, method}]);
    measures.set(contract::gauge::inFlightLimitOf(method).c_str(), gateOf(method).limit());
}

std::uint64_t ProviderGate::State::begin(const ProviderCall& call)
{
    const auto& sale = call.about.sale;
    auto& measures = parts.measures(sale);
    measures.count(contract::counter::providerCalls);
    if (isFinishing(call.wire.operation))
        measures.count(contract::counter::providerFinishing);
    unfinished.erase(call.about.order);
    repeats.noteSent(call.wire.key, Clock::now());
    flights[++flightsBegun]
            = {sale, call.about.method, Clock::now(), isAuthorising(call.wire.operation)};
    ++youngFlights;
    ++shown[{sale, call.about.method}];
    showInFlight(sale, call.about.method);
    return flightsBegun;
}

void ProviderGate::State::end(std::uint64_t flight, ProviderCall& call)
{
    const auto ended = flights.find(flight);
    call.wasOverdue = ended->second.isOverdue;
    youngFlights -= ended->second.isYoung ? 1 : 0;
    flights.erase(ended);
    gateOf(call.about.method).end();
    showRoom();
    --shown[{call.about.sale, call.about.method}];
    showInFlight(call.about.sale, call.about.method);
}

} // namespace saikobi::payments
