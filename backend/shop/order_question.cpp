#include "backend/shop/order_question.h"

#include <utility>

#include "backend/contract/kill_point.h"

namespace saikobi::shop {

using contract::passKillPoint;

namespace {

constexpr std::chrono::hours keyLife{23};

const char* nameOf(Question question)
{
    switch (question) {
    case Question::Authorise:
        return "authorise";
    case Question::Confirm:
        return "confirm";
    case Question::Start:
        return "start";
    case Question::Query:
        return "query";
    case Question::Capture:
        return "capture";
    case Question::Release:
        return "void";
    case Question::Close:
        return "close";
    }
    return "";
}

PaymentRequest requestFor(const OrderRow& order, const std::string& returnUrl)
{
    PaymentRequest request;
    request.order = order.id;
    request.attempt = order.attempt;
    request.sale = order.buyer.sale;
    request.provider = order.provider;
    request.method = order.method;
    request.means = order.means;
    request.amount = order.amount;
    request.returnUrl = returnUrl + "?sale=" + order.buyer.sale + "&order=" + order.id
            + "&key=" + order.returnKey;
    request.flow = order.flow;
    request.capturesAtOnce = order.stockFirst;
    return request;
}

} // namespace

PaymentReference referenceOf(const OrderRow& order)
{
    return {order.id, order.buyer.sale, order.provider, order.method, order.reference, order.amount,
            order.attempt, order.flow, order.stockFirst};
}

Question firstQuestion(const OrderRow& order, contract::Instant now)
{
    if (now - order.createdAt > keyLife)
        return Question::Query;
    if (order.flow == contract::PaymentFlow::Hosted)
        return Question::Start;
    return order.attempt > 1 && !order.reference.empty() ? Question::Confirm : Question::Authorise;
}

void askProvider(PaymentPort& payments, Question question, const OrderRow& order,
        const std::string& returnUrl, PaymentPort::Answer answer)
{
    const std::string name = nameOf(question);
    passKillPoint(name + "-before");
    PaymentPort::Answer heard = [name, answer = std::move(answer)](const PaymentAnswer& told) {
        passKillPoint(name + "-after");
        answer(told);
    };
    switch (question) {
    case Question::Authorise:
        return payments.authorise(requestFor(order, returnUrl), std::move(heard));
    case Question::Confirm:
        return payments.confirm(requestFor(order, returnUrl), order.reference, std::move(heard));
    case Question::Start:
        return payments.start(requestFor(order, returnUrl), std::move(heard));
    case Question::Query:
        return payments.query(referenceOf(order), std::move(heard));
    case Question::Capture:
        return payments.capture(referenceOf(order), std::move(heard));
    case Question::Release:
        return payments.release(referenceOf(order), std::move(heard));
    case Question::Close:
        return payments.close(referenceOf(order), std::move(heard));
    }
}

Decision judge(
        Question question, const OrderRow& order, const PaymentAnswer& answer, bool mayHaveRun)
{
    const PayingWay way{order.flow, order.stockFirst};
    switch (question) {
    case Question::Authorise:
    case Question::Confirm:
    case Question::Start:
        return afterAuthorise(answer, mayHaveRun);
    case Question::Query:
        return afterQuery(way, order.status, answer);
    case Question::Capture:
        return afterCapture(answer);
    case Question::Release:
        return afterRelease(answer);
    case Question::Close:
        return afterClose(way, answer);
    }
    return {};
}

bool replacesReference(const OrderRow& order, const PaymentAnswer& answer)
{
    if (answer.reference.empty())
        return false;
    const bool hasMoney = answer.standing == PaymentStanding::Authorised
            || answer.standing == PaymentStanding::Captured;
    return order.flow != contract::PaymentFlow::Hosted || order.reference.empty() || hasMoney;
}

} // namespace saikobi::shop
