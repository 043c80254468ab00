#include "backend/rehearsal/data_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "backend/rehearsal/folders.h"

namespace saikobi::rehearsal {

using contract::Fault;
using contract::FaultCode;
using contract::Result;

namespace fs = std::filesystem;

namespace {

std::string holderIn(int lock)
{
    std::array<char, 32> text{};
    const auto size = ::pread(lock, text.data(), text.size() - 1, 0);
    return size > 0 ? std::string{text.data(), static_cast<std::size_t>(size)} : "unknown";
}

Result<int> takeLock(const fs::path& file)
{
    const int lock = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock < 0)
        return Fault{FaultCode::Unavailable, file.string() + ": " + std::strerror(errno)};
    if (::flock(lock, LOCK_EX | LOCK_NB) != 0) {
        const Fault taken{FaultCode::Refused,
                file.parent_path().string() + " is in use by another rehearsal (process "
                        + holderIn(lock) + ")"};
        ::close(lock);
        return taken;
    }
    const auto own = std::to_string(::getpid());
    // Only a hint for whoever is refused; the lock itself is what counts.
    if (::ftruncate(lock, 0) != 0 || ::pwrite(lock, own.data(), own.size(), 0) < 0)
        errno = 0;
    return lock;
}

} // namespace

Result<DataFolder> DataFolder::open(const fs::path& folder)
{
    std::error_code failed;
    const auto root = fs::absolute(folder, failed).lexically_normal();
    fs::create_directories(root, failed);
    if (failed)
        return Fault{FaultCode::Unavailable, root.string() + ": " + failed.message()};
    const auto lock = takeLock(root / "lock");
    if (!lock)
        return lock.error();
    DataFolder out(root, lock.value());
    for (const char* part : {"config", "profiles", "secrets", "logs", "state", "pids"})
        if (const auto made = makePrivateFolder(root / part, std::nullopt); !made)
            return made.error();
    return out;
}

DataFolder::DataFolder(fs::path root, int lock)
    : m_root(std::move(root))
    , m_lock(lock)
{
}

DataFolder::~DataFolder()
{
    if (m_lock >= 0)
        ::close(m_lock);
}

DataFolder::DataFolder(DataFolder&& other) noexcept
    : m_root(std::move(other.m_root))
    , m_lock(std::exchange(other.m_lock, -1))
{
}

} // namespace saikobi::rehearsal
