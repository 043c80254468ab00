#pragma once

#include <filesystem>
#include <string>

#include "backend/contract/result.h"

namespace saikobi::rehearsal {

std::string randomHex(std::size_t bytes);
std::string sha256Hex(const std::string& text);
/// For parameters of an address.
std::string percentEncoded(const std::string& text);

/// Replaces the file in one step; nobody but its owner reads it. Unavailable names the file.
contract::Outcome writePrivateFile(const std::filesystem::path& file, const std::string& text);
contract::Result<std::string> readWholeFile(const std::filesystem::path& file);

/// The text in `file`; the first time `make` writes it.
template<class Make>
contract::Result<std::string> readOrMake(const std::filesystem::path& file, Make make)
{
    if (std::filesystem::exists(file))
        return readWholeFile(file);
    const std::string text = make();
    if (const auto written = writePrivateFile(file, text); !written)
        return written.error();
    return text;
}

} // namespace saikobi::rehearsal
