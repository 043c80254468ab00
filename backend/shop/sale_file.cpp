#include "backend/shop/sale_file.h"

#include <toml++/toml.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <set>
#include <sstream>

#include "backend/contract/words.h"
#include "backend/shop/sale_values.h"

namespace saikobi::shop {

using contract::Bilingual;
using contract::Fault;
using contract::FaultCode;
using contract::Instant;
using contract::Result;
using contract::Sale;
using namespace std::chrono_literals;

namespace {

constexpr std::int64_t mostUnits = 100'000'000;
constexpr std::int64_t mostYen = 10'000'000;

/// The first thing that is wrong. Thrown and caught in this file only.
struct Refusal {
    toml::source_index line = 0;
    std::string why{};
};

/// One table of the file: each key is asked for once, the rest is refused by finish().
class Reader {
public:
    explicit Reader(const toml::table& table)
        : m_table(table)
    {
    }

    [[noreturn]] void refuse(const std::string& key, const std::string& why) const
    {
        const auto* node = m_table.get(key);
        const auto& source = node ? node->source() : m_table.source();
        throw Refusal{source.begin.line, "'" + key + "' " + why};
    }

    bool has(const std::string& key) const { return m_table.contains(key); }

    std::string text(const std::string& key)
    {
        const auto found = need(key).value_exact<std::string>();
        if (!found || found->empty())
            refuse(key, "must be a text that is not empty");
        return *found;
    }

    Bilingual bilingual(const std::string& key)
    {
        const auto* table = need(key).as_table();
        if (!table)
            refuse(key, "must be { ja = \"…\", en = \"…\" }");
        Reader words{*table};
        Bilingual out{words.text("ja"), words.text("en")};
        words.finish();
        return out;
    }

    std::int64_t integer(const std::string& key, std::int64_t least, std::int64_t most)
    {
        const auto found = need(key).value_exact<std::int64_t>();
        if (!found || *found < least || *found > most)
            refuse(key,
                    "must be a whole number from " + std::to_string(least) + " to "
                            + std::to_string(most));
        return *found;
    }

    double rate(const std::string& key)
    {
        const auto found = need(key).value<double>();
        if (!found || *found < 0.1 || *found > 100'000)
            refuse(key, "must be a number of calls per second from 0.1 to 100000");
        return *found;
    }

    std::chrono::milliseconds duration(const std::string& key)
    {
        const auto written = text(key);
        if (const auto ms = milliseconds(written))
            return *ms;
        const auto found = durationFromText(written);
        if (!found)
            refuse(key, "must be a duration such as \"90s\", \"5m\" or \"1h30m\"");
        return *found;
    }

    Instant instant(const std::string& key)
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

    /// `key` as a time, or `relative` as a time from now; never both.
    Instant instantOrIn(const std::string& key, const std::string& relative, Instant now)
    {
        if (has(key) && has(relative))
            refuse(relative, "and '" + key + "' exclude each other");
        return has(relative) ? now + duration(relative) : instant(key);
    }

    Reader table(const std::string& key)
    {
        const auto* found = need(key).as_table();
        if (!found)
            refuse(key, "must be a table");
        return Reader{*found};
    }

    std::vector<Reader> tables(const std::string& key, std::size_t most)
    {
        const auto* list = need(key).as_array();
        if (!list || list->empty() || list->size() > most)
            refuse(key,
                    "must be given 1 to " + std::to_string(most) + " times, as [[" + key + "]]");
        std::vector<Reader> out;
        for (const auto& item : *list) {
            if (!item.is_table())
                refuse(key, "must be given as [[" + key + "]]");
            out.emplace_back(*item.as_table());
        }
        return out;
    }

    void finish() const
    {
        for (const auto& [key, value] : m_table)
            if (!m_used.contains(std::string{key.str()}))
                refuse(std::string{key.str()}, "is not a known key here");
    }

private:
    const toml::node& need(const std::string& key)
    {
        m_used.insert(key);
        const auto* found = m_table.get(key);
        if (!found)
            refuse(key, "is missing");
        return *found;
    }

    static std::optional<std::chrono::milliseconds> milliseconds(const std::string& written)
    {
        const bool isShort = written.size() > 2 && written.size() < 8
                && written.compare(written.size() - 2, 2, "ms") == 0
                && std::all_of(written.begin(), written.end() - 2,
                        [](char c) { return c >= '0' && c <= '9'; });
        return isShort ? std::optional{std::chrono::milliseconds{std::stol(written)}}
                       : std::nullopt;
    }

    const toml::table& m_table;
    std::set<std::string> m_used{};
};

std::chrono::seconds wholeSeconds(
        Reader& from, const std::string& key, std::chrono::seconds least, std::chrono::seconds none)
{
    if (!from.has(key))
        return none;
    const auto found = std::chrono::duration_cast<std::chrono::seconds>(from.duration(key));
    if (found < least)
        from.refuse(key, "must be at least " + std::to_string(least.count()) + "s");
    return found;
}

void readTimes(Reader& from, Sale& sale, Instant now)
{
    if (from.has("opens_at") == from.has("opens_in"))
        from.refuse(from.has("opens_in") ? "opens_in" : "opens_at",
                "or its alternative must be given: exactly one of opens_at and opens_in");
    if (from.has("opens_at"))
        sale.opensAt = from.instant("opens_at");
    else
        sale.opensIn = wholeSeconds(from, "opens_in", 1s, 1s);
    if (from.has("closes_at") || from.has("closes_in")) {
        sale.closesAt = from.instantOrIn("closes_at", "closes_in", now);
        if (*sale.closesAt <= sale.opensAt.value_or(now + sale.opensIn.value_or(0s)))
            from.refuse(from.has("closes_at") ? "closes_at" : "closes_in",
                    "must be later than the opening");
    }
}

void readSale(Reader from, Sale& sale, Instant now)
{
    sale.slug = from.text("id");
    if (!contract::isSaleId(sale.slug))
        from.refuse("id", "must be 1 to 40 of a-z, 0-9 and -");
    sale.name = from.bilingual("name");
    if (from.has("time_zone"))
        sale.timeZone = from.text("time_zone");
    readTimes(from, sale, now);
    sale.startRate.value = static_cast<std::int32_t>(from.integer("start_rate", 1, 100'000));
    sale.passLife = wholeSeconds(from, "pass_life", 10s, sale.passLife);
    sale.claimWindow = wholeSeconds(from, "claim_window", 5s, sale.claimWindow);
    sale.lateWindow = wholeSeconds(from, "late_window", 1s, sale.lateWindow);
    if (from.has("max_shoppers"))
        sale.maxShoppers = from.integer("max_shoppers", 0, 10'000'000);
    if (from.has("give_back")) {
        const auto policy = from.text("give_back");
        if (policy != "keep" && policy != "at_once")
            from.refuse("give_back", "must be \"keep\" or \"at_once\"");
        sale.keepsGivenBack = policy == "keep";
    }
    from.finish();
}

void readShop(Reader from, Sale& sale)
{
    sale.shop.name = from.bilingual("name");
    sale.shop.contact = from.text("contact");
    if (from.has("colour")) {
        sale.shop.colour = from.text("colour");
        if (const auto fault = faultOfColour(sale.shop.colour))
            from.refuse("colour", *fault);
    }
    if (from.has("logo")) {
        sale.shop.logoSvg = from.text("logo");
        while (sale.shop.logoSvg.ends_with('\n'))
            sale.shop.logoSvg.pop_back();
        if (const auto fault = faultOfLogo(sale.shop.logoSvg))
            from.refuse("logo", *fault);
    }
    from.finish();
}

void readProvider(Reader& from, Sale& sale)
{
    contract::ProviderAccount account;
    account.id = from.text("id");
    if (!contract::isSaleId(account.id))
        from.refuse("id", "must be 1 to 40 of a-z, 0-9 and -");
    for (const auto& other : sale.providers)
        if (other.id == account.id)
            from.refuse("id", "is given twice");
    account.callsPerSecond = from.rate("calls_per_second");
    account.callsPerSecondEndpoint = from.has("calls_per_second_endpoint")
            ? from.rate("calls_per_second_endpoint")
            : account.callsPerSecond;
    if (from.has("parallel"))
        account.parallel = from.integer("parallel", 0, 100'000);
    from.finish();
    sale.providers.push_back(std::move(account));
}

void readMethod(Reader& from, Sale& sale)
{
    contract::PaymentMethod method;
    method.id = from.text("id");
    if (!contract::isSaleId(method.id))
        from.refuse("id", "must be 1 to 40 of a-z, 0-9 and -");
    for (const auto& other : sale.methods)
        if (other.id == method.id)
            from.refuse("id", "is given twice");
    method.name = from.bilingual("name");
    method.provider = from.text("provider");
    if (std::none_of(sale.providers.begin(), sale.providers.end(),
                [&](const auto& account) { return account.id == method.provider; }))
        from.refuse("provider", "names no [[provider]] of this file");
    method.usualFrom = from.duration("usual_from");
    method.usualTo = from.duration("usual_to");
    if (method.usualTo < method.usualFrom)
        from.refuse("usual_to", "must not be shorter than usual_from");
    from.finish();
    sale.methods.push_back(std::move(method));
}

void readSlot(Reader& from, Sale& sale, Instant now)
{
    contract::Slot slot;
    slot.from = from.instantOrIn("from", "from_in", now);
    slot.to = from.instantOrIn("to", "to_in", now);
    if (slot.to <= slot.from)
        from.refuse(from.has("to") ? "to" : "to_in", "must be later than its beginning");
    slot.places = from.integer("places", 1, mostUnits);
    from.finish();
    sale.pickupSlots.push_back(slot);
}

void readProduct(Reader& from, Sale& sale)
{
    contract::Product product;
    product.code = from.text("code");
    if (product.code.size() > 40)
        from.refuse("code", "must not be longer than 40 bytes");
    for (const auto& other : sale.products)
        if (other.code == product.code)
            from.refuse("code", "is given twice");
    product.name = from.bilingual("name");
    product.price.value = from.integer("price", 1, mostYen);
    product.stock = from.integer("stock", 0, mostUnits);
    product.perPerson = from.integer("per_person", 1, 10'000);
    from.finish();
    sale.products.push_back(std::move(product));
}

Sale readAll(const toml::table& root, Instant now)
{
    Sale sale;
    Reader file{root};
    readSale(file.table("sale"), sale, now);
    readShop(file.table("shop"), sale);
    for (auto& provider : file.tables("provider", 20))
        readProvider(provider, sale);
    for (auto& method : file.tables("method", 20))
        readMethod(method, sale);
    for (auto& slot : file.tables("slot", 100))
        readSlot(slot, sale, now);
    for (auto& product : file.tables("product", 500))
        readProduct(product, sale);
    file.finish();
    return sale;
}

Fault refused(const std::string& name, toml::source_index line, const std::string& why)
{
    return {FaultCode::Invalid,
            name + ":" + std::to_string(std::max<toml::source_index>(line, 1)) + ": " + why};
}

} // namespace

Result<Sale> saleFromToml(std::string_view text, const std::string& name, Instant now)
{
    try {
        return readAll(toml::parse(text, name), now);
    } catch (const Refusal& refusal) {
        return refused(name, refusal.line, refusal.why);
    } catch (const toml::parse_error& failed) {
        return refused(name, failed.source().begin.line, std::string{failed.description()});
    }
}

Result<Sale> readSaleFile(const std::string& path, Instant now)
{
    std::ifstream file(path);
    std::stringstream text;
    text << file.rdbuf();
    if (!file)
        return Fault{FaultCode::Invalid, path + ": cannot be read"};
    return saleFromToml(text.str(), path, now);
}

} // namespace saikobi::shop
