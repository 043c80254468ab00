#include "backend/http/time_zone.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <ctime>
#include <fstream>
#include <iterator>
#include <optional>
#include <string_view>

namespace saikobi::http {

namespace {

constexpr std::size_t headerSize = 44;
constexpr std::size_t countsAt = 20;
constexpr std::size_t typeSize = 6;

struct Offset {
    std::int64_t seconds = 0;
    std::string name{"UTC"};
};

/// Big-endian, `size` bytes; 0 beyond the end.
std::int64_t number(std::string_view data, std::size_t at, std::size_t size)
{
    if (at + size > data.size())
        return 0;
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < size; ++i)
        value = value << 8 | static_cast<unsigned char>(data[at + i]);
    const auto unused = 64 - 8 * size;
    return static_cast<std::int64_t>(value << unused) >> unused;
}

/// How many entries each part of a block has.
struct Counts {
    std::size_t isUt, isStd, leap, times, types, names;
};

Counts countsOf(std::string_view block)
{
    const auto count = [block](std::size_t i) {
        return static_cast<std::size_t>(
                std::max<std::int64_t>(0, number(block, countsAt + 4 * i, 4)));
    };
    return {count(0), count(1), count(2), count(3), count(4), count(5)};
}

std::size_t blockSize(const Counts& counts, std::size_t timeSize)
{
    return headerSize + counts.times * (timeSize + 1) + counts.types * typeSize + counts.names
            + counts.leap * (timeSize + 4) + counts.isStd + counts.isUt;
}

/// The version 2 block has 64-bit times and stands behind the version 1 block.
std::optional<Offset> offsetAt(std::string_view file, std::int64_t at)
{
    if (!file.starts_with("TZif") || file.size() < headerSize || file[4] < '2')
        return std::nullopt;
    const auto oldSize = blockSize(countsOf(file), 4);
    if (oldSize + headerSize > file.size())
        return std::nullopt;
    const auto block = file.substr(oldSize);
    const auto counts = countsOf(block);
    if (counts.types == 0 || blockSize(counts, 8) > block.size())
        return std::nullopt;
    std::size_t last = 0;
    while (last < counts.times && number(block, headerSize + last * 8, 8) <= at)
        ++last;
    const auto indexes = headerSize + counts.times * 8;
    const auto type
            = last == 0 ? 0 : static_cast<std::size_t>(number(block, indexes + last - 1, 1));
    const auto types = indexes + counts.times;
    const auto names = types + counts.types * typeSize;
    if (type >= counts.types)
        return std::nullopt;
    const auto nameAt
            = names + static_cast<std::size_t>(number(block, types + type * typeSize + 5, 1));
    const auto name = block.substr(nameAt, block.find('\0', nameAt) - nameAt);
    return Offset{number(block, types + type * typeSize, 4), std::string{name}};
}

/// Names come from the sale's file: "Asia/Tokyo", never a path out of the tables.
bool isZoneName(std::string_view zone)
{
    return !zone.empty() && zone.size() <= 64 && zone.front() != '/'
            && std::all_of(zone.begin(), zone.end(), [](char c) {
                   return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
                           || c == '/' || c == '_' || c == '-' || c == '+';
               });
}

std::string tableOf(const std::string& zone)
{
    if (!isZoneName(zone))
        return {};
    std::ifstream file{"/usr/share/zoneinfo/" + zone, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

} // namespace

LocalTime localTime(contract::Instant at, const std::string& zone)
{
    const auto seconds = contract::toUnixMs(at) / 1000;
    const auto offset = offsetAt(tableOf(zone), seconds).value_or(Offset{});
    const std::time_t shifted = seconds + offset.seconds;
    std::tm parts{};
    gmtime_r(&shifted, &parts);
    return {parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, offset.name};
}

} // namespace saikobi::http
