#include "backend/shop/catalogue_store.h"

#include <boost/asio/bind_executor.hpp>
#include <pqxx/pqxx>

#include "backend/contract/json_members.h"
#include "backend/stores/postgres_executor.h"

namespace saikobi::shop {

using contract::Instant;
using contract::Result;
using contract::Sale;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

std::optional<Instant> instantOf(const pqxx::field& unixMs)
{
    if (unixMs.is_null())
        return std::nullopt;
    return contract::fromUnixMs(unixMs.as<std::int64_t>());
}

bool isTrue(const boost::json::object& from, const char* key, bool none)
{
    const auto* found = contract::json::member(from, key);
    return found && found->is_bool() ? found->get_bool() : none;
}

std::vector<std::string> textsIn(const boost::json::object& from, const char* key)
{
    std::vector<std::string> out;
    const auto* found = contract::json::member(from, key);
    if (!found || !found->is_array())
        return out;
    for (const auto& value : found->get_array())
        if (value.is_string())
            out.emplace_back(value.get_string());
    return out;
}

void readSettings(const std::string& text, Sale& sale)
{
    const auto read = contract::json::object(text);
    if (!read)
        return;
    const auto whole = [&](const char* key, std::int64_t none) {
        return contract::json::integer(*read, key, none);
    };
    sale.passLife = seconds{whole("pass_life_s", sale.passLife.count())};
    sale.claimWindow = seconds{whole("claim_window_s", sale.claimWindow.count())};
    sale.lateWindow = seconds{whole("late_window_s", sale.lateWindow.count())};
    sale.maxShoppers = whole("max_shoppers", sale.maxShoppers);
    using contract::json::text;
    sale.order = contract::fromName<contract::SaleOrder>(text(*read, "order")).value_or(sale.order);
    if (const auto beacon = text(*read, "beacon"); !beacon.empty())
        sale.beacon = beacon;
    sale.pacing = contract::fromName<contract::Pacing>(text(*read, "pacing")).value_or(sale.pacing);
    sale.identity = contract::fromName<contract::Identity>(text(*read, "identity"))
                            .value_or(sale.identity);
    sale.groupMax = whole("group_max", sale.groupMax);
    sale.claimsByItself = isTrue(*read, "auto_claim", sale.claimsByItself);
    sale.followsBudget = isTrue(*read, "follow_budget", sale.followsBudget);
    sale.endsWithOrder = isTrue(*read, "one_order", sale.endsWithOrder);
    sale.workBits = whole("work_bits", sale.workBits);
    sale.joinsPerMinuteIpv4 = whole("joins_per_minute_ipv4", sale.joinsPerMinuteIpv4);
    sale.joinsPerMinuteIpv6 = whole("joins_per_minute_ipv6", sale.joinsPerMinuteIpv6);
    sale.exemptNetworks = textsIn(*read, "exempt");
    sale.returnHosts = textsIn(*read, "return_hosts");
    sale.welcomePoints = whole("welcome_points", sale.welcomePoints);
    sale.keepsGivenBack = contract::json::text(*read, "give_back") != "at_once";
}

void readShop(const std::string& text, contract::Shop& shop)
{
    const auto read = contract::json::object(text);
    if (!read)
        return;
    shop.name = {contract::json::text(*read, "name_ja"), contract::json::text(*read, "name_en")};
    shop.logoSvg = contract::json::text(*read, "logo_svg");
    shop.colour = contract::json::text(*read, "colour");
    shop.contact = contract::json::text(*read, "contact");
    shop.notice
            = {contract::json::text(*read, "notice_ja"), contract::json::text(*read, "notice_en")};
}

SaleReading saleFrom(const pqxx::row& row)
{
    SaleReading out;
    auto& sale = out.sale;
    sale.slug = row["slug"].as<std::string>();
    sale.name = {row["name_ja"].as<std::string>(), row["name_en"].as<std::string>()};
    sale.timeZone = row["time_zone"].as<std::string>();
    sale.run.value = row["run"].as<std::int32_t>();
    sale.opensAt = instantOf(row["opens_ms"]);
    sale.closesAt = instantOf(row["closes_ms"]);
    if (!row["opens_in_s"].is_null())
        sale.opensIn = seconds{row["opens_in_s"].as<std::int64_t>()};
    sale.startRate.value = row["start_rate"].as<std::int32_t>();
    readSettings(row["settings"].as<std::string>(), sale);
    readShop(row["shop"].as<std::string>(), sale.shop);
    out.revision = row["revision"].as<std::int64_t>();
    return out;
}

void readProducts(pqxx::transaction_base& work, Sale& sale)
{
    for (const auto& row : work.exec_params(
                 "select p.id, p.code, p.name_ja, p.name_en, p.price, s.total, s.per_person "
                 "from saikobi.product p join saikobi.stock s on s.product = p.id "
                 "where p.sale = $1 and p.listed order by p.rank",
                 sale.slug))
        sale.products.push_back({{row[0].as<std::int64_t>()}, row[1].as<std::string>(),
                {row[2].as<std::string>(), row[3].as<std::string>()}, {row[4].as<std::int64_t>()},
                row[5].as<std::int64_t>(), row[6].as<std::int64_t>()});
}

void readPickups(pqxx::transaction_base& work, Sale& sale)
{
    for (const auto& row :
            work.exec_params("select id, (extract(epoch from from_at) * 1000)::bigint, "
                             "(extract(epoch from to_at) * 1000)::bigint, total "
                             "from saikobi.slot where sale = $1 and listed order by rank",
                    sale.slug))
        sale.pickupSlots.push_back({{row[0].as<std::int64_t>()},
                contract::fromUnixMs(row[1].as<std::int64_t>()),
                contract::fromUnixMs(row[2].as<std::int64_t>()), row[3].as<std::int64_t>()});
}

void readMethods(pqxx::transaction_base& work, Sale& sale)
{
    for (const auto& row : work.exec_params(
                 "select id, name_ja, name_en, coalesce(provider, ''), usual_from_ms, usual_to_ms, "
                 "flow, stock_first, refunds from saikobi.method where sale = $1 and enabled order "
                 "by rank",
                 sale.slug))
        sale.methods.push_back({row[0].as<std::string>(),
                {row[1].as<std::string>(), row[2].as<std::string>()}, row[3].as<std::string>(),
                milliseconds{row[4].as<std::int64_t>()}, milliseconds{row[5].as<std::int64_t>()},
                contract::fromName<contract::PaymentFlow>(row[6].as<std::string>())
                        .value_or(contract::PaymentFlow::Direct),
                row[7].as<bool>(), row[8].as<bool>()});
    for (const auto& row :
            work.exec_params("select distinct p.id, p.calls_per_second, "
                             "p.calls_per_second_endpoint, p.parallel "
                             "from saikobi.provider p join saikobi.method m on m.provider = p.id "
                             "where m.sale = $1 order by p.id",
                    sale.slug))
        sale.providers.push_back({row[0].as<std::string>(), row[1].as<double>(),
                row[2].as<double>(), row[3].as<std::int64_t>()});
}

void readState(pqxx::transaction_base& work, const std::string& sale, CatalogueState& state)
{
    for (const auto& row : work.exec_params(
                 "select product, state, (extract(epoch from offer_at) * 1000)::bigint, "
                 "offer_units from saikobi.product_state where sale = $1",
                 sale)) {
        const contract::ProductId product{row[0].as<std::int64_t>()};
        if (const auto word = contract::fromName<contract::ProductState>(row[1].as<std::string>()))
            state.products[product] = *word;
        if (const auto at = instantOf(row[2]))
            state.offers[product] = {*at, row[3].as<std::int64_t>()};
    }
    for (const auto& row :
            work.exec_params("select id, case when stopped then 0 else total - held - sold end "
                             "from saikobi.slot where sale = $1 and listed",
                    sale))
        state.placesLeft[{row[0].as<std::int64_t>()}] = row[1].as<std::int64_t>();
}

std::vector<SaleReading> readAll(pqxx::connection_base& on, const KnownRevisions& known)
{
    pqxx::nontransaction work(on);
    std::vector<SaleReading> out;
    for (const auto& row : work.exec("select slug, name_ja, name_en, time_zone, run, start_rate, "
                                     "settings, shop, revision, "
                                     "(extract(epoch from opens_at) * 1000)::bigint as opens_ms, "
                                     "(extract(epoch from closes_at) * 1000)::bigint as closes_ms, "
                                     "extract(epoch from opens_in)::bigint as opens_in_s from "
                                     "saikobi.sale order by slug"))
        out.push_back(saleFrom(row));
    for (auto& reading : out) {
        const auto found = known.find(reading.sale.slug);
        reading.isWhole = found == known.end() || found->second != reading.revision;
        if (reading.isWhole) {
            readProducts(work, reading.sale);
            readPickups(work, reading.sale);
            readMethods(work, reading.sale);
        }
        readState(work, reading.sale.slug, reading.state);
    }
    return out;
}

} // namespace

void readSales(stores::PostgresExecutor& reads, boost::asio::any_io_executor executor,
        KnownRevisions known, std::function<void(Result<std::vector<SaleReading>>)> done)
{
    reads.run<std::vector<SaleReading>>(
            [known = std::move(known)](pqxx::connection_base& on) { return readAll(on, known); },
            boost::asio::bind_executor(std::move(executor), std::move(done)));
}

} // namespace saikobi::shop
