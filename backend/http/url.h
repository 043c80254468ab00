#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace saikobi::http {

using Pairs = std::vector<std::pair<std::string, std::string>>;

/// A request target taken apart and decoded.
struct Target {
    std::string path{};
    Pairs query{};
};

/// Nothing for a target that is no origin or absolute form, that decodes wrongly, or that decodes
/// to control characters.
std::optional<Target> readTarget(std::string_view target);

/// `a=1&b=x+y`, as queries and forms have it. Nothing when it decodes wrongly.
std::optional<Pairs> readForm(std::string_view text);

/// Everything but unreserved characters as %XX.
std::string percentEncoded(std::string_view text);

} // namespace saikobi::http
