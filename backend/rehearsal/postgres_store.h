#pragma once

#include <string>
#include <vector>

#include "backend/contract/result.h"

namespace saikobi::rehearsal {

/// Makes the database that `superuserUrl` names, if it is not there yet.
contract::Outcome ensureDatabase(const std::string& superuserUrl);

/// One login role of one person or program.
struct Login {
    std::string name{}; ///< "op-1"
    std::string kind{}; ///< group role whose rights it inherits; equal to name for saikobi_backend
    std::string password{};
    int connectionLimit = 0;
    bool isReadOnly = false;
};

/// Creates or renews the login. Time-outs and limits are set on it, since members inherit rights
/// only.
contract::Outcome ensureLogin(const std::string& superuserUrl, const Login& login);

/// What all provider accounts of the installation together may call per second.
struct ProviderAccounts {
    std::vector<std::string> ids{};
    double callsPerSecond = 0;
    double callsPerSecondEndpoint = 0;
};
contract::Result<ProviderAccounts> providerAccounts(const std::string& url);

/// So that recordings of this installation never pass for those of a real sale.
contract::Outcome markAsRehearsal(const std::string& superuserUrl);

/// Sales that open some time after `ready` get their opening time now.
contract::Outcome setOpeningTimes(const std::string& superuserUrl);

} // namespace saikobi::rehearsal
