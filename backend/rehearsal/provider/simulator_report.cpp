#include "backend/rehearsal/provider/simulator_report.h"

#include "backend/rehearsal/provider/json_text.h"

namespace saikobi::rehearsal {

namespace {

std::string textOf(const LedgerCall& call)
{
    JsonText out;
    out.number("at_us", call.atUs).text("endpoint", call.endpoint).text("key", call.key);
    out.text("intent", call.intent).number("status", call.status).text("effect", call.effect);
    return out.text("fault", call.fault).take();
}

std::string textOf(const Intent& intent)
{
    const auto order = intent.metadata.find("order_id");
    JsonText out;
    out.text("id", intent.id);
    out.text("order", order == intent.metadata.end() ? std::string{} : order->second);
    out.number("amount", intent.amount).number("received", intent.received);
    out.number("refunded", intent.refunded).text("status", name(intent.status));
    out.number("created", intent.created).text("payment_method", intent.paymentMethod);
    return out.text("session", intent.session).take();
}

std::string textOf(const Session& session)
{
    JsonText out;
    out.text("id", session.id).text("intent", session.intent).number("amount", session.amount);
    out.text("status", name(session.status)).number("created", session.created);
    return out.number("expires_at", session.expiresAt)
            .text("reference", session.clientReference)
            .take();
}

template<class Map>
std::string countsOf(const Map& from)
{
    JsonText out;
    for (const auto& [key, count] : from)
        out.number(key.empty() ? "global" : key, static_cast<std::int64_t>(count));
    return out.take();
}

/// Joins them one by one: a ledger of a long rehearsal has hundreds of megabytes.
class List {
public:
    void add(const std::string& one)
    {
        m_text += m_text.size() > 1 ? "," : "";
        m_text += one;
    }
    std::string take() { return std::move(m_text += ']'); }

private:
    std::string m_text{"["};
};

std::string webhooksOf(const SimulatorWebhooks::Counts& counts)
{
    JsonText out;
    out.number("made", counts.made).number("delivered", counts.delivered);
    out.number("failed_tries", counts.failedTries).number("given_up", counts.givenUp);
    out.number("waiting", counts.waiting).number("dropped", counts.dropped);
    out.number("duplicated", counts.duplicated).number("mis_signed", counts.misSigned);
    return out.number("replayed", counts.replayed).take();
}

} // namespace

std::string ledgerJson(const SimulatorBook& book, std::int64_t callsFrom)
{
    List calls;
    const auto first = book.callsEver() - static_cast<std::int64_t>(book.calls().size());
    for (std::size_t i = 0; i < book.calls().size(); ++i)
        if (first + static_cast<std::int64_t>(i) >= callsFrom)
            calls.add(textOf(book.calls()[i]));
    List payments;
    for (const auto& id : book.order())
        payments.add(textOf(book.intents().at(id)));
    List sessions;
    for (const auto& id : book.sessionOrder())
        sessions.add(textOf(book.sessions().at(id)));
    return JsonText{}
            .number("calls_ever", book.callsEver())
            .json("calls", calls.take())
            .json("payments", payments.take())
            .json("sessions", sessions.take())
            .take();
}

std::string summaryJson(const SimulatorWorld& world)
{
    std::map<std::string, std::int64_t> byStatus;
    std::map<std::string, std::int64_t> sessions;
    std::int64_t captured = 0;
    std::int64_t refunded = 0;
    for (const auto& [id, intent] : world.book->intents()) {
        byStatus[std::string{name(intent.status)}] += 1;
        captured += intent.received;
        refunded += intent.refunded;
    }
    for (const auto& [id, session] : world.book->sessions())
        sessions[std::string{name(session.status)}] += 1;
    std::map<std::string, std::int64_t> faults;
    for (const auto& call : world.book->calls())
        if (!call.fault.empty())
            faults[call.fault] += 1;
    auto reasons = world.refusals.byReason;
    for (const auto& [reason, count] : world.limits.refusals())
        reasons[reason] += count;
    JsonText out;
    out.number("calls", world.book->callsEver());
    out.json("fullest_second", countsOf(world.limits.fullest()));
    out.json("most_at_once", countsOf(world.limits.mostAtOnce()));
    out.json("refusals", countsOf(reasons));
    out.number("finishing_refused", world.refusals.finishing);
    out.json("faults", countsOf(faults)).json("payments", countsOf(byStatus));
    out.json("sessions", countsOf(sessions)).number("captured", captured);
    out.number("refunded", refunded).number("lives", world.life + 1);
    return out.json("webhooks", webhooksOf(world.webhooks->counts())).take();
}

} // namespace saikobi::rehearsal
