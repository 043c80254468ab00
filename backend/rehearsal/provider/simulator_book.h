#pragma once

#include <cstdint>
#include <deque>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "backend/contract/result.h"
#include "backend/rehearsal/provider/simulator_intent.h"
#include "backend/rehearsal/provider/simulator_session.h"
#include "backend/rehearsal/provider/state_file.h"

namespace saikobi::rehearsal {

using Text = std::shared_ptr<const std::string>;

/// The first answer under an idempotency key.
struct StoredAnswer {
    std::uint64_t fingerprint = 0; ///< of target and parameters
    unsigned status = 0;
    Text body{};
};

/// One call as it arrived and how it ended.
struct LedgerCall {
    std::int64_t atUs = 0; ///< Unix time
    std::string endpoint{};
    std::string key{};
    std::string intent{}; ///< or session, charge, refund
    unsigned status = 0; ///< as it was to be answered
    std::string effect{}; ///< status of the payment after it; "replayed", "refused" or "none".
                          ///< A 429 of "none": not its rate, another call held the payment
    std::string fault{}; ///< of the transport: what happened to the answer
};

/// Everything that must survive the provider's own death: payments, pages, keys, ledger. Each
/// change is a line that is handed to the operating system before the answer leaves; what a power
/// cut takes is not what is rehearsed.
class SimulatorBook {
public:
    /// Reads what an earlier life wrote; a half-written last line is dropped.
    static contract::Result<std::unique_ptr<SimulatorBook>> open(const std::filesystem::path& file);

    Intent* find(const std::string& id);
    const std::unordered_map<std::string, Intent>& intents() const { return m_intents; }
    const std::vector<std::string>& order() const { return m_order; } ///< oldest first
    Session* findSession(const std::string& id);
    const std::unordered_map<std::string, Session>& sessions() const { return m_sessions; }
    const std::vector<std::string>& sessionOrder() const { return m_sessionOrder; }
    const std::string* refund(const std::string& id) const; ///< its JSON
    /// The object of its kind that is made next gets a number nobody had.
    std::size_t nextNumber() const;

    std::optional<StoredAnswer> answerUnder(const std::string& key);
    const std::deque<LedgerCall>& calls() const { return m_calls; }
    std::int64_t callsEver() const { return m_callsEver; }

    /// As the API shows it from now on.
    Text put(const Intent& intent);
    void put(const Session& session);
    void putRefund(const std::string& id, const std::string& json);
    /// `of`: the payment whose present JSON the body is; empty: it is none.
    void store(const std::string& key, StoredAnswer answer, const std::string& of = {});
    void record(LedgerCall call);
    void flush();

private:
    /// The body stays in the file, where there is one: millions of them would not fit into memory.
    struct Kept {
        std::uint64_t fingerprint = 0;
        unsigned status = 0;
        std::int64_t line = -1; ///< where the body can be read
        Text body{};
    };
    SimulatorBook() = default;
    void read(const std::string& line, std::int64_t at);
    void readIntent(const std::string& line, std::int64_t at);
    void readAnswer(const std::string& line, std::int64_t at);
    void keep(Intent intent);
    void keep(Session session);

    std::unordered_map<std::string, Intent> m_intents;
    std::unordered_map<std::string, std::int64_t> m_intentLines; ///< where each stands last
    std::vector<std::string> m_order;
    std::unordered_map<std::string, Session> m_sessions;
    std::vector<std::string> m_sessionOrder;
    std::unordered_map<std::string, std::string> m_refunds;
    std::unordered_map<std::string, Kept> m_answers;
    std::deque<LedgerCall> m_calls;
    std::int64_t m_callsEver = 0;
    StateFile m_file;
};

} // namespace saikobi::rehearsal
