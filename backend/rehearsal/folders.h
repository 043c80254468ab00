#pragma once

#include <filesystem>

#include "backend/contract/result.h"
#include "backend/rehearsal/child_process.h"

namespace saikobi::rehearsal {

/// Makes the folder and gives it, with all that is in it, to `owner`, mode 0700; nobody: to us.
contract::Outcome makePrivateFolder(
        const std::filesystem::path& folder, const std::optional<SystemUser>& owner);

/// A server under another user must be able to walk to its folder. Adds the x bits to `ours`, a
/// folder of ours; Refused names a folder above it that is closed to `user`.
contract::Outcome openTheWay(const std::filesystem::path& ours, const SystemUser& user);

/// A folder for Unix sockets: `wanted`, or a short one under /tmp when a socket's path would pass
/// the system's 107 characters. Mode 0700, owned by `owner`.
contract::Result<std::filesystem::path> socketFolder(
        const std::filesystem::path& wanted, const std::optional<SystemUser>& owner);

} // namespace saikobi::rehearsal
