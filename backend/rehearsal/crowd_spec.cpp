#include "backend/rehearsal/crowd_spec.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace saikobi::rehearsal {

using contract::Fault;
using contract::FaultCode;
using contract::Result;

namespace {

constexpr double mostPerMinute = 600000;
constexpr std::chrono::hours longestSpan{24};

Fault invalid(std::string_view text, const char* expected)
{
    return {FaultCode::Invalid, "'" + std::string{text} + "' is not " + expected};
}

/// The number in front and the unit behind it.
struct Measured {
    double number = -1;
    std::string_view unit{};
};

Measured split(std::string_view text)
{
    Measured out;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), out.number);
    if (failed != std::errc{} || !std::isfinite(out.number))
        return {};
    out.unit = text.substr(static_cast<std::size_t>(end - text.data()));
    return out;
}

template<class Value>
std::optional<Fault> take(const Result<Value>& read, Value& into)
{
    if (!read)
        return read.error();
    into = read.value();
    return std::nullopt;
}

/// Settings that are shares of people.
double* shareNamed(CrowdSpec& in, std::string_view name)
{
    for (const auto& [known, share] : {std::pair{"absent", &in.absentShare},
                 std::pair{"leave", &in.leaveShare}, std::pair{"reload", &in.reloadShare},
                 std::pair{"forge", &in.forgeShare}, std::pair{"secure", &in.secureShare},
                 std::pair{"refuse", &in.refuseShare}, std::pair{"vanish", &in.vanishShare},
                 std::pair{"stray", &in.strayShare}, std::pair{"twice", &in.twiceShare}})
        if (name == known)
            return share;
    return nullptr;
}

std::optional<Fault> readSetting(CrowdSpec& into, std::string_view name, std::string_view value)
{
    if (name == "for") {
        std::chrono::milliseconds span{};
        const auto wrong = take(parseSpan(value), span);
        into.duration = span;
        return wrong;
    }
    if (name == "think")
        return take(parseSpan(value), into.think);
    if (name == "methods")
        return take(parseMethods(value), into.methods);
    if (auto* share = shareNamed(into, name))
        return take(parseShare(value), *share);
    if (name != "seed")
        return invalid(name,
                "a setting of a crowd (for, seed, absent, think, leave, reload, forge, methods, "
                "secure, refuse, vanish, stray, twice)");
    const auto [end, failed]
            = std::from_chars(value.data(), value.data() + value.size(), into.seed);
    if (failed != std::errc{} || end != value.data() + value.size())
        return invalid(value, "a seed such as 1");
    return std::nullopt;
}

} // namespace

Result<double> parseArrivals(std::string_view text)
{
    constexpr const char* expected = "a number of arrivals such as 600/min or 10/s";
    const auto read = split(text);
    if (read.unit != "/min" && read.unit != "/s")
        return invalid(text, expected);
    const double perMinute = read.unit == "/s" ? read.number * 60 : read.number;
    if (perMinute <= 0 || perMinute > mostPerMinute)
        return invalid(text, expected);
    return perMinute;
}

Result<std::chrono::milliseconds> parseSpan(std::string_view text)
{
    constexpr const char* expected = "a time such as 90s, 3m, 1h or 500ms";
    const auto read = split(text);
    const double factor = read.unit == "ms" ? 1
            : read.unit == "s"              ? 1000
            : read.unit == "m"              ? 60000
            : read.unit == "h"              ? 3600000
                                            : 0;
    const double ms = read.number * factor;
    const auto longestMs = std::chrono::duration<double, std::milli>(longestSpan).count();
    if (factor == 0 || ms < 0 || ms > longestMs)
        return invalid(text, expected);
    return std::chrono::milliseconds{std::llround(ms)};
}

Result<double> parseShare(std::string_view text)
{
    const auto read = split(text);
    if (read.unit != "%" || read.number < 0 || read.number > 100)
        return invalid(text, "a share such as 30%");
    return read.number / 100;
}

Result<MethodMix> parseMethods(std::string_view text)
{
    constexpr const char* expected = "a mix of methods such as card:70/points:30";
    MethodMix out;
    double sum = 0;
    for (auto rest = text; !rest.empty();) {
        const auto part = rest.substr(0, rest.find('/'));
        const auto colon = part.find(':');
        if (colon == 0 || colon == std::string_view::npos)
            return invalid(text, expected);
        const auto weight = split(part.substr(colon + 1));
        if (weight.number <= 0 || !weight.unit.empty())
            return invalid(text, expected);
        out.emplace_back(part.substr(0, colon), weight.number);
        sum += weight.number;
        rest.remove_prefix(std::min(rest.size(), part.size() + 1));
    }
    if (out.empty())
        return invalid(text, expected);
    for (auto& [method, share] : out)
        share /= sum;
    return out;
}

Result<CrowdSpec> parseCrowdSpec(std::string_view text)
{
    CrowdSpec spec;
    const auto whole = text;
    const auto nextPart = [&text] {
        const auto comma = text.find(',');
        const auto part = text.substr(0, comma);
        text = comma == std::string_view::npos ? std::string_view{} : text.substr(comma + 1);
        return part;
    };
    const auto inSpec = [whole](const Fault& wrong) {
        return Fault{wrong.code, "crowd '" + std::string{whole} + "': " + wrong.detail};
    };
    if (const auto wrong = take(parseArrivals(nextPart()), spec.arrivalsPerMinute))
        return inSpec(*wrong);
    while (!text.empty()) {
        const auto part = nextPart();
        const auto equals = part.find('=');
        if (equals == std::string_view::npos)
            return inSpec(invalid(part, "a setting NAME=VALUE"));
        if (const auto wrong = readSetting(spec, part.substr(0, equals), part.substr(equals + 1)))
            return inSpec(*wrong);
    }
    if (whole.back() == ',')
        return inSpec(invalid("", "a setting NAME=VALUE"));
    return spec;
}

} // namespace saikobi::rehearsal
