#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <memory>
#include <string>

#include "backend/http/handler.h"

namespace saikobi::http {

/// Stands before the handler of a listener and passes what lies below one path to a handler on
/// another thread. Bounded: one request too many gets 503 at once, and who sent it comes again.
class HandOver final : public Handler {
public:
    struct Parts {
        Handler& here; ///< everything else, on the listener's executor
        Handler& there;
        std::string prefix{}; ///< "/payments/"
        boost::asio::any_io_executor hereExecutor;
        boost::asio::any_io_executor thereExecutor;
        int limit = 1024; ///< under way
    };
    explicit HandOver(Parts parts);

    void handle(const Request& request, Reply reply) override;
    int underWay() const { return *m_underWay; }

private:
    void pass(const Request& request, Reply reply);

    const Parts m_parts;
    std::shared_ptr<int> m_underWay = std::make_shared<int>(0); ///< of the listener's thread
};

} // namespace saikobi::http
