#include "backend/contract/recorded_series.h"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace saikobi::contract {

namespace {

constexpr std::string_view none{"null"};

/// The number at the head of `text`, which is taken from it.
std::optional<float> takeNumber(std::string_view& text)
{
    float out = std::numeric_limits<float>::quiet_NaN();
    if (text.starts_with(none)) {
        text.remove_prefix(none.size());
        return out;
    }
    const auto read = std::from_chars(text.data(), text.data() + text.size(), out);
    if (read.ec != std::errc{} || !std::isfinite(out))
        return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(read.ptr - text.data()));
    return out;
}

} // namespace

std::string numbersOf(const std::vector<float>& values)
{
    std::string out{"["};
    std::array<char, 32> digits{};
    for (const float value : values) {
        if (out.size() > 1)
            out += ',';
        if (!std::isfinite(value)) {
            out += none;
            continue;
        }
        const auto end = std::to_chars(digits.begin(), digits.end(), value).ptr;
        out.append(digits.begin(), end);
    }
    return out += ']';
}

std::optional<std::vector<float>> numbersFrom(std::string_view text)
{
    std::vector<float> out;
    if (text == "[]")
        return out;
    if (!text.starts_with('['))
        return std::nullopt;
    text.remove_prefix(1);
    while (out.size() < RecordedSeries::mostSeconds) {
        const auto value = takeNumber(text);
        if (!value || text.empty())
            return std::nullopt;
        out.push_back(*value);
        if (text == "]")
            return out;
        if (text[0] != ',')
            return std::nullopt;
        text.remove_prefix(1);
    }
    return std::nullopt;
}

} // namespace saikobi::contract
