#pragma once

#include <filesystem>
#include <string>

#include "backend/contract/result.h"

namespace saikobi::rehearsal {

/// Everything a rehearsal keeps lies in one folder, so that the next one finds it again. Held while
/// this object lives: two rehearsals on one folder would start two servers on the same data.
class DataFolder {
public:
    /// Refused when another rehearsal has it, naming its process.
    static contract::Result<DataFolder> open(const std::filesystem::path& folder);
    ~DataFolder();
    DataFolder(DataFolder&& other) noexcept;
    DataFolder& operator=(DataFolder&&) = delete;

    const std::filesystem::path& root() const { return m_root; }
    std::filesystem::path config(const std::string& name) const { return m_root / "config" / name; }
    std::filesystem::path profile(const std::string& name) const
    {
        return m_root / "profiles" / name;
    }
    std::filesystem::path secret(const std::string& name) const
    {
        return m_root / "secrets" / name;
    }
    std::filesystem::path log(const std::string& name) const { return m_root / "logs" / name; }
    std::filesystem::path state(const std::string& name) const { return m_root / "state" / name; }
    std::filesystem::path pid(const std::string& name) const { return m_root / "pids" / name; }

private:
    DataFolder(std::filesystem::path root, int lock);

    std::filesystem::path m_root;
    int m_lock = -1;
};

} // namespace saikobi::rehearsal
