#pragma once

#include <memory>

#include "backend/http/buyer_parts.h"
#include "backend/http/handler.h"
#include "backend/http/pages.h"
#include "backend/http/router.h"
#include "backend/http/sale_door.h"
#include "backend/http/shedder.h"

namespace saikobi::http {

/// Everything buyers and payment providers can ask of us.
class BuyerApi : public Handler {
public:
    enum class Surface {
        Whole,
        Payments ///< below /payments/ only: returns and notifications
    };
    explicit BuyerApi(BuyerParts parts, Surface surface = Surface::Whole);

    void handle(const Request& request, Reply reply) override;
    /// Stands before it at the listener.
    Doorkeeper& door() { return m_shedder; }
    /// How long requests wait for the listener's thread; it sheds by what is noted there.
    QueueMeter& queue() { return m_shedder.queue(); }
    const std::vector<Route>& routes() const { return m_router.routes(); }

private:
    BuyerParts m_parts;
    Pages m_pages;
    SaleDoor m_door{m_parts, m_pages};
    Shedder m_shedder{m_parts, m_pages, m_door};
    Router m_router;
    AnswerBook m_counts;
};

} // namespace saikobi::http
