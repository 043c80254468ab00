#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "backend/contract/result.h"
#include "backend/rehearsal/child_process.h"

namespace saikobi::rehearsal {

using Folders = std::vector<std::filesystem::path>;

/// Where Debian puts Postgres 15, which is not in anybody's PATH, then PATH.
Folders programFolders();

/// The folder with `postgres` and `initdb`. NotFound says what is missing and which Debian package
/// brings it.
contract::Result<std::filesystem::path> findPostgresPrograms(const Folders& among);
/// The program itself; NotFound as above.
contract::Result<std::filesystem::path> findRedisServer(const Folders& among);

/// Postgres refuses to run as root: then `postgres` if this machine knows it, else `nobody`.
/// Nothing when we are an ordinary user and run it ourselves.
std::optional<SystemUser> postgresUser();

} // namespace saikobi::rehearsal
