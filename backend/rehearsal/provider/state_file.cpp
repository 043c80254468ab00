#include "backend/rehearsal/provider/state_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <fstream>

namespace saikobi::rehearsal {

using contract::Fault;
using contract::FaultCode;

StateFile::~StateFile()
{
    flush();
    if (m_file >= 0)
        ::close(m_file);
}

contract::Outcome StateFile::open(const std::filesystem::path& path,
        const std::function<void(const std::string&, std::int64_t)>& take)
{
    if (path.empty())
        return contract::Nothing{};
    {
        std::ifstream earlier{path, std::ios::binary};
        for (std::string line; std::getline(earlier, line) && !earlier.eof();) {
            const auto place = m_size;
            m_size += static_cast<std::int64_t>(line.size()) + 1;
            take(line, place);
        }
    }
    m_file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (m_file < 0 || ::ftruncate(m_file, m_size) != 0 || ::lseek(m_file, 0, SEEK_END) < 0)
        return Fault{FaultCode::Unavailable, "state file " + path.string() + ": cannot be written"};
    return contract::Nothing{};
}

std::int64_t StateFile::append(std::string_view line)
{
    if (m_file < 0)
        return -1;
    const auto place = m_size;
    m_pending.append(line);
    m_pending += '\n';
    m_size += static_cast<std::int64_t>(line.size()) + 1;
    return place;
}

void StateFile::flush()
{
    std::size_t done = 0;
    while (done < m_pending.size()) {
        const auto size = ::write(m_file, m_pending.data() + done, m_pending.size() - done);
        if (size < 0 && errno == EINTR)
            continue;
        if (size < 0) // a full disk: what was said could not be kept, so nothing more is said
            std::abort();
        done += static_cast<std::size_t>(size);
    }
    m_pending.clear();
}

std::string StateFile::lineAt(std::int64_t place)
{
    flush();
    std::string out;
    std::array<char, 4096> part{};
    for (ssize_t size = 1; size > 0 && out.find('\n') == std::string::npos;) {
        size = ::pread(m_file, part.data(), part.size(),
                static_cast<off_t>(place) + static_cast<off_t>(out.size()));
        out.append(part.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
    }
    out.resize(std::min(out.find('\n'), out.size()));
    return out;
}

} // namespace saikobi::rehearsal
