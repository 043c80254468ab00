#pragma once

#include <string>
#include <vector>

namespace saikobi::rehearsal {

/// A person or program that signs in to Redis. The names saikobi_admin and saikobi_backend take the
/// lines of those names in resources/redis/users.acl, all others that of their kind.
struct AccessUser {
    enum class Kind { Admin, Backend, Operator, Viewer };
    Kind kind = Kind::Viewer;
    std::string name{};
    std::string password{}; ///< empty: signs in without (a viewer on loopback only)
};

/// The file for `aclfile`: the shipped lines with names and password hashes filled in, one line a
/// user.
std::string accessList(const std::vector<AccessUser>& users);

} // namespace saikobi::rehearsal
