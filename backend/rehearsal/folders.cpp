#include "backend/rehearsal/folders.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "backend/rehearsal/secrets.h"

namespace saikobi::rehearsal {

using contract::Fault;
using contract::FaultCode;
using contract::Nothing;
using contract::Outcome;
using contract::Result;

namespace fs = std::filesystem;

namespace {

Fault cannot(const char* what, const fs::path& path)
{
    return {FaultCode::Unavailable,
            path.string() + ": cannot " + what + ": " + std::strerror(errno)};
}

bool mayEnter(const struct stat& folder, const SystemUser& user)
{
    if (folder.st_uid == user.uid)
        return folder.st_mode & S_IXUSR;
    if (folder.st_gid == user.gid)
        return folder.st_mode & S_IXGRP;
    return folder.st_mode & S_IXOTH;
}

Outcome giveTo(const fs::path& path, uid_t uid, gid_t gid)
{
    if (::lchown(path.c_str(), uid, gid) != 0)
        return cannot("change the owner", path);
    return Nothing{};
}

Outcome giveAllTo(const fs::path& folder, const SystemUser& owner)
{
    std::error_code failed;
    for (auto entry = fs::recursive_directory_iterator(folder, failed);
            !failed && entry != fs::recursive_directory_iterator(); entry.increment(failed))
        if (const auto given = giveTo(entry->path(), owner.uid, owner.gid); !given)
            return given;
    return giveTo(folder, owner.uid, owner.gid);
}

} // namespace

Outcome makePrivateFolder(const fs::path& folder, const std::optional<SystemUser>& owner)
{
    std::error_code failed;
    fs::create_directories(folder, failed);
    struct stat found { };
    if (failed || ::stat(folder.c_str(), &found) != 0)
        return cannot("make the folder", folder);
    const auto wanted = owner ? owner->uid : ::geteuid();
    if (found.st_uid != wanted) {
        if (!owner)
            return Fault{FaultCode::Refused, folder.string() + " belongs to another user"};
        if (const auto given = giveAllTo(folder, *owner); !given)
            return given;
    }
    if (::chmod(folder.c_str(), 0700) != 0)
        return cannot("close the folder to others", folder);
    return Nothing{};
}

Outcome openTheWay(const fs::path& ours, const SystemUser& user)
{
    struct stat found { };
    if (::stat(ours.c_str(), &found) != 0
            || ::chmod(ours.c_str(), (found.st_mode | S_IXGRP | S_IXOTH) & 07777) != 0)
        return cannot("open the folder", ours);
    for (auto above = fs::absolute(ours); above != above.root_path(); above = above.parent_path())
        if (::stat(above.c_str(), &found) == 0 && !mayEnter(found, user))
            return Fault{FaultCode::Refused,
                    above.string() + " is closed to the user " + user.name
                            + ", who runs Postgres for root: choose a data folder outside it"};
    return Nothing{};
}

Result<fs::path> socketFolder(const fs::path& wanted, const std::optional<SystemUser>& owner)
{
    constexpr std::size_t longestPath = 107;
    constexpr std::string_view longestName{"/.s.PGSQL.65535.lock"};
    const bool isShortEnough = wanted.string().size() + longestName.size() <= longestPath;
    const fs::path folder = isShortEnough
            ? wanted
            : fs::path{"/tmp/saikobi-" + sha256Hex(wanted.string()).substr(0, 16)};
    if (!isShortEnough) {
        // /tmp is everybody's: the folder must be new, or already ours and nobody's link.
        const auto mine = owner ? owner->uid : ::geteuid();
        struct stat found { };
        if (::mkdir(folder.c_str(), 0700) != 0
                && (::lstat(folder.c_str(), &found) != 0 || !S_ISDIR(found.st_mode)
                        || found.st_uid != mine))
            return Fault{FaultCode::Refused, folder.string() + " is in the way"};
    }
    if (const auto made = makePrivateFolder(folder, owner); !made)
        return made.error();
    return folder;
}

} // namespace saikobi::rehearsal
