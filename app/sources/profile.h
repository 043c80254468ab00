#pragma once

#include <QString>

#include <string>

#include "backend/contract/result.h"
#include "backend/contract/words.h"

namespace saikobi::sources {

/// Where a sale is and who looks at it. Read from an INI file; the Redis password comes from the
/// secrets file that it names, the Postgres password from the passfile in its address.
///
///     kind=rehearsal
///     [postgres] url=postgresql://op-1@127.0.0.1:5433/saikobi?passfile=…
///     [redis]    url=redis://127.0.0.1:6380, user=op-1
///     [secrets]  file=secrets-op-1.ini      ([redis] password=…; readable by its owner only)
///     [sale]     id=demo
struct Profile {
    contract::ProfileKind kind = contract::ProfileKind::Rehearsal;
    std::string postgresUrl{};
    std::string redisHost{"127.0.0.1"};
    int redisPort = 6379;
    std::string redisUser{};
    std::string redisPassword{};
    std::string sale{};
};

/// Invalid, naming file and key, when something is missing or wrong. A relative secrets file lies
/// beside the profile.
contract::Result<Profile> readProfile(const QString& path);

} // namespace saikobi::sources
