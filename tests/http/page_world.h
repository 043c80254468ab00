#pragma once

#include <QByteArray>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "backend/contract/command.h"
#include "backend/http/listener.h"
#include "tests/http/api_world.h"

namespace saikobi::tests {

/// A page as one of its readers finds it.
struct PageState {
    std::string name{};
    std::string path{}; ///< without language
    std::string cookie{}; ///< name, and its value; empty: a stranger
    std::string token{};
    std::string isThere{"true"}; ///< JavaScript: the script has filled the page
    std::string press{}; ///< JavaScript: leads on to the page that is meant
};

/// One sale for each state that a buyer's page knows, brought into that state by real joins, claims
/// and commands of staff, behind a real listener.
class PageWorld {
public:
    explicit PageWorld(TestStores& stores);

    std::vector<PageState> states() const { return m_states; }
    /// The states that need Redis to be away: it is stopped by this.
    std::vector<PageState> statesWithoutRedis();
    std::string address() const;
    ApiWorld& api() { return *m_api; }

private:
    void dress();
    void fill();
    void waitAt(const std::string& sale, int number);
    std::string join(const std::string& sale);
    std::string enter(const std::string& sale);
    void command(const std::string& sale, contract::CommandKind kind,
            std::map<std::string, std::string> parameters = {});
    void hold(const std::string& sale, std::map<std::string, std::string> more);
    void show(const std::string& name, const std::string& path, const std::string& cookie = {},
            const std::string& token = {}, const std::string& isThere = "true",
            const std::string& press = {});

    TestStores& m_stores;
    std::unique_ptr<ApiWorld> m_api;
    std::unique_ptr<http::Listener> m_listener{};
    std::string m_waiting{}; ///< a ticket of sale "queue"
    std::vector<PageState> m_states{};
    int m_commands = 0;
    int m_joins = 0;
};

} // namespace saikobi::tests
