#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "backend/contract/result.h"
#include "backend/rehearsal/data_folder.h"
#include "backend/rehearsal/keys.h"

namespace saikobi::rehearsal {

/// What the configuration of an instance says.
struct InstanceSettings {
    std::string name{}; ///< "serve-1"
    std::string listen{}; ///< shared by all of them
    std::string paymentsListen{}; ///< shared, too: notifications alone
    std::string publicUrl{};
    std::string postgresUrl{};
    std::string redisUrl{};
    std::filesystem::path redisPassword{};
    std::string providerUrl{};
    std::vector<std::string> providers{}; ///< accounts; all of them at one simulator
    KeyFiles keys{};
};

/// Writes config/NAME.toml; its path.
contract::Result<std::filesystem::path> writeInstance(
        const DataFolder& folder, const InstanceSettings& settings);

/// What a dashboard's profile says.
struct ProfileSettings {
    std::string name{}; ///< "operator": profiles/operator.ini
    std::string person{}; ///< login role and Redis user
    std::string postgresUrl{};
    int redisPort = 0;
    std::string redisPassword{}; ///< into a file of its own; empty: signs in without
    std::string sale{};
    std::string pagesUrl{}; ///< where buyers come in
    std::string webhookUrl{}; ///< where notifications do
};

/// Writes profiles/NAME.ini and the secrets file it names; its path.
contract::Result<std::filesystem::path> writeProfile(
        const DataFolder& folder, const ProfileSettings& settings);

} // namespace saikobi::rehearsal
