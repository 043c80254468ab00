#pragma once

#include <memory>

#include "backend/http/buyer_parts.h"
#include "backend/http/handler.h"
#include "backend/http/pages.h"
#include "backend/http/router.h"
#include "backend/http/sale_door.h"

namespace saikobi::http {

/// Everything buyers and payment providers can ask of us.
class BuyerApi : public Handler {
public:
    explicit BuyerApi(BuyerParts parts);

    void handle(const Request& request, Reply reply) override;
    /// Stands before it at the listener.
    Doorkeeper& door() { return m_door; }
    const std::vector<Route>& routes() const { return m_router.routes(); }

private:
    BuyerParts m_parts;
    Pages m_pages;
    SaleDoor m_door{m_parts, m_pages};
    Router m_router;
    AnswerBook m_counts;
};

} // namespace saikobi::http
