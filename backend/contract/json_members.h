#pragma once

#include <boost/json.hpp>

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "backend/contract/quantity.h"

/// Reading and writing members of JSON objects without exceptions. For .cpp files only.
namespace saikobi::contract::json {

inline void put(boost::json::object& into, const char* key, std::optional<Instant> at)
{
    if (at)
        into[key] = toUnixMs(*at);
}

inline const boost::json::value* member(const boost::json::object& from, const char* key)
{
    const auto* found = from.if_contains(key);
    return found && !found->is_null() ? found : nullptr;
}

/// Whole numbers; a number that Lua wrote with a fraction is cut.
inline std::int64_t integer(const boost::json::object& from, const char* key, std::int64_t none = 0)
{
    const auto* found = member(from, key);
    if (!found)
        return none;
    if (found->is_int64())
        return found->get_int64();
    if (found->is_uint64())
        return static_cast<std::int64_t>(found->get_uint64());
    return found->is_double() ? static_cast<std::int64_t>(found->get_double()) : none;
}

inline double number(const boost::json::value& value)
{
    if (value.is_double())
        return value.get_double();
    return value.is_int64() ? static_cast<double>(value.get_int64()) : 0.0;
}

inline double number(const boost::json::object& from, const char* key, double none = 0)
{
    const auto* found = member(from, key);
    return found && found->is_number() ? number(*found) : none;
}

inline std::string text(const boost::json::object& from, const char* key)
{
    const auto* found = member(from, key);
    return found && found->is_string() ? std::string{found->get_string()} : std::string{};
}

inline std::optional<Instant> instant(const boost::json::object& from, const char* key)
{
    if (!member(from, key))
        return std::nullopt;
    return fromUnixMs(integer(from, key));
}

inline boost::json::object strings(const std::map<std::string, std::string>& from)
{
    boost::json::object out;
    for (const auto& [key, value] : from)
        out[key] = value;
    return out;
}

inline std::map<std::string, std::string> strings(const boost::json::object& from, const char* key)
{
    std::map<std::string, std::string> out;
    const auto* found = member(from, key);
    if (!found || !found->is_object())
        return out;
    for (const auto& [name, value] : found->get_object())
        out[name] = value.is_string() ? std::string{value.get_string()} : serialize(value);
    return out;
}

/// The object in `text`, or nothing when it is not one.
inline std::optional<boost::json::object> object(std::string_view text)
{
    boost::system::error_code failed;
    auto value = boost::json::parse({text.data(), text.size()}, failed);
    if (failed || !value.is_object())
        return std::nullopt;
    // A tick has hundreds of members; copying them would take longer than reading.
    return std::move(value.get_object());
}

} // namespace saikobi::contract::json
