#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "backend/contract/result.h"
#include "backend/rehearsal/data_folder.h"
#include "backend/rehearsal/keys.h"
#include "backend/rehearsal/part.h"
#include "backend/rehearsal/ports.h"
#include "backend/rehearsal/private_stores.h"
#include "backend/rehearsal/rehearsal.h"

namespace saikobi::rehearsal {

/// Everything a rehearsal starts, in the order in which one needs the other; stopped the other way
/// round. Lives on the main thread: the children end with the thread that started them.
class RehearsalParts {
public:
    RehearsalParts(const RehearsalOptions& options, const DataFolder& folder,
            const SharedAddress& address, std::function<bool()> isCancelled);
    ~RehearsalParts();
    RehearsalParts(const RehearsalParts&) = delete;
    RehearsalParts& operator=(const RehearsalParts&) = delete;

    /// The `ready …` line, once all of it answers.
    contract::Result<std::string> start();
    contract::Outcome sendCrowd();
    /// Starts again what has died; tells when the crowd has gone.
    void keepAlive();
    void stop();

private:
    contract::Outcome startStores();
    contract::Outcome loadSales();
    contract::Outcome startProvider();
    contract::Outcome startInstances();
    contract::Outcome writeProfiles();
    contract::Result<std::vector<std::filesystem::path>> saleFiles() const;
    std::string readyLine() const;
    void keepStoresAlive(Part::Clock::time_point now);

    const RehearsalOptions& m_options;
    const DataFolder& m_folder;
    const SharedAddress& m_address;
    std::optional<SharedAddress> m_payments; ///< where notifications come in
    std::function<bool()> m_isCancelled;
    std::filesystem::path m_program;
    KeyFiles m_keys{};
    std::string m_mainSale{}; ///< the first one loaded: the crowd's and the profiles'
    std::string m_providerUrl{};
    std::vector<std::string> m_providers{};
    std::optional<PrivateStores> m_stores{};
    std::optional<Part> m_provider{};
    std::vector<Part> m_instances{};
    std::optional<Part> m_crowd{};
    Part::Clock::time_point m_nextStoreStart{};
};

} // namespace saikobi::rehearsal
