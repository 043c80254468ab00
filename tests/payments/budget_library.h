#pragma once

#include <QFile>

#include <cstdint>
#include <string>

/// The limiter inside a real Redis, as its tests ask it.
namespace saikobi::tests::budget {

inline constexpr const char* key = "{provider:sim}:budget";
inline constexpr const char* flightKey = "{provider:sim}:flight";

struct Verdict {
    std::string word;
    std::int64_t waitUs = 0;
    bool isYes() const { return word == "yes"; }
};

/// The budget part of the library on a clock that the test moves.
inline std::string libraryOnOurClock()
{
    QFile part{qEnvironmentVariable("SAIKOBI_SOURCE")
            + QStringLiteral("/resources/redis/50_budget.lua")};
    if (!part.open(QIODevice::ReadOnly))
        return {};
    return "#!lua name=budget_on_our_clock\n"
           "local clock = 0\n"
           "local function now() return clock end\n"
           "redis.register_function('set_clock', function(keys, args) clock = tonumber(args[1]) "
           "return 1 end)\n"
            + part.readAll().toStdString();
}

} // namespace saikobi::tests::budget
