#include "backend/rehearsal/provider/simulator_report.h"

#include <boost/json.hpp>

#include <algorithm>

namespace saikobi::rehearsal {

using boost::json::array;
using boost::json::object;

namespace {

object paymentOf(const Intent& intent)
{
    const auto order = intent.metadata.find("order_id");
    return {{"id", intent.id}, {"order", order == intent.metadata.end() ? "" : order->second},
            {"amount", intent.amount}, {"received", intent.received},
            {"status", name(intent.status)}, {"created", intent.created},
            {"payment_method", intent.paymentMethod}};
}

template<class Map>
object countsOf(const Map& from)
{
    object out;
    for (const auto& [key, count] : from)
        out[key.empty() ? "global" : key] = count;
    return out;
}

} // namespace

std::string ledgerJson(const SimulatorBook& book)
{
    array calls;
    calls.reserve(book.calls().size());
    for (const auto& call : book.calls())
        calls.push_back(object{{"at_us", call.atUs}, {"endpoint", call.endpoint}, {"key", call.key},
                {"intent", call.intent}, {"status", call.status}, {"effect", call.effect}});
    array payments;
    for (const auto& id : book.order())
        payments.push_back(paymentOf(book.intents().at(id)));
    return serialize(object{{"calls", std::move(calls)}, {"payments", std::move(payments)}});
}

std::string summaryJson(const SimulatorBook& book, const CallLimits& limits,
        const Refusals& refusals, const SimulatorWebhooks::Counts& webhooks)
{
    std::map<std::string, std::int64_t> byStatus;
    std::int64_t captured = 0;
    for (const auto& [id, intent] : book.intents()) {
        byStatus[std::string{name(intent.status)}] += 1;
        captured += intent.received;
    }
    auto reasons = refusals.byReason;
    for (const auto& [reason, count] : limits.refusals())
        reasons[reason] += count;
    return serialize(object{{"calls", book.calls().size()},
            {"fullest_second", countsOf(limits.fullest())}, {"refusals", countsOf(reasons)},
            {"finishing_refused", refusals.finishing}, {"payments", countsOf(byStatus)},
            {"captured", captured},
            {"webhooks",
                    {{"delivered", webhooks.delivered}, {"failed_tries", webhooks.failedTries},
                            {"given_up", webhooks.givenUp}, {"waiting", webhooks.waiting}}}});
}

std::string listJson(const SimulatorBook& book, const ListQuery& query)
{
    const auto& order = book.order();
    auto from = order.rbegin();
    if (!query.after.empty()) {
        from = std::find(order.rbegin(), order.rend(), query.after);
        if (from != order.rend())
            ++from;
    }
    std::string data;
    std::size_t count = 0;
    bool hasMore = false;
    for (; from != order.rend(); ++from) {
        const auto& intent = book.intents().at(*from);
        if (intent.created < query.createdFrom)
            break;
        if (query.createdTo > 0 && intent.created > query.createdTo)
            continue;
        hasMore = count == query.limit;
        if (hasMore)
            break;
        data += (count++ ? "," : "") + toJson(intent);
    }
    return "{\"object\":\"list\",\"url\":\"/v1/payment_intents\",\"has_more\":"
            + std::string{hasMore ? "true" : "false"} + ",\"data\":[" + data + "]}";
}

} // namespace saikobi::rehearsal
