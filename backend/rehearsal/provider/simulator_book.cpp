#include "backend/rehearsal/provider/simulator_book.h"

#include <boost/json.hpp>

#include <algorithm>

#include "backend/contract/json_members.h"
#include "backend/rehearsal/provider/json_text.h"

namespace saikobi::rehearsal {

namespace json = contract::json;

namespace {

/// A rehearsal is minutes long; beyond this the oldest calls leave the ledger.
constexpr std::size_t ledgerLimit = 2'000'000;

constexpr std::string_view intentHead{"{\"intent_is\":"};

std::string lineOf(const LedgerCall& call)
{
    JsonText out;
    out.number("at_us", call.atUs).text("endpoint", call.endpoint).text("key", call.key);
    out.text("intent", call.intent).number("status", call.status).text("effect", call.effect);
    if (!call.fault.empty())
        out.text("fault", call.fault);
    return out.take();
}

LedgerCall callFrom(const boost::json::object& from)
{
    return {json::integer(from, "at_us"), json::text(from, "endpoint"), json::text(from, "key"),
            json::text(from, "intent"), static_cast<unsigned>(json::integer(from, "status")),
            json::text(from, "effect"), json::text(from, "fault")};
}

std::optional<Intent> intentIn(const boost::json::object& entry)
{
    const auto* shown = json::member(entry, "intent_is");
    auto out = shown ? intentFromJson(serialize(*shown)) : std::nullopt;
    if (const auto* hidden = json::member(entry, "hidden"); out && hidden)
        takeHiddenPart(*out, serialize(*hidden));
    return out;
}

} // namespace

contract::Result<std::unique_ptr<SimulatorBook>> SimulatorBook::open(
        const std::filesystem::path& file)
{
    std::unique_ptr<SimulatorBook> out{new SimulatorBook};
    const auto opened = out->m_file.open(
            file, [&book = *out](const auto& line, auto place) { book.read(line, place); });
    if (!opened)
        return opened.error();
    return out;
}

void SimulatorBook::read(const std::string& line, std::int64_t at)
{
    const auto entry = json::object(line);
    if (!entry)
        return;
    if (auto intent = intentIn(*entry)) {
        m_intentLines[intent->id] = at;
        return keep(std::move(*intent));
    }
    if (const auto* session = json::member(*entry, "session_is")) {
        if (auto known = sessionFromKept(serialize(*session)))
            keep(std::move(*known));
    } else if (const auto* refund = json::member(*entry, "refund_is")) {
        if (refund->is_object())
            m_refunds[json::text(refund->get_object(), "id")] = serialize(*refund);
    } else if (json::member(*entry, "under")) {
        const auto of = m_intentLines.find(json::text(*entry, "of"));
        m_answers[json::text(*entry, "under")]
                = {static_cast<std::uint64_t>(json::integer(*entry, "fingerprint")),
                        static_cast<unsigned>(json::integer(*entry, "status")),
                        of == m_intentLines.end() ? at : of->second, {}};
    } else if (json::member(*entry, "at_us")) {
        m_calls.push_back(callFrom(*entry));
        ++m_callsEver;
    }
}

/// Sorted by the time they were made, which may lie before that of others when the clock was
/// turned back.
void SimulatorBook::keep(Intent intent)
{
    const auto id = intent.id;
    const auto created = intent.created;
    if (!m_intents.insert_or_assign(id, std::move(intent)).second)
        return;
    auto place = m_order.end();
    while (place != m_order.begin() && m_intents.at(*std::prev(place)).created > created)
        --place;
    m_order.insert(place, id);
}

void SimulatorBook::keep(Session session)
{
    const auto id = session.id;
    if (m_sessions.insert_or_assign(id, std::move(session)).second)
        m_sessionOrder.push_back(id);
}

Intent* SimulatorBook::find(const std::string& id)
{
    const auto found = m_intents.find(id);
    return found == m_intents.end() ? nullptr : &found->second;
}

Session* SimulatorBook::findSession(const std::string& id)
{
    const auto found = m_sessions.find(id);
    return found == m_sessions.end() ? nullptr : &found->second;
}

const std::string* SimulatorBook::refund(const std::string& id) const
{
    const auto found = m_refunds.find(id);
    return found == m_refunds.end() ? nullptr : &found->second;
}

std::size_t SimulatorBook::nextNumber() const
{
    return m_intents.size() + m_sessions.size() + m_refunds.size() + 1;
}

std::optional<StoredAnswer> SimulatorBook::answerUnder(const std::string& key)
{
    const auto found = m_answers.find(key);
    if (found == m_answers.end())
        return std::nullopt;
    const auto& kept = found->second;
    if (kept.body)
        return StoredAnswer{kept.fingerprint, kept.status, kept.body};
    const auto entry = json::object(m_file.lineAt(kept.line));
    if (!entry)
        return std::nullopt;
    const auto intent = intentIn(*entry);
    auto body = intent ? toJson(*intent) : json::text(*entry, "body");
    return StoredAnswer{
            kept.fingerprint, kept.status, std::make_shared<const std::string>(std::move(body))};
}

Text SimulatorBook::put(const Intent& intent)
{
    auto out = std::make_shared<const std::string>(toJson(intent));
    if (m_file.isOpen()) {
        std::string line{intentHead};
        line += *out;
        line += ",\"hidden\":" + hiddenPart(intent) + '}';
        m_intentLines[intent.id] = m_file.append(line);
    }
    keep(intent);
    return out;
}

void SimulatorBook::put(const Session& session)
{
    if (m_file.isOpen())
        m_file.append(JsonText{}.json("session_is", keptText(session)).take());
    keep(session);
}

void SimulatorBook::putRefund(const std::string& id, const std::string& text)
{
    if (m_file.isOpen())
        m_file.append(JsonText{}.json("refund_is", text).take());
    m_refunds[id] = text;
}

void SimulatorBook::store(const std::string& key, StoredAnswer answer, const std::string& of)
{
    Kept kept{answer.fingerprint, answer.status, -1, std::move(answer.body)};
    if (m_file.isOpen()) {
        JsonText line;
        line.text("under", key).number("fingerprint", static_cast<std::int64_t>(kept.fingerprint));
        line.number("status", kept.status);
        const auto known = m_intentLines.find(of);
        const bool isIntent = known != m_intentLines.end();
        isIntent ? line.text("of", of) : line.text("body", *kept.body);
        const auto place = m_file.append(line.take());
        kept.line = isIntent ? known->second : place;
        kept.body.reset();
    }
    m_answers[key] = std::move(kept);
}

void SimulatorBook::record(LedgerCall call)
{
    if (m_file.isOpen())
        m_file.append(lineOf(call));
    if (m_calls.size() >= ledgerLimit)
        m_calls.pop_front();
    m_calls.push_back(std::move(call));
    ++m_callsEver;
}

void SimulatorBook::flush()
{
    m_file.flush();
}

} // namespace saikobi::rehearsal
