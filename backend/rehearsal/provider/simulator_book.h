#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "backend/contract/result.h"
#include "backend/rehearsal/provider/simulator_intent.h"

namespace saikobi::rehearsal {

/// The first answer under an idempotency key.
struct StoredAnswer {
    std::uint64_t fingerprint = 0; ///< of target and parameters
    unsigned status = 0;
    std::shared_ptr<const std::string> body{};
};

/// One call as it arrived and how it ended.
struct LedgerCall {
    std::int64_t atUs = 0; ///< Unix time
    std::string endpoint{};
    std::string key{};
    std::string intent{};
    unsigned status = 0;
    std::string effect{}; ///< status of the payment after it; "replayed", "refused" or "none"
};

/// Everything that must survive the provider's own death: payments, keys, ledger. Each change is a
/// line that is handed to the operating system before the answer leaves; what a power cut takes is
/// not what is rehearsed.
class SimulatorBook {
public:
    /// Reads what an earlier life wrote; a half-written last line is dropped.
    static contract::Result<std::unique_ptr<SimulatorBook>> open(const std::filesystem::path& file);

    Intent* find(const std::string& id);
    const std::unordered_map<std::string, Intent>& intents() const { return m_intents; }
    const std::vector<std::string>& order() const { return m_order; } ///< oldest first
    const StoredAnswer* answerUnder(const std::string& key) const;
    const std::vector<LedgerCall>& calls() const { return m_calls; }

    void put(const Intent& intent);
    void store(const std::string& key, StoredAnswer answer);
    void record(LedgerCall call);
    void flush();

private:
    explicit SimulatorBook(const std::filesystem::path& file);
    void read(const std::string& line);
    void keep(Intent intent);

    std::unordered_map<std::string, Intent> m_intents;
    std::vector<std::string> m_order;
    std::unordered_map<std::string, StoredAnswer> m_answers;
    std::vector<LedgerCall> m_calls;
    std::ofstream m_file;
};

} // namespace saikobi::rehearsal
