#pragma once

#include <functional>
#include <string>
#include <vector>

#include "backend/contract/tick.h"
#include "backend/http/handler.h"

namespace saikobi::http {

/// What the private listener needs; called on its executor.
struct PrivateParts {
    std::function<std::vector<std::string>()> missing; ///< empty: ready
    std::function<std::vector<contract::Tick>()> ticks; ///< one per sale, as of now
};

/// GET /healthz, /readyz and /metrics: for the shop's own monitoring, never for buyers.
class PrivateApi : public Handler {
public:
    explicit PrivateApi(PrivateParts parts);
    void handle(const Request& request, Reply reply) override;

private:
    Response readiness() const;

    PrivateParts m_parts;
};

} // namespace saikobi::http
