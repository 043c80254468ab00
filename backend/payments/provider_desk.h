#pragma once

#include <boost/asio/awaitable.hpp>

#include <memory>

#include "backend/payments/provider_gate.h"
#include "backend/shop/ledger_port.h"
#include "backend/shop/payment_port.h"

namespace saikobi::payments {

/// What can be asked of one provider account, in the provider's own calls. Lives on one executor;
/// coroutines hold it until they end.
class ProviderDesk : public std::enable_shared_from_this<ProviderDesk> {
public:
    explicit ProviderDesk(ProviderGate::Parts parts);

    ProviderGate& gate() { return *m_gate; }
    const ProviderGate& gate() const { return *m_gate; }

    boost::asio::awaitable<shop::PaymentAnswer> authorise(shop::PaymentRequest request);
    boost::asio::awaitable<shop::PaymentAnswer> confirm(
            shop::PaymentRequest request, std::string reference);
    boost::asio::awaitable<shop::PaymentAnswer> start(shop::PaymentRequest request);
    /// Capture or cancel.
    boost::asio::awaitable<shop::PaymentAnswer> finish(
            StripeOperation operation, shop::PaymentReference payment);
    boost::asio::awaitable<shop::PaymentAnswer> close(shop::PaymentReference payment);
    boost::asio::awaitable<shop::PaymentAnswer> query(shop::PaymentReference payment);
    /// A page of the provider's books, in an idle gap of the budget. Nothing: it could not be read.
    boost::asio::awaitable<std::optional<shop::LedgerPage>> list(
            contract::Instant since, std::string after);

private:
    using Lane = ProviderGate::Lane;
    boost::asio::awaitable<shop::PaymentAnswer> ask(ProviderCall& call, Lane lane);
    boost::asio::awaitable<shop::PaymentAnswer> closeOpen(shop::PaymentReference payment);
    boost::asio::awaitable<shop::PaymentAnswer> look(shop::PaymentReference payment, Lane lane);
    boost::asio::awaitable<shop::PaymentAnswer> retrieve(shop::PaymentReference payment, Lane lane);
    boost::asio::awaitable<shop::PaymentAnswer> retrievePage(
            shop::PaymentReference payment, Lane lane);
    boost::asio::awaitable<shop::PaymentAnswer> search(shop::PaymentReference payment, Lane lane);
    boost::asio::awaitable<shop::PaymentAnswer> searchWindow(
            shop::PaymentReference payment, SearchWindow window, Lane lane);

    std::shared_ptr<ProviderGate> m_gate;
};

} // namespace saikobi::payments
