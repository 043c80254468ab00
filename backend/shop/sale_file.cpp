#include "backend/shop/sale_file.h"

#include <boost/asio/ip/address.hpp>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <fstream>
#include <sstream>

#include "backend/contract/walk.h"
#include "backend/contract/words.h"
#include "backend/shop/sale_expectations.h"
#include "backend/shop/sale_reader.h"
#include "backend/shop/sale_values.h"

namespace saikobi::shop {

using contract::Fault;
using contract::FaultCode;
using contract::Instant;
using contract::Result;
using contract::Sale;
using namespace std::chrono_literals;

namespace {

constexpr std::int64_t mostUnits = 100'000'000;
constexpr std::int64_t mostYen = 10'000'000;

void readTimes(SaleReader& from, Sale& sale, Instant now)
{
    if (from.has("opens_at") == from.has("opens_in"))
        from.refuse(from.has("opens_in") ? "opens_in" : "opens_at",
                "or its alternative must be given: exactly one of opens_at and opens_in");
    if (from.has("opens_at"))
        sale.opensAt = from.instant("opens_at");
    else
        sale.opensIn = from.secondsOr("opens_in", 1s, 1s);
    if (from.has("closes_at") || from.has("closes_in")) {
        sale.closesAt = from.instantOrIn("closes_at", "closes_in", now);
        if (*sale.closesAt <= sale.opensAt.value_or(now + sale.opensIn.value_or(0s)))
            from.refuse(from.has("closes_at") ? "closes_at" : "closes_in",
                    "must be later than the opening");
    }
}

template<class Word>
Word oneOf(SaleReader& from, const std::string& key, Word none)
{
    if (!from.has(key))
        return none;
    const auto found = contract::fromName<Word>(from.text(key));
    if (!found) {
        const auto first = std::string{contract::name(Word{0})};
        from.refuse(key,
                "must be \"" + first + "\" or \"" + std::string{contract::name(Word{1})} + "\"");
    }
    return *found;
}

/// How the line works: its order, who paces it, who may share or claim a place.
void readLine(SaleReader& from, Sale& sale)
{
    sale.order = oneOf(from, "order", contract::SaleOrder::Draw);
    if (from.has("beacon")) {
        sale.beacon = from.text("beacon");
        if (const auto fault = faultOfBeacon(sale.beacon))
            from.refuse("beacon", *fault);
        if (sale.order == contract::SaleOrder::Fifo && sale.beacon != "none")
            from.refuse("beacon", "belongs to a draw, and the order of this sale is \"fifo\"");
    }
    sale.pacing = oneOf(from, "pacing", sale.pacing);
    sale.identity = oneOf(from, "identity", sale.identity);
    if (from.has("group_max")) {
        sale.groupMax = from.integer("group_max", 0, 6);
        if (sale.groupMax == 1)
            from.refuse("group_max", "must be 0 (no groups) or 2 to 6: one person is no group");
    }
    if (from.has("auto_claim"))
        sale.claimsByItself = from.yesNo("auto_claim");
    if (from.has("one_order"))
        sale.endsWithOrder = from.yesNo("one_order");
    if (from.has("follow_budget"))
        sale.followsBudget = from.yesNo("follow_budget");
}

bool isNetwork(const std::string& text)
{
    const auto slash = text.find('/');
    boost::system::error_code failed;
    const auto address = boost::asio::ip::make_address(text.substr(0, slash), failed);
    if (failed)
        return false;
    if (slash == std::string::npos)
        return true;
    unsigned bits = 0;
    const auto* end = text.data() + text.size();
    const auto read = std::from_chars(text.data() + slash + 1, end, bits);
    return read.ec == std::errc{} && read.ptr == end && bits <= (address.is_v4() ? 32U : 128U);
}

/// What keeps robots and strangers within bounds.
void readLimits(SaleReader& from, Sale& sale)
{
    if (from.has("work_bits"))
        sale.workBits = from.integer("work_bits", 0, 20);
    if (from.has("joins_per_minute")) {
        auto joins = from.table("joins_per_minute");
        sale.joinsPerMinuteIpv4 = joins.integer("ipv4", 1, 1'000'000);
        sale.joinsPerMinuteIpv6 = joins.integer("ipv6", 1, 1'000'000);
        joins.finish();
    }
    if (from.has("exempt"))
        sale.exemptNetworks = from.texts("exempt", 200);
    for (const auto& network : sale.exemptNetworks)
        if (!isNetwork(network))
            from.refuse("exempt",
                    "must be a list of networks such as \"192.0.2.0/24\", not \"" + network + "\"");
    if (from.has("return_hosts"))
        sale.returnHosts = from.texts("return_hosts", 50);
    for (const auto& host : sale.returnHosts)
        if (!isHostName(host))
            from.refuse("return_hosts",
                    "must be a list of host names such as \"shop.example\", not \"" + host + "\"");
}

void readSale(SaleReader from, Sale& sale, Instant now)
{
    sale.slug = from.text("id");
    if (!contract::isSaleId(sale.slug))
        from.refuse("id", "must be 1 to 40 of a-z, 0-9 and -");
    sale.name = from.bilingual("name");
    if (from.has("time_zone"))
        sale.timeZone = from.text("time_zone");
    readTimes(from, sale, now);
    sale.startRate.value = static_cast<std::int32_t>(from.integer("start_rate", 1, 100'000));
    sale.passLife = from.secondsOr("pass_life", 10s, sale.passLife);
    sale.claimWindow = from.secondsOr("claim_window", 5s, sale.claimWindow);
    sale.lateWindow = from.secondsOr("late_window", 1s, sale.lateWindow);
    if (from.has("max_shoppers"))
        sale.maxShoppers = from.integer("max_shoppers", 0, 10'000'000);
    readLine(from, sale);
    readLimits(from, sale);
    if (from.has("welcome_points"))
        sale.welcomePoints = from.integer("welcome_points", 0, mostYen);
    if (from.has("give_back")) {
        const auto policy = from.text("give_back");
        if (policy != "keep" && policy != "at_once")
            from.refuse("give_back", "must be \"keep\" or \"at_once\"");
        sale.keepsGivenBack = policy == "keep";
    }
    from.finish();
}

void readShop(SaleReader from, Sale& sale)
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
    if (from.has("notice")) {
        sale.shop.notice = from.bilingual("notice");
        for (const auto& words : {sale.shop.notice.ja, sale.shop.notice.en})
            if (const auto fault = faultOfNotice(words))
                from.refuse("notice", *fault);
    }
    from.finish();
}

void readProvider(SaleReader& from, Sale& sale)
{
    contract::ProviderAccount account;
    account.id = from.text("id");
    if (!contract::isSaleId(account.id))
        from.refuse("id", "must be 1 to 40 of a-z, 0-9 and -");
    for (const auto& other : sale.providers)
        if (other.id == account.id)
            from.refuse("id", "is given twice");
    account.callsPerSecond = from.callsPerSecond("calls_per_second");
    account.callsPerSecondEndpoint = from.has("calls_per_second_endpoint")
            ? from.callsPerSecond("calls_per_second_endpoint")
            : account.callsPerSecond;
    if (from.has("parallel"))
        account.parallel = from.integer("parallel", 0, 100'000);
    from.finish();
    sale.providers.push_back(std::move(account));
}

/// Who takes the money, and whether before or after the units are held.
void readFlow(SaleReader& from, const Sale& sale, contract::PaymentMethod& method)
{
    using contract::PaymentFlow;
    if (from.has("flow")) {
        const auto flow = contract::fromName<PaymentFlow>(from.text("flow"));
        if (!flow)
            from.refuse("flow", "must be \"direct\", \"hosted\" or \"points\"");
        method.flow = *flow;
    }
    const bool isPoints = method.flow == PaymentFlow::Points;
    method.stockFirst = from.has("stock_first") ? from.yesNo("stock_first") : isPoints;
    method.refunds = from.has("refunds") ? from.yesNo("refunds") : isPoints;
    if (isPoints && (!method.stockFirst || !method.refunds))
        from.refuse(method.stockFirst ? "refunds" : "stock_first",
                "is always true for points: they are our own ledger");
    if (method.flow == PaymentFlow::Direct && method.stockFirst)
        from.refuse("stock_first", "belongs to hosted pages and points");
    if (method.stockFirst && !method.refunds)
        from.refuse(
                "stock_first", "takes money for good: refunds = true must allow giving it back");
    if (isPoints) {
        if (from.has("provider"))
            from.refuse("provider", "does not belong to points: they are our own ledger");
        return;
    }
    method.provider = from.text("provider");
    if (std::none_of(sale.providers.begin(), sale.providers.end(),
                [&](const auto& account) { return account.id == method.provider; }))
        from.refuse("provider", "names no [[provider]] of this file");
}

void readMethod(SaleReader& from, Sale& sale)
{
    contract::PaymentMethod method;
    method.id = from.text("id");
    if (!contract::isSaleId(method.id))
        from.refuse("id", "must be 1 to 40 of a-z, 0-9 and -");
    for (const auto& other : sale.methods)
        if (other.id == method.id)
            from.refuse("id", "is given twice");
    method.name = from.bilingual("name");
    readFlow(from, sale, method);
    method.usualFrom = from.duration("usual_from");
    method.usualTo = from.duration("usual_to");
    if (method.usualTo < method.usualFrom)
        from.refuse("usual_to", "must not be shorter than usual_from");
    from.finish();
    sale.methods.push_back(std::move(method));
}

void readSlot(SaleReader& from, Sale& sale, Instant now)
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

void readProduct(SaleReader& from, Sale& sale)
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

/// Several of one role are called in this order.
void readContacts(std::vector<SaleReader> from, Sale& sale)
{
    std::vector<contract::SaleContact> contacts;
    for (auto& one : from) {
        contacts.push_back({one.text("role"), one.text("name"), one.text("call")});
        if (!contract::roleNamed(contacts.back().role))
            one.refuse("role", "is none of the roles that cards name");
        one.finish();
    }
    sale.contacts = contract::toJson(contacts);
}

Sale readAll(SaleReader file, Instant now)
{
    Sale sale;
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
    if (file.has("alarms"))
        readAlarms(file.table("alarms"), sale);
    if (file.has("arrivals"))
        readArrivals(file.tables("arrivals", contract::mostPlannedArrivals), sale);
    if (file.has("contact"))
        readContacts(file.tables("contact", contract::mostContacts), sale);
    file.finish();
    return sale;
}

} // namespace

Result<Sale> saleFromToml(std::string_view text, const std::string& name, Instant now)
{
    try {
        return readAll(SaleReader::ofText(text, name), now);
    } catch (const SaleFileRefusal& refusal) {
        return Fault{FaultCode::Invalid,
                name + ":" + std::to_string(std::max(refusal.line, 1U)) + ": " + refusal.why};
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
