#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "backend/contract/result.h"
#include "backend/payments/stripe_answers.h"

namespace saikobi::payments {

/// Where a provider listens and how we sign in there.
struct ProviderEndpoint {
    std::string host{};
    std::uint16_t port = 80;
    std::string secret{}; ///< sk_…
    bool isTls = false;
    std::string caFile{}; ///< PEM; who may vouch for it. Empty: whom the system trusts
};

/// Invalid names what is wrong with the address or the file. Our secret goes in clear to nobody but
/// this machine: any other host must be reached by https.
contract::Result<ProviderEndpoint> endpointFromUrl(
        const std::string& url, std::string secret, std::string caFile = {});

struct ClientLimits {
    std::chrono::milliseconds connectDeadline{2000};
    std::chrono::milliseconds callDeadline{10'000}; ///< later the outcome is unknown
    std::chrono::milliseconds idleLife{8000}; ///< servers close idle connections; we do so earlier
    std::size_t idleLimit = 1024; ///< 1,400 calls may be under way, and come back in waves
    std::size_t answerLimit = 4 * 1024 * 1024; ///< a list of a hundred payments fits
};

/// HTTP/1.1, over TLS 1.2 or newer where the address says so, towards one provider with a pool of
/// kept connections. A call takes its connection first, then its place in the budget, then is sent
/// without any further wait. Used on one executor only; the number of calls under way is bounded by
/// its owner.
class StripeClient {
public:
    class Connection;
    struct Close {
        void operator()(Connection* connection) const;
    };
    using ConnectionPtr = std::unique_ptr<Connection, Close>;

    StripeClient(boost::asio::any_io_executor executor, ProviderEndpoint endpoint,
            ClientLimits limits = {});
    ~StripeClient();
    StripeClient(const StripeClient&) = delete;
    StripeClient& operator=(const StripeClient&) = delete;

    /// A kept connection or a new one. Unavailable: nothing was sent.
    boost::asio::awaitable<contract::Result<ConnectionPtr>> connect();
    /// Takes back a connection that was not needed.
    void keep(ConnectionPtr connection);
    /// Unknown: broken or too late after it began to be sent.
    boost::asio::awaitable<contract::Result<StripeReply>> send(
            ConnectionPtr connection, StripeCall call);

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace saikobi::payments
