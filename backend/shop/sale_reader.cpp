#include "backend/shop/sale_reader.h"

#include <toml++/toml.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

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

struct SaleReader::Table {
    std::shared_ptr<const toml::table> file; ///< lives as long as anybody reads in it
    const toml::table* here = nullptr;
    std::set<std::string> used{};

    [[noreturn]] void refuse(const std::string& key, const std::string& why) const
    {
        const auto* node = here->get(key);
        const auto& source = node ? node->source() : here->source();
        throw SaleFileRefusal{source.begin.line, "'" + key + "' " + why};
    }

    const toml::node& need(const std::string& key)
    {
        used.insert(key);
        const auto* found = here->get(key);
        if (!found)
            refuse(key, "is missing");
        return *found;
    }

    std::shared_ptr<Table> inner(const toml::table& table) const
    {
        return std::make_shared<Table>(Table{file, &table});
    }
};

SaleReader::SaleReader(std::shared_ptr<Table> table)
    : m_table(std::move(table))
{
}

SaleReader SaleReader::ofText(std::string_view text, const std::string& name)
{
    try {
        const auto file = std::make_shared<const toml::table>(toml::parse(text, name));
        return SaleReader{std::make_shared<Table>(Table{file, file.get()})};
    } catch (const toml::parse_error& failed) {
        throw SaleFileRefusal{failed.source().begin.line, std::string{failed.description()}};
    }
}

void SaleReader::refuse(const std::string& key, const std::string& why) const
{
    m_table->refuse(key, why);
}

bool SaleReader::has(const std::string& key) const
{
    return m_table->here->contains(key);
}

std::vector<std::string> SaleReader::keys() const
{
    std::vector<std::string> out;
    for (const auto& [key, value] : *m_table->here)
        out.emplace_back(key.str());
    return out;
}

std::string SaleReader::text(const std::string& key)
{
    const auto found = m_table->need(key).value_exact<std::string>();
    if (!found || found->empty())
        refuse(key, "must be a text that is not empty");
    return *found;
}

Bilingual SaleReader::bilingual(const std::string& key)
{
    const auto* table = m_table->need(key).as_table();
    if (!table)
        refuse(key, "must be { ja = \"…\", en = \"…\" }");
    SaleReader words{m_table->inner(*table)};
    Bilingual out{words.text("ja"), words.text("en")};
    words.finish();
    return out;
}

bool SaleReader::yesNo(const std::string& key)
{
    const auto found = m_table->need(key).value_exact<bool>();
    if (!found)
        refuse(key, "must be true or false");
    return *found;
}

std::int64_t SaleReader::integer(const std::string& key, std::int64_t least, std::int64_t most)
{
    const auto found = m_table->need(key).value_exact<std::int64_t>();
    if (!found || *found < least || *found > most)
        refuse(key,
                "must be a whole number from " + std::to_string(least) + " to "
                        + std::to_string(most));
    return *found;
}

double SaleReader::callsPerSecond(const std::string& key)
{
    const auto found = m_table->need(key).value<double>();
    if (!found || *found < 0.1 || *found > 100'000)
        refuse(key, "must be a number of calls per second from 0.1 to 100000");
    return *found;
}

double SaleReader::number(const std::string& key)
{
    const auto found = m_table->need(key).value<double>();
    if (!found || !std::isfinite(*found))
        refuse(key, "must be a number");
    return *found;
}

std::vector<std::string> SaleReader::texts(const std::string& key, std::size_t most)
{
    const auto* list = m_table->need(key).as_array();
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
    const auto found = m_table->need(key).value_exact<toml::date_time>();
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
    const auto* found = m_table->need(key).as_table();
    if (!found)
        refuse(key, "must be a table");
    return SaleReader{m_table->inner(*found)};
}

std::vector<SaleReader> SaleReader::tables(const std::string& key, std::size_t most)
{
    const auto* list = m_table->need(key).as_array();
    if (!list || list->empty() || list->size() > most)
        refuse(key, "must be given 1 to " + std::to_string(most) + " times, as [[" + key + "]]");
    std::vector<SaleReader> out;
    for (const auto& item : *list) {
        if (!item.is_table())
            refuse(key, "must be given as [[" + key + "]]");
        out.push_back(SaleReader{m_table->inner(*item.as_table())});
    }
    return out;
}

void SaleReader::finish() const
{
    for (const auto& [key, value] : *m_table->here)
        if (!m_table->used.contains(std::string{key.str()}))
            refuse(std::string{key.str()}, "is not a known key here");
}

} // namespace saikobi::shop
