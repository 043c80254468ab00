#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "backend/contract/result.h"

namespace saikobi::rehearsal {

/// Who signs in to the stores: the backend, and each person with a login and a Redis user of the
/// same name.
struct Person {
    enum class Kind { Backend, Operator, Viewer };
    Kind kind = Kind::Viewer;
    std::string name{};
    std::string password{};
    std::filesystem::path passwordFile{}; ///< the bare password, for Redis
    std::filesystem::path passfile{}; ///< for Postgres
};

inline constexpr const char* backendName = "saikobi_backend";
inline constexpr const char* operatorName = "op-1";
inline constexpr const char* viewerName = "viewer-1";

/// The three of every rehearsal; their passwords are made once and kept in `folder`/secrets.
contract::Result<std::vector<Person>> peopleOf(const std::filesystem::path& folder);

} // namespace saikobi::rehearsal
