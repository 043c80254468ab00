#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "backend/http/buyer_parts.h"
#include "backend/http/doorkeeper.h"
#include "backend/http/queue_meter.h"
#include "backend/http/shedding.h"

namespace saikobi::http {

class Pages;

/// Turns people away while the queue is too long, and new orders while the till is full: 503 with a
/// Retry-After spread by chance, from an answer that is ready. Stands before the next doorkeeper;
/// no store is asked and nothing is read but the head.
class Shedder final : public Doorkeeper {
public:
    Shedder(const BuyerParts& parts, Pages& pages, Doorkeeper& next);

    Verdict look(const Request& request, Response& answer) override;
    /// How long requests wait for this thread; the listener notes it.
    QueueMeter& queue() { return m_queue; }
    const Shedding& shedding() const { return m_shedding; }

private:
    /// What was learnt of the queue, and when.
    struct Heard {
        std::uint64_t windows = 0;
        std::chrono::steady_clock::time_point at{};
    };
    void learn();
    bool isShed(Lane lane, const Request& request) const;
    Response refusal(const Request& request);
    void count(Lane lane, const Request& request) const;

    const BuyerParts& m_parts;
    Pages& m_pages;
    Doorkeeper& m_next;
    QueueMeter m_queue;
    Shedding m_shedding;
    Heard m_heard{};
    std::array<Response, 3> m_ready{}; ///< as JSON, and as a page in each language
};

} // namespace saikobi::http
