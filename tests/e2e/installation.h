#pragma once

#include <QString>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "backend/contract/words.h"
#include "backend/rehearsal/data_folder.h"
#include "backend/rehearsal/part.h"
#include "tests/support/test_stores.h"
#include "tests/support/web_client.h"

namespace saikobi::tests {

/// What a test says of a sale; the rest of its file is one product, slot and method.
struct SaleWords {
    std::string id{"demo"};
    int rate = 60;
    std::chrono::milliseconds opensIn{-1000}; ///< from now; below zero: has opened already
    std::string more{}; ///< further lines of [sale]
};

/// Real stores and several instances of `saikobid serve`, each with an address of its own, so that
/// a test can ask, kill and start again each of them. A rehearsal shares one address among all.
/// Gone with the object.
class Installation {
public:
    /// Null when something does not start: whyNot() tells.
    static std::unique_ptr<Installation> start(
            const std::vector<SaleWords>& sales, std::size_t instances = 3);
    static const std::string& whyNot();
    ~Installation();

    TestStores& stores() { return *m_stores; }
    std::size_t instances() const { return m_instances.size(); }
    std::uint16_t port(std::size_t instance) const { return m_ports.at(instance); }

    void killInstance(std::size_t instance); ///< SIGKILL
    bool startInstance(std::size_t instance); ///< on the same address; true once it is ready

    /// The public document of a sale as this instance has it; empty when it does not answer.
    QJsonObject status(const std::string& sale, std::size_t instance = 0);

    /// As the operator op-1, through that person's own stream, based on what is in force now.
    void command(const std::string& sale, contract::CommandKind kind,
            const std::map<std::string, std::string>& parameters = {});

private:
    Installation(std::unique_ptr<TestStores> stores, rehearsal::DataFolder folder);
    contract::Outcome load(const std::vector<SaleWords>& sales);
    contract::Outcome addInstances(std::size_t count);

    std::unique_ptr<TestStores> m_stores;
    rehearsal::DataFolder m_folder;
    std::string m_program;
    std::vector<rehearsal::Part> m_instances{};
    std::vector<std::uint16_t> m_ports{};
};

} // namespace saikobi::tests
