#include "backend/shop/sale_reader.h"

#include <algorithm>
#include <optional>

#include "backend/shop/sale_values.h"

namespace saikobi::shop {

using contract::Bilingual;
using contract::Instant;

namespace {

std::optional<std::chrono::milliseconds> milliseconds(const std::string& written)
{
    const bool isShort = written.size() > 2 && written.size() < 8
            && written.compare(written.size() - 2, 2, "ms") == 0
            && std::all_of(written.begin(), written.end() - 2,
                    [](char c) { return c >= '0' && c <= '9'; });
    return isShort ? std::optional{std::chrono::milliseconds{std::stol(written)}} : std::nullopt;
}

} // namespace

SaleReader::SaleReader(const toml::table& table)
    : m_table(table)
{
}

void SaleReader::refuse(const std::string& key, const std::string& why) const
{
    const auto* node = m_table.get(key);
    const auto& source = node ? node->source() : m_table.source();
    throw SaleFileRefusal{source.begin.line, "'" + key + "' " + why};
}

std::string SaleReader::text(const std::string& key)
{
    const auto found = need(key).value_exact<std::string>();
    if (!found || found->empty())
        refuse(key, "must be a text that is not empty");
    return *found;
}

Bilingual SaleReader::bilingual(const std::string& key)
{
    const auto* table = need(key).as_table();
    if (!table)
        refuse(key, "must be { ja = \"…\", en = \"…\" }");
    SaleReader words{*table};
    Bilingual out{words.text("ja"), words.text("en")};
    words.finish();
    return out;
}

bool SaleReader::yesNo(const std::string& key)
{
    const auto found = need(key).value_exact<bool>();
    if (!found)
        refuse(key, "must be true or false");
    return *found;
}

std::int64_t SaleReader::integer(const std::string& key, std::int64_t least, std::int64_t most)
{
    const auto found = need(key).value_exact<std::int64_t>();
    if (!found || *found < least || *found > most)
        refuse(key,
                "must be a whole number from " + std::to_string(least) + " to "
                        + std::to_string(most));
    return *found;
}

double SaleReader::callsPerSecond(const std::string& key)
{
    const auto found = need(key).value<double>();
    if (!found || *found < 0.1 || *found > 100'000)
        refuse(key, "must be a number of calls per second from 0.1 to 100000");
    return *found;
}

std::vector<std::string> SaleReader::texts(const std::string& key, std::size_t most)
{
    const auto* list = need(key).as_array();
    if (!list || list->size() > most)
        refuse(key, "must be a list of at most " + std::to_string(most) + " texts");
    std::vector<std::string> out;
    for (const auto& item : *list) {
        const auto found = item.value_exact<std::string>();
        if (!found || found->empty())
            refuse(key, "must be a list of texts, none of them empty");
        out.push_back(*found);
    }
    return out;
}

std::chrono::milliseconds SaleReader::duration(const std::string& key)
{
    const auto written = text(key);
    if (const auto ms = milliseconds(written))
        return *ms;
    const auto found = durationFromText(written);
    if (!found)
        refuse(key, "must be a duration such as \"90s\", \"5m\" or \"1h30m\"");
    return *found;
}

std::chrono::seconds SaleReader::secondsOr(
        const std::string& key, std::chrono::seconds least, std::chrono::seconds none)
{
    if (!has(key))
        return none;
    const auto found = std::chrono::duration_cast<std::chrono::seconds>(duration(key));
    if (found < least)
        refuse(key, "must be at least " + std::to_string(least.count()) + "s");
    return found;
}

Instant SaleReader::instant(const std::string& key)
{
    const auto found = need(key).value_exact<toml::date_time>();
    if (!found || !found->offset)
        refuse(key, "must be a time with its offset, such as 2026-08-15T10:00:00+09:00");
    const std::chrono::year_month_day day{std::chrono::year{found->date.year},
            std::chrono::month{found->date.month}, std::chrono::day{found->date.day}};
    return std::chrono::sys_days{day} + std::chrono::hours{found->time.hour}
    + std::chrono::minutes{found->time.minute - found->offset->minutes}
    + std::chrono::seconds{found->time.second};
}

Instant SaleReader::instantOrIn(const std::string& key, const std::string& relative, Instant now)
{
    if (has(key) && has(relative))
        refuse(relative, "and '" + key + "' exclude each other");
    return has(relative) ? now + duration(relative) : instant(key);
}

SaleReader SaleReader::table(const std::string& key)
{
    const auto* found = need(key).as_table();
    if (!found)
        refuse(key, "must be a table");
    return SaleReader{*found};
}

std::vector<SaleReader> SaleReader::tables(const std::string& key, std::size_t most)
{
    const auto* list = need(key).as_array();
    if (!list || list->empty() || list->size() > most)
        refuse(key, "must be given 1 to " + std::to_string(most) + " times, as [[" + key + "]]");
    std::vector<SaleReader> out;
    for (const auto& item : *list) {
        if (!item.is_table())
            refuse(key, "must be given as [[" + key + "]]");
        out.emplace_back(*item.as_table());
    }
    return out;
}

void SaleReader::finish() const
{
    for (const auto& [key, value] : m_table)
        if (!m_used.contains(std::string{key.str()}))
            refuse(std::string{key.str()}, "is not a known key here");
}

const toml::node& SaleReader::need(const std::string& key)
{
    m_used.insert(key);
    const auto* found = m_table.get(key);
    if (!found)
        refuse(key, "is missing");
    return *found;
}

} // namespace saikobi::shop
