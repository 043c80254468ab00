#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace saikobi::rehearsal {

/// A decoded form body; lists come as `x[]` and as `x[0]`.
class Form {
public:
    using Pairs = std::vector<std::pair<std::string, std::string>>;
    Form() = default;
    explicit Form(Pairs pairs)
        : m_pairs(std::move(pairs))
    {
    }
    std::string_view get(std::string_view name) const;
    bool has(std::string_view name) const;
    std::vector<std::string_view> list(std::string_view name) const; ///< in the order given
    std::string_view first(std::string_view list) const;
    std::optional<std::int64_t> number(std::string_view name) const; ///< digits only
    /// Every `prefix[x]` as x → value.
    std::map<std::string, std::string> group(const std::string& prefix) const;
    bool expands(std::string_view what) const; ///< named by expand[]

private:
    Pairs m_pairs;
};

} // namespace saikobi::rehearsal
