#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "backend/contract/result.h"

namespace saikobi::rehearsal {

/// An append-only file of lines that can be read again by their place in it. Without a path it
/// keeps nothing.
class StateFile {
public:
    StateFile() = default;
    ~StateFile();
    StateFile(const StateFile&) = delete;
    StateFile& operator=(const StateFile&) = delete;

    /// Calls `take` with every whole line and its place, and cuts off what comes after the last.
    contract::Outcome open(const std::filesystem::path& path,
            const std::function<void(const std::string&, std::int64_t)>& take);

    bool isOpen() const { return m_file >= 0; }
    std::int64_t append(std::string_view line); ///< its place; -1: nothing is kept
    void flush(); ///< hands all of it to the operating system
    std::string lineAt(std::int64_t place);

private:
    int m_file = -1;
    std::int64_t m_size = 0; ///< with what is still to be written
    std::string m_pending{};
};

} // namespace saikobi::rehearsal
