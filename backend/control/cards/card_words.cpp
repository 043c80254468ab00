#include "backend/control/cards/card_words.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace saikobi::control {

using contract::Fault;
using contract::FaultCode;

namespace {

constexpr std::chrono::hours longestTime{24};

Fault invalid(const std::string& what)
{
    return Fault{FaultCode::Invalid, what};
}

std::string quoted(std::string_view text)
{
    return "'" + std::string{text} + "'";
}

/// "60 s", "5 min", "1 h", as a watch writes it.
std::optional<std::chrono::seconds> heldTime(const std::vector<std::string>& words)
{
    if (words.size() != 2)
        return std::nullopt;
    const auto unit = words[1] == "min" ? "m" : words[1];
    return shortTime(words[0] + std::string{unit});
}

/// Figures that count things may be written without what they count; others need their unit, since
/// 5 min is not 5 s.
bool needsUnit(std::string_view unit)
{
    constexpr std::array<std::string_view, 8> measures{
            "%", "s", "ms", "min", "/s", "/min", "GiB", "passes/min"};
    return std::find(measures.begin(), measures.end(), unit) != measures.end();
}

} // namespace

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blank = " \t\r";
    const auto first = text.find_first_not_of(blank);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

contract::Result<std::vector<std::string>> wordsOf(std::string_view text)
{
    std::vector<std::string> out;
    bool isQuoted = false;
    bool isInWord = false;
    for (const char one : text) {
        if (one == '"') {
            isQuoted = !isQuoted;
            continue;
        }
        if (one == ' ' && !isQuoted) {
            isInWord = false;
            continue;
        }
        if (!isInWord)
            out.emplace_back();
        isInWord = true;
        out.back() += one;
    }
    if (isQuoted)
        return invalid("a quotation mark is not closed");
    return out;
}

std::optional<double> numberIn(std::string_view text)
{
    double value = 0;
    const auto* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, value, std::chars_format::fixed);
    if (read.ec != std::errc{} || read.ptr != end || !std::isfinite(value))
        return std::nullopt;
    return value;
}

std::optional<std::chrono::seconds> shortTime(std::string_view text)
{
    int count = 0;
    const auto* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, count);
    if (read.ec != std::errc{} || read.ptr + 1 != end || count <= 0 || count > 86400)
        return std::nullopt;
    const auto unit = *read.ptr;
    if (unit != 's' && unit != 'm' && unit != 'h')
        return std::nullopt;
    const std::chrono::seconds time{count * (unit == 'h' ? 3600 : unit == 'm' ? 60 : 1)};
    return time <= longestTime ? std::optional{time} : std::nullopt;
}

bool isDate(std::string_view text)
{
    if (text.size() != 10 || text[4] != '-' || text[7] != '-')
        return false;
    const auto year = numberIn(text.substr(0, 4));
    const auto month = numberIn(text.substr(5, 2));
    const auto day = numberIn(text.substr(8, 2));
    if (!year || !month || !day || *month < 0 || *day < 0)
        return false;
    return std::chrono::year_month_day{std::chrono::year{static_cast<int>(*year)},
            std::chrono::month{static_cast<unsigned>(*month)},
            std::chrono::day{static_cast<unsigned>(*day)}}
            .ok();
}

contract::Result<contract::Watch> readWatch(std::string_view text)
{
    const auto read = wordsOf(text);
    if (!read)
        return read.error();
    const auto& words = read.value();
    const auto end = std::find(words.begin(), words.end(), "for");
    if (end - words.begin() < 3 || end == words.end())
        return invalid("a watch is written: figure, comparison, value, unit, for, time");
    contract::Watch out;
    const auto figure = contract::figureNamed(words[0]);
    if (!figure)
        return invalid("there is no figure " + quoted(words[0]));
    const auto comparison = contract::comparisonNamed(words[1]);
    if (!comparison)
        return invalid("there is no comparison " + quoted(words[1]));
    const auto value = numberIn(words[2]);
    if (!value)
        return invalid(quoted(words[2]) + " is no number");
    std::string unit;
    for (auto word = words.begin() + 3; word != end; ++word)
        unit += (unit.empty() ? "" : " ") + *word;
    const auto& known = contract::info(*figure).unit;
    if (unit != known && (!unit.empty() || needsUnit(known)))
        return invalid(words[0] + " is counted in " + quoted(known) + ", not in " + quoted(unit));
    const auto held = heldTime({end + 1, words.end()});
    if (!held)
        return invalid("after 'for' comes a time such as 60 s or 5 min");
    return contract::Watch{*figure, *comparison, *value, *held};
}

} // namespace saikobi::control
