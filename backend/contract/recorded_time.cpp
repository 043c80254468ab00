#include "backend/contract/recorded_time.h"

#include <array>
#include <charconv>
#include <cstdio>

namespace saikobi::contract {

namespace {

/// The number of exactly `digits` digits at `from`; nothing else is one.
std::optional<int> numberAt(std::string_view text, std::size_t from, std::size_t digits)
{
    if (text.size() < from + digits)
        return std::nullopt;
    int out = 0;
    const auto* const begin = text.data() + from;
    const auto read = std::from_chars(begin, begin + digits, out);
    return read.ec == std::errc{} && read.ptr == begin + digits && *begin != '-'
            ? std::optional{out}
            : std::nullopt;
}

} // namespace

std::optional<Instant> recordedInstant(std::string_view text)
{
    using namespace std::chrono;
    constexpr std::size_t whole = 19; // "2026-11-20 03:00:00"
    const auto year = numberAt(text, 0, 4);
    const auto month = numberAt(text, 5, 2);
    const auto day = numberAt(text, 8, 2);
    const auto hour = numberAt(text, 11, 2);
    const auto minute = numberAt(text, 14, 2);
    const auto second = numberAt(text, 17, 2);
    if (!year || !month || !day || !hour || !minute || !second)
        return std::nullopt;
    const year_month_day date{std::chrono::year{*year},
            std::chrono::month{static_cast<unsigned>(*month)},
            std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok() || *hour > 23 || *minute > 59 || *second > 59)
        return std::nullopt;
    auto at = Instant{sys_days{date}} + hours{*hour} + minutes{*minute} + seconds{*second};
    auto rest = text.substr(whole);
    if (rest.starts_with('.')) {
        auto share = microseconds{100'000};
        for (rest.remove_prefix(1); !rest.empty() && rest[0] >= '0' && rest[0] <= '9';
                rest.remove_prefix(1), share /= 10)
            at += share * (rest[0] - '0');
    }
    return rest == "+00" ? std::optional{at} : std::nullopt;
}

std::string recordedText(Instant at)
{
    using namespace std::chrono;
    const auto date = floor<days>(at);
    const year_month_day ymd{date};
    const hh_mm_ss time{floor<microseconds>(at - date)};
    std::array<char, 64> out{};
    const auto micros = time.subseconds().count();
    const auto size = std::snprintf(out.data(), out.size(), "%04d-%02u-%02u %02d:%02d:%02d",
            static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()),
            static_cast<unsigned>(ymd.day()), static_cast<int>(time.hours().count()),
            static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()));
    std::string text{out.data(), static_cast<std::size_t>(size)};
    if (micros == 0)
        return text + "+00";
    std::snprintf(out.data(), out.size(), ".%06d", static_cast<int>(micros));
    text += out.data();
    return text.erase(text.find_last_not_of('0') + 1) + "+00";
}

} // namespace saikobi::contract
