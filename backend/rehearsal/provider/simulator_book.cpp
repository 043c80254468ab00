#include "backend/rehearsal/provider/simulator_book.h"

#include <boost/json.hpp>

#include "backend/contract/json_members.h"

namespace saikobi::rehearsal {

using contract::Fault;
using contract::FaultCode;
namespace json = contract::json;

namespace {

/// A rehearsal is minutes long; beyond this the oldest calls leave the ledger.
constexpr std::size_t ledgerLimit = 2'000'000;

std::string lineOf(const LedgerCall& call)
{
    return serialize(boost::json::object{{"at_us", call.atUs}, {"endpoint", call.endpoint},
            {"key", call.key}, {"intent", call.intent}, {"status", call.status},
            {"effect", call.effect}});
}

LedgerCall callFrom(const boost::json::object& from)
{
    return {json::integer(from, "at_us"), json::text(from, "endpoint"), json::text(from, "key"),
            json::text(from, "intent"), static_cast<unsigned>(json::integer(from, "status")),
            json::text(from, "effect")};
}

} // namespace

contract::Result<std::unique_ptr<SimulatorBook>> SimulatorBook::open(
        const std::filesystem::path& file)
{
    std::unique_ptr<SimulatorBook> out{new SimulatorBook(file)};
    if (!file.empty() && !out->m_file)
        return Fault{FaultCode::Unavailable, "state file " + file.string() + ": cannot be written"};
    return out;
}

SimulatorBook::SimulatorBook(const std::filesystem::path& file)
{
    if (file.empty())
        return;
    std::size_t whole = 0;
    {
        std::ifstream earlier{file, std::ios::binary};
        for (std::string line; std::getline(earlier, line) && !earlier.eof();) {
            read(line);
            whole += line.size() + 1;
        }
    }
    std::error_code none; // a file that is not there yet needs no cutting
    std::filesystem::resize_file(file, whole, none);
    m_file.open(file, std::ios::binary | std::ios::app);
}

void SimulatorBook::read(const std::string& line)
{
    const auto entry = json::object(line);
    if (!entry)
        return;
    if (const auto* intent = json::member(*entry, "intent_is"); intent) {
        if (auto known = intentFromJson(serialize(*intent)))
            keep(std::move(*known));
    } else if (json::member(*entry, "under")) {
        m_answers[json::text(*entry, "under")]
                = {static_cast<std::uint64_t>(json::integer(*entry, "fingerprint")),
                        static_cast<unsigned>(json::integer(*entry, "status")),
                        std::make_shared<const std::string>(json::text(*entry, "body"))};
    } else if (json::member(*entry, "at_us")) {
        m_calls.push_back(callFrom(*entry));
    }
}

void SimulatorBook::keep(Intent intent)
{
    const auto id = intent.id;
    if (m_intents.insert_or_assign(id, std::move(intent)).second)
        m_order.push_back(id);
}

Intent* SimulatorBook::find(const std::string& id)
{
    const auto found = m_intents.find(id);
    return found == m_intents.end() ? nullptr : &found->second;
}

const StoredAnswer* SimulatorBook::answerUnder(const std::string& key) const
{
    const auto found = m_answers.find(key);
    return found == m_answers.end() ? nullptr : &found->second;
}

void SimulatorBook::put(const Intent& intent)
{
    if (m_file.is_open())
        m_file << "{\"intent_is\":" << toJson(intent) << "}\n";
    keep(intent);
}

void SimulatorBook::store(const std::string& key, StoredAnswer answer)
{
    if (m_file.is_open())
        m_file << serialize(boost::json::object{{"under", key}, {"fingerprint", answer.fingerprint},
                {"status", answer.status}, {"body", *answer.body}})
               << '\n';
    m_answers[key] = std::move(answer);
}

void SimulatorBook::record(LedgerCall call)
{
    if (m_file.is_open())
        m_file << lineOf(call) << '\n';
    if (m_calls.size() >= ledgerLimit)
        m_calls.erase(m_calls.begin(), m_calls.begin() + ledgerLimit / 10);
    m_calls.push_back(std::move(call));
}

void SimulatorBook::flush()
{
    m_file.flush();
}

} // namespace saikobi::rehearsal
