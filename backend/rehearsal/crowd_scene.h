#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <string>

#include "backend/rehearsal/crowd_count.h"
#include "backend/rehearsal/crowd_history.h"
#include "backend/rehearsal/http_client.h"

namespace saikobi::rehearsal {

/// What the buyers of one crowd have in common. One thread, so nothing is locked.
struct CrowdScene {
    boost::asio::any_io_executor executor;
    HttpAddress address{};
    std::string sale{};
    std::chrono::steady_clock::time_point began{};
    CrowdCount count{};
    CrowdHistory history{};
    std::int64_t present = 0; ///< buyers who have arrived and not left
    std::int64_t waiting
            = 0; ///< in an open line, not called as far as they know, and going to come
    bool isOver = false; ///< told to stop: nobody asks anything any more

    CrowdCount::Seconds now() const { return std::chrono::steady_clock::now() - began; }
};

} // namespace saikobi::rehearsal
