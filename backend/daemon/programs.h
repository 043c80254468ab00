#pragma once

#include <functional>
#include <string>

#include "backend/contract/result.h"
#include "backend/stores/redis_executor.h"

namespace CLI {
class App;
}

namespace saikobi::daemon {

/// What the command line asked for; called once it has been read. Its answer is the exit status.
using Chosen = std::function<int()>;

void addServe(CLI::App& app, Chosen& chosen);
void addMigrate(CLI::App& app, Chosen& chosen);
void addLoad(CLI::App& app, Chosen& chosen);
void addProvider(CLI::App& app, Chosen& chosen);
void addCrowd(CLI::App& app, Chosen& chosen);
void addRehearsal(CLI::App& app, Chosen& chosen);
void addReconcile(CLI::App& app, Chosen& chosen);
void addExport(CLI::App& app, Chosen& chosen);
void addImport(CLI::App& app, Chosen& chosen);
void addPurge(CLI::App& app, Chosen& chosen);
void addOrders(CLI::App& app, Chosen& chosen);
void addRunbook(CLI::App& app, Chosen& chosen);

inline constexpr int usageError = 2; ///< exit status of a wrong command line

/// Prints why on stderr; the exit status of a failure.
int failed(const std::string& why);

/// Where and as whom, from the command line; the password's file may be empty. Invalid.
contract::Result<stores::RedisOptions> redisFrom(
        const std::string& url, const std::string& passwordFile);

} // namespace saikobi::daemon
