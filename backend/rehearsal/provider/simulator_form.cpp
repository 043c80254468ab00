#include "backend/rehearsal/provider/simulator_form.h"

#include <algorithm>
#include <charconv>

namespace saikobi::rehearsal {

namespace {

bool isIndex(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// What stands between the brackets of `prefix[…]`; nothing for another key.
std::optional<std::string_view> insideOf(std::string_view key, std::string_view prefix)
{
    if (key.size() < prefix.size() + 2 || !key.starts_with(prefix) || key[prefix.size()] != '['
            || key.back() != ']')
        return std::nullopt;
    return key.substr(prefix.size() + 1, key.size() - prefix.size() - 2);
}

} // namespace

std::string_view Form::get(std::string_view wanted) const
{
    for (const auto& [key, value] : m_pairs)
        if (key == wanted)
            return value;
    return {};
}

bool Form::has(std::string_view wanted) const
{
    return std::any_of(m_pairs.begin(), m_pairs.end(),
            [wanted](const auto& pair) { return pair.first == wanted; });
}

std::vector<std::string_view> Form::list(std::string_view name) const
{
    std::vector<std::string_view> out;
    for (const auto& [key, value] : m_pairs)
        if (const auto inside = insideOf(key, name); inside && isIndex(*inside))
            out.push_back(value);
    return out;
}

std::string_view Form::first(std::string_view name) const
{
    const auto all = list(name);
    return all.empty() ? std::string_view{} : all.front();
}

std::optional<std::int64_t> Form::number(std::string_view wanted) const
{
    const auto text = get(wanted);
    std::int64_t out = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), out);
    if (text.empty() || read.ec != std::errc{} || read.ptr != text.data() + text.size() || out < 0)
        return std::nullopt;
    return out;
}

std::map<std::string, std::string> Form::group(const std::string& prefix) const
{
    std::map<std::string, std::string> out;
    for (const auto& [key, value] : m_pairs)
        if (const auto inside = insideOf(key, prefix); inside && !inside->empty())
            out.emplace(*inside, value);
    return out;
}

bool Form::expands(std::string_view what) const
{
    const auto all = list("expand");
    return std::find(all.begin(), all.end(), what) != all.end();
}

} // namespace saikobi::rehearsal
