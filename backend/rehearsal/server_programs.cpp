#include "backend/rehearsal/server_programs.h"

#include <pwd.h>
#include <unistd.h>

#include <cstdlib>
#include <sstream>

namespace saikobi::rehearsal {

using contract::Fault;
using contract::FaultCode;
using contract::Result;

namespace {

namespace fs = std::filesystem;

bool isProgram(const fs::path& file)
{
    return ::access(file.c_str(), X_OK) == 0 && fs::is_regular_file(file);
}

std::optional<SystemUser> userNamed(const char* name)
{
    const passwd* entry = ::getpwnam(name);
    if (!entry)
        return std::nullopt;
    return SystemUser{name, entry->pw_uid, entry->pw_gid};
}

} // namespace

Folders programFolders()
{
    Folders folders{"/usr/lib/postgresql/15/bin"};
    const char* path = std::getenv("PATH");
    std::istringstream rest{path ? path : ""};
    for (std::string folder; std::getline(rest, folder, ':');)
        folders.emplace_back(folder);
    return folders;
}

Result<fs::path> findPostgresPrograms(const Folders& among)
{
    for (const auto& folder : among)
        if (isProgram(folder / "postgres") && isProgram(folder / "initdb"))
            return folder;
    return Fault{FaultCode::NotFound,
            "postgres and initdb are neither in /usr/lib/postgresql/15/bin nor in PATH: "
            "install the Debian package postgresql-15"};
}

Result<fs::path> findRedisServer(const Folders& among)
{
    for (const auto& folder : among)
        if (isProgram(folder / "redis-server"))
            return folder / "redis-server";
    return Fault{FaultCode::NotFound,
            "redis-server is not in PATH: install the Debian package redis-server"};
}

std::optional<SystemUser> postgresUser()
{
    if (::geteuid() != 0)
        return std::nullopt;
    const auto own = userNamed("postgres");
    return own ? own : userNamed("nobody");
}

} // namespace saikobi::rehearsal
