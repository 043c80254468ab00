#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "backend/contract/result.h"

namespace saikobi::http {

struct OutsideQuestion {
    bool isPost = false; ///< with nothing in it
    std::string path{};
    std::string accept{"application/json"};
};

struct OutsideAnswer {
    unsigned status = 0;
    std::string type{};
    std::string body{};
};

/// Asks one address questions as anybody would: each over a connection of its own, with TLS and the
/// name verified where the address says https. For a few questions a second. Lives on one executor.
class OutsideClient {
public:
    struct Parts {
        boost::asio::any_io_executor executor;
        std::string url{}; ///< what stands behind the host is not looked at
        std::string caFile{}; ///< PEM; empty: whom the system trusts
    };
    /// Invalid: that is no address, or nobody can be trusted by that file.
    static contract::Result<std::shared_ptr<OutsideClient>> to(const Parts& parts);

    /// Answers once, at the latest when the patience ends. A fault names the hop: name, connection,
    /// TLS, sending, answer.
    using Done = std::function<void(const contract::Result<OutsideAnswer>&)>;
    void ask(const OutsideQuestion& question, std::chrono::milliseconds patience, Done done);

    class Impl;
    explicit OutsideClient(std::shared_ptr<Impl> impl);
    ~OutsideClient();

private:
    std::shared_ptr<Impl> m_impl;
};

} // namespace saikobi::http
