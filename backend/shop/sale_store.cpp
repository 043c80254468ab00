#include "backend/shop/sale_store.h"

#include <boost/json.hpp>
#include <pqxx/pqxx>

#include <optional>

#include "backend/stores/postgres_fault.h"

namespace saikobi::shop {

using contract::Result;
using contract::Sale;

namespace {

std::optional<double> unixSeconds(const std::optional<contract::Instant>& at)
{
    if (!at)
        return std::nullopt;
    return static_cast<double>(contract::toUnixMs(*at)) / 1000.0;
}

std::string settingsOf(const Sale& sale)
{
    return serialize(boost::json::object{{"pass_life_s", sale.passLife.count()},
            {"claim_window_s", sale.claimWindow.count()},
            {"late_window_s", sale.lateWindow.count()}, {"max_shoppers", sale.maxShoppers},
            {"order", contract::name(sale.order)}, {"beacon", sale.beacon},
            {"pacing", contract::name(sale.pacing)}, {"identity", contract::name(sale.identity)},
            {"group_max", sale.groupMax}, {"auto_claim", sale.claimsByItself},
            {"follow_budget", sale.followsBudget}, {"one_order", sale.endsWithOrder},
            {"work_bits", sale.workBits}, {"joins_per_minute_ipv4", sale.joinsPerMinuteIpv4},
            {"joins_per_minute_ipv6", sale.joinsPerMinuteIpv6},
            {"exempt", boost::json::value_from(sale.exemptNetworks)},
            {"return_hosts", boost::json::value_from(sale.returnHosts)},
            {"welcome_points", sale.welcomePoints},
            {"give_back", sale.keepsGivenBack ? "keep" : "at_once"},
            {"alarms", boost::json::parse(sale.alarms)},
            {"arrivals", boost::json::parse(contract::toJson(sale.arrivals))},
            {"contacts", boost::json::parse(sale.contacts)}});
}

std::string shopOf(const Sale& sale)
{
    return serialize(boost::json::object{{"name_ja", sale.shop.name.ja},
            {"name_en", sale.shop.name.en}, {"logo_svg", sale.shop.logoSvg},
            {"colour", sale.shop.colour}, {"contact", sale.shop.contact},
            {"notice_ja", sale.shop.notice.ja}, {"notice_en", sale.shop.notice.en}});
}

/// In the order of everybody, before the order of the file comes into it.
void lockCounters(pqxx::transaction_base& work, const Sale& sale)
{
    work.exec_params("select saikobi.lock_counters("
                     "array(select id from saikobi.product where sale = $1), "
                     "array(select id from saikobi.slot where sale = $1))",
            sale.slug);
}

/// True when the sale was not there before.
bool putSale(pqxx::transaction_base& work, const Sale& sale)
{
    std::optional<std::int64_t> opensIn;
    if (sale.opensIn)
        opensIn = sale.opensIn->count();
    const auto row = work.exec_params1(
            R"(insert into saikobi.sale as old (slug, name_ja, name_en, time_zone, opens_at, opens_in,
                   closes_at, start_rate, settings, shop)
               values ($1, $2, $3, $4, to_timestamp($5::float8), make_interval(secs => $6::int),
                   to_timestamp($7::float8), $8, $9::jsonb, $10::jsonb)
               on conflict (slug) do update set name_ja = excluded.name_ja, name_en = excluded.name_en,
                   time_zone = excluded.time_zone,
                   opens_at = coalesce(excluded.opens_at, old.opens_at), opens_in = excluded.opens_in,
                   closes_at = excluded.closes_at, start_rate = excluded.start_rate,
                   settings = excluded.settings, shop = excluded.shop, revision = old.revision + 1,
                   loaded_at = now()
               returning revision = 1)",
            sale.slug, sale.name.ja, sale.name.en, sale.timeZone, unixSeconds(sale.opensAt),
            opensIn, unixSeconds(sale.closesAt), sale.startRate.value, settingsOf(sale),
            shopOf(sale));
    return row[0].as<bool>();
}

void putProviders(pqxx::transaction_base& work, const Sale& sale)
{
    for (const auto& account : sale.providers)
        work.exec_params(
                R"(insert into saikobi.provider (id, calls_per_second, calls_per_second_endpoint, parallel)
                   values ($1, $2, $3, $4)
                   on conflict (id) do update set calls_per_second = excluded.calls_per_second,
                       calls_per_second_endpoint = excluded.calls_per_second_endpoint,
                       parallel = excluded.parallel)",
                account.id, account.callsPerSecond, account.callsPerSecondEndpoint,
                account.parallel);
}

/// Whether a method is enabled is staff's decision; a method that the file has dropped is disabled.
void putMethods(pqxx::transaction_base& work, const Sale& sale)
{
    work.exec_params(
            "update saikobi.method set enabled = false, rank = -1 where sale = $1 and rank >= 0 "
            "and not id = any(string_to_array($2, ','))",
            sale.slug, [&sale] {
                std::string ids;
                for (const auto& method : sale.methods)
                    ids += (ids.empty() ? "" : ",") + method.id;
                return ids;
            }());
    int rank = 0;
    for (const auto& method : sale.methods)
        work.exec_params(
                R"(insert into saikobi.method as old (sale, id, name_ja, name_en, provider, usual_from_ms,
                       usual_to_ms, rank, flow, stock_first, refunds)
                   values ($1, $2, $3, $4, nullif($5, ''), $6, $7, $8, $9, $10, $11)
                   on conflict (sale, id) do update set name_ja = excluded.name_ja,
                       name_en = excluded.name_en, provider = excluded.provider,
                       usual_from_ms = excluded.usual_from_ms, usual_to_ms = excluded.usual_to_ms, flow = excluded.flow,
                       stock_first = excluded.stock_first, refunds = excluded.refunds,
                       enabled = old.enabled or old.rank < 0, rank = excluded.rank)",
                sale.slug, method.id, method.name.ja, method.name.en, method.provider,
                method.usualFrom.count(), method.usualTo.count(), rank++,
                std::string{contract::name(method.flow)}, method.stockFirst, method.refunds);
}

/// Raising a stock puts the product on sale again; that is a deed of the organiser, not of chance.
void putStock(pqxx::transaction_base& work, std::int64_t id, const contract::Product& product,
        LoadReport& report)
{
    const auto row = work.exec_params1(
            R"(insert into saikobi.stock as old (product, total, per_person) values ($1, $2, $3)
               on conflict (product) do update set
                   total = greatest(excluded.total, old.held + old.sold),
                   per_person = excluded.per_person,
                   sold_out_at = case when excluded.total <= old.held + old.sold
                       then old.sold_out_at end
               returning total)",
            id, product.stock, product.perPerson);
    const auto total = row[0].as<std::int64_t>();
    if (total != product.stock)
        report.notes.push_back("stock of " + product.code + " stays at " + std::to_string(total)
                + ": so many are held or sold, the file says " + std::to_string(product.stock));
}

void putProducts(pqxx::transaction_base& work, const Sale& sale, LoadReport& report)
{
    work.exec_params("update saikobi.product set listed = false where sale = $1", sale.slug);
    int rank = 0;
    for (const auto& product : sale.products) {
        const auto row = work.exec_params1(
                R"(insert into saikobi.product (sale, code, name_ja, name_en, price, rank)
                   values ($1, $2, $3, $4, $5, $6)
                   on conflict (sale, code) do update set name_ja = excluded.name_ja,
                       name_en = excluded.name_en, price = excluded.price, rank = excluded.rank,
                       listed = true
                   returning id)",
                sale.slug, product.code, product.name.ja, product.name.en, product.price.value,
                rank++);
        putStock(work, row[0].as<std::int64_t>(), product, report);
    }
}

/// A slot is found again by its place in the file. One whose times are relative moves only while
/// nobody has taken a place in it: people were told a time.
void putSlots(pqxx::transaction_base& work, const Sale& sale, LoadReport& report)
{
    work.exec_params("update saikobi.slot set listed = false where sale = $1", sale.slug);
    int rank = 0;
    for (const auto& slot : sale.pickupSlots) {
        const auto row = work.exec_params1(
                R"(insert into saikobi.slot as old (sale, rank, from_at, to_at, total)
                   values ($1, $2, to_timestamp($3::float8), to_timestamp($4::float8), $5)
                   on conflict (sale, rank) do update set listed = true,
                       from_at = case when $6::bool and old.held + old.sold > 0
                           then old.from_at else excluded.from_at end,
                       to_at = case when $6::bool and old.held + old.sold > 0
                           then old.to_at else excluded.to_at end,
                       total = greatest(excluded.total, old.held + old.sold)
                   returning total)",
                sale.slug, rank++, unixSeconds(slot.from), unixSeconds(slot.to), slot.places,
                sale.opensIn.has_value());
        const auto total = row[0].as<std::int64_t>();
        if (total != slot.places)
            report.notes.push_back("slot " + std::to_string(rank) + " stays at "
                    + std::to_string(total) + " places: so many are held or sold");
    }
}

} // namespace

Result<LoadReport> loadSale(const std::string& url, const Sale& sale)
{
    try {
        pqxx::connection connection(stores::withSettings(url, "saikobid-load"));
        pqxx::work work(connection);
        work.exec("set local role saikobi_owner");
        lockCounters(work, sale);
        LoadReport report;
        report.isNew = putSale(work, sale);
        putProviders(work, sale);
        putMethods(work, sale);
        putProducts(work, sale, report);
        putSlots(work, sale, report);
        work.commit();
        return report;
    } catch (const std::exception& failed) {
        return stores::toFault(failed, true);
    }
}

} // namespace saikobi::shop
