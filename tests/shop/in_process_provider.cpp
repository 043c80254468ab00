#include "tests/shop/in_process_provider.h"

#include <boost/asio/post.hpp>

#include <algorithm>

namespace saikobi::tests {

using shop::PaymentAnswer;
using shop::PaymentOutcome;
using shop::PaymentStanding;

void InProcessProvider::act(const std::string& order, PaymentStanding result)
{
    auto& payment = payments.at(order);
    if (payment.standing != PaymentStanding::ActionRequired)
        return;
    payment.standing = result;
    const bool isMoney
            = result == PaymentStanding::Authorised || result == PaymentStanding::Captured;
    if (isMoney && payment.reference.starts_with("cs_"))
        payment.reference = "pi_" + order; // a page's payment gets a reference of its own
    if (result == PaymentStanding::Captured)
        ++payment.captures;
}

int InProcessProvider::count(PaymentStanding standing) const
{
    return static_cast<int>(std::count_if(payments.begin(), payments.end(),
            [standing](const auto& entry) { return entry.second.standing == standing; }));
}

void InProcessProvider::book(const std::string&, std::function<void(shop::BudgetAnswer)> answer)
{
    shop::BudgetAnswer granted;
    granted.isGranted = true;
    const auto result = budgetRefusal.value_or(granted);
    booked += result.isGranted ? 1 : 0;
    boost::asio::post(m_executor, [answer = std::move(answer), result] { answer(result); });
}

void InProcessProvider::giveBack(const std::string&)
{
    ++givenBack;
}

void InProcessProvider::authorise(const shop::PaymentRequest& request, Answer answer)
{
    const auto wish = fateOf(ProviderCall::Authorise, request.order);
    run(
            wish, ProviderCall::Authorise,
            [this, request, wish] {
                auto& payment = payments[request.order];
                if (payment.reference.empty()) { // else the key is known: the same answer again
                    payment = {
                            "pi_" + request.order, PaymentStanding::Authorised, request.amount, 0};
                    if (wish == Fate::Refused)
                        payment.standing = PaymentStanding::Declined;
                    if (wish == Fate::NeedsAction)
                        payment.standing = PaymentStanding::ActionRequired;
                }
                auto out = stateOf(request.order,
                        payment.standing == PaymentStanding::Declined ? PaymentOutcome::Refused
                                                                      : PaymentOutcome::Done);
                out.code = wish == Fate::Refused ? "insufficient_funds" : "";
                if (payment.standing == PaymentStanding::ActionRequired)
                    out.redirectUrl = "http://provider.example/3ds/" + request.order;
                return out;
            },
            std::move(answer));
}

void InProcessProvider::confirm(
        const shop::PaymentRequest& request, const std::string& reference, Answer answer)
{
    const auto wish = fateOf(ProviderCall::Confirm, request.order);
    run(
            wish, ProviderCall::Confirm,
            [this, request, reference, wish] {
                auto& payment = payments.at(request.order);
                const bool isKnown = payment.reference == reference;
                if (isKnown && payment.attempt < request.attempt) {
                    payment.attempt = request.attempt;
                    payment.standing = wish == Fate::Refused ? PaymentStanding::Declined
                            : wish == Fate::NeedsAction      ? PaymentStanding::ActionRequired
                                                             : PaymentStanding::Authorised;
                }
                auto out = stateOf(request.order,
                        payment.standing == PaymentStanding::Declined ? PaymentOutcome::Refused
                                                                      : PaymentOutcome::Done);
                out.code = wish == Fate::Refused ? "insufficient_funds" : "";
                if (payment.standing == PaymentStanding::ActionRequired)
                    out.redirectUrl = "http://provider.example/3ds/" + request.order;
                return out;
            },
            std::move(answer));
}

void InProcessProvider::start(const shop::PaymentRequest& request, Answer answer)
{
    const auto wish = fateOf(ProviderCall::Start, request.order);
    run(
            wish, ProviderCall::Start,
            [this, request, wish] {
                auto& payment = payments[request.order];
                if (payment.reference.empty())
                    payment = {"cs_" + request.order, PaymentStanding::ActionRequired,
                            request.amount, 0};
                if (wish == Fate::Refused)
                    payment.standing = PaymentStanding::Declined;
                auto out = stateOf(request.order,
                        wish == Fate::Refused ? PaymentOutcome::Refused : PaymentOutcome::Done);
                if (payment.standing == PaymentStanding::ActionRequired)
                    out.redirectUrl = "https://pay.example/page/" + request.order;
                return out;
            },
            std::move(answer));
}

void InProcessProvider::capture(const shop::PaymentReference& about, Answer answer)
{
    const auto wish = fateOf(ProviderCall::Capture, about.order);
    run(
            wish, ProviderCall::Capture,
            [this, order = about.order, wish] {
                auto& payment = payments[order];
                if (payment.standing == PaymentStanding::Authorised && wish != Fate::Refused) {
                    payment.standing = PaymentStanding::Captured;
                    ++payment.captures;
                }
                return stateOf(order,
                        payment.standing == PaymentStanding::Captured ? PaymentOutcome::Done
                                                                      : PaymentOutcome::Refused);
            },
            std::move(answer));
}

void InProcessProvider::release(const shop::PaymentReference& about, Answer answer)
{
    run(
            fateOf(ProviderCall::Release, about.order), ProviderCall::Release,
            [this, order = about.order] {
                auto& payment = payments[order];
                if (payment.standing != PaymentStanding::Captured)
                    payment.standing = PaymentStanding::Voided;
                return stateOf(order,
                        payment.standing == PaymentStanding::Voided ? PaymentOutcome::Done
                                                                    : PaymentOutcome::Refused);
            },
            std::move(answer));
}

void InProcessProvider::close(const shop::PaymentReference& about, Answer answer)
{
    run(
            fateOf(ProviderCall::Close, about.order), ProviderCall::Close,
            [this, order = about.order] {
                auto& payment = payments[order];
                const bool isFirst = payment.standing == PaymentStanding::Authorised
                        || payment.standing == PaymentStanding::Captured;
                if (!isFirst)
                    payment.standing = PaymentStanding::Voided;
                return stateOf(order, isFirst ? PaymentOutcome::Refused : PaymentOutcome::Done);
            },
            std::move(answer));
}

shop::ProviderState InProcessProvider::state(const std::string&) const
{
    return providerState;
}

void InProcessProvider::query(const shop::PaymentReference& about, Answer answer)
{
    run(
            fateOf(ProviderCall::Query, about.order), ProviderCall::Query,
            [this, order = about.order] { return stateOf(order, PaymentOutcome::Done); },
            std::move(answer));
}

void InProcessProvider::run(Fate wish, ProviderCall call, const Effect& effect, Answer answer)
{
    calls.push_back(call);
    PaymentAnswer out;
    switch (wish) {
    case Fate::Again:
        out.outcome = PaymentOutcome::Again;
        break;
    case Fate::LostBefore:
        break;
    case Fate::LostAfter:
        effect();
        break;
    case Fate::Wrong:
        out.outcome = PaymentOutcome::Wrong;
        out.code = "parameter_missing";
        break;
    case Fate::Plain:
    case Fate::Refused:
    case Fate::NeedsAction:
        out = effect();
        break;
    }
    boost::asio::post(m_executor, [answer = std::move(answer), out] { answer(out); });
}

Fate InProcessProvider::fateOf(ProviderCall call, const std::string& order) const
{
    return fate ? fate(call, order) : Fate::Plain;
}

PaymentAnswer InProcessProvider::stateOf(const std::string& order, PaymentOutcome outcome) const
{
    PaymentAnswer out;
    out.outcome = outcome;
    const auto found = payments.find(order);
    if (found == payments.end())
        return out;
    out.standing = found->second.standing;
    out.reference = found->second.reference;
    out.amount = found->second.amount;
    return out;
}

void OpenGate::check(const shop::Buyer&, const shop::StockWanted& wants, Checked answer)
{
    wanted.push_back(wants);
    boost::asio::post(m_executor, [answer = std::move(answer), told = problem] { answer(told); });
}

void OpenGate::leave(const std::string&, const std::string& order)
{
    left.push_back(order);
}

} // namespace saikobi::tests
