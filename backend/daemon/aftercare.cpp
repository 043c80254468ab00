#include "backend/daemon/aftercare.h"

#include <chrono>

namespace saikobi::daemon {

namespace {

using contract::Outcome;
using Done = std::function<void(Outcome)>;

contract::Instant now()
{
    return std::chrono::system_clock::now();
}

std::function<void(const std::string&, Done)> refreshOf(shop::Checkout& checkout)
{
    return [&checkout](const std::string& order, Done done) {
        checkout.refresh(order, std::move(done));
    };
}

payments::Webhooks::Parts webhookParts(const Aftercare::Parts& parts)
{
    std::vector<payments::Webhooks::Provider> providers;
    for (const auto& provider : parts.config.providers)
        providers.push_back({provider.id, provider.webhookSecrets});
    return {parts.executor, parts.stores.finishing, std::move(providers), now,
            refreshOf(parts.checkout),
            [&checkout = parts.checkout](const std::string& order, Done done) {
                checkout.checkEnd(order, std::move(done));
            }};
}

} // namespace

Aftercare::Aftercare(const Parts& parts)
    : m_webhooks(webhookParts(parts))
    , m_reconciler({parts.executor, parts.stores.finishing, parts.payments, parts.payments,
              parts.providers, now, refreshOf(parts.checkout), parts.measures})
{
}

void Aftercare::tick()
{
    m_webhooks.tick();
    m_reconciler.tick();
}

} // namespace saikobi::daemon
