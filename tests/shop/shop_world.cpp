#include "tests/shop/shop_world.h"

#include <algorithm>

#include "backend/shop/catalogue.h"
#include "backend/shop/sale_store.h"
#include "tests/support/run_until.h"

namespace saikobi::tests {

using namespace std::chrono_literals;

contract::Sale ShopWorld::sale()
{
    contract::Sale out;
    out.slug = "demo";
    out.name = {"即売会", "Fair"};
    out.shop.name = {"店", "Shop"};
    out.products = {{{}, "A", {"本", "Book"}, {1000}, 100, 2},
            {{}, "B", {"札", "Badge"}, {400}, 5, 2}, {{}, "C", {"色紙", "Board"}, {5000}, 1, 1}};
    const auto opening = contract::fromUnixMs(1786000000000);
    out.pickupSlots = {{{}, opening, opening + 1h, 100}, {{}, opening + 1h, opening + 2h, 1}};
    using contract::PaymentFlow;
    out.methods = {{"card", {"カード", "Card"}, "sim", 1s, 2s},
            {"page", {"ページ", "Page"}, "sim", 3s, 4s, PaymentFlow::Hosted, false, false},
            {"store", {"コンビニ", "Store"}, "sim", 3s, 4s, PaymentFlow::Hosted, true, true},
            {"points", {"ポイント", "Points"}, "", 0s, 0s, PaymentFlow::Points, true, true}};
    out.welcomePoints = 3000;
    out.providers = {{"sim", 30, 30, 0}};
    return out;
}

ShopWorld::ShopWorld(TestStores& stores)
    : provider(context.get_executor())
    , gate(context.get_executor())
    , m_stores(stores)
{
    const auto loaded = shop::loadSale(stores.superuserUrl(), sale());
    if (!loaded)
        qFatal("%s", loaded.error().detail.c_str());
    stores::PostgresExecutor reads(stores.backendPostgres(1));
    shop::CatalogueReader reader(context.get_executor(), reads);
    awaited<contract::Outcome>(context, [&](auto done) { reader.refresh(done); });
    m_sale = reader.current()->at("demo")->sale;
}

ShopWorld::~ShopWorld()
{
    while (!m_running.empty())
        kill(m_running.begin()->first);
}

void ShopWorld::start(const std::string& instance)
{
    Running running;
    running.orders = std::make_unique<stores::PostgresExecutor>(m_stores.backendPostgres(2));
    const auto incarnation = instance + "-" + std::to_string(++m_incarnations);
    running.checkout = std::make_unique<shop::Checkout>(
            shop::Checkout::Parts{context.get_executor(), *running.orders, gate, provider,
                    [this](const std::string&) -> contract::Measures& { return m_measures; },
                    instance, incarnation, "http://shop.example/payments/return", 4ms});
    running.checkout->tick();
    m_running[instance] = std::move(running);
    if (!runUntil([&] { return checkout(instance).takesOrders(); }))
        qFatal("no beat was written");
}

void ShopWorld::kill(const std::string& instance)
{
    const auto found = m_running.find(instance);
    found->second.checkout.reset();
    found->second.orders.reset(); // jobs it had begun are finished first, as Postgres would
    m_running.erase(found);
    context.restart();
    context.poll();
}

shop::OrderRequest ShopWorld::request(const std::string& person, std::size_t product,
        std::int64_t quantity, std::size_t slot) const
{
    shop::OrderRequest out;
    out.idempotencyKey = "key-" + person;
    out.buyer = {"demo", person, 1};
    out.slot = m_sale.pickupSlots.at(slot).id;
    out.method = "card";
    out.means = "pm_card_visa";
    out.lines = {{m_sale.products.at(product).id, quantity}};
    out.receivedAt = std::chrono::steady_clock::now();
    return out;
}

std::shared_ptr<std::optional<PlaceResult>> ShopWorld::place(
        shop::OrderRequest request, const std::string& instance)
{
    auto result = std::make_shared<std::optional<PlaceResult>>();
    checkout(instance).place(m_sale, std::move(request), [result](PlaceResult answer) {
        if (result->has_value())
            qFatal("answered twice");
        *result = std::move(answer);
    });
    return result;
}

PlaceResult ShopWorld::placed(shop::OrderRequest request, const std::string& instance)
{
    const auto result = place(std::move(request), instance);
    if (!runUntil([&] { return result->has_value(); }))
        qFatal("no answer");
    return **result;
}

bool ShopWorld::runUntil(const std::function<bool()>& isDone)
{
    return tests::runUntil(context, isDone, 20s);
}

bool ShopWorld::settle(const std::string& instance, int rounds)
{
    const auto isSettled = [&] {
        return m_stores.numberOf("select count(*) from saikobi.orders where ended_at is null") == 0;
    };
    for (int round = 0; round < rounds && !isSettled(); ++round) {
        checkout(instance).tick();
        tests::runUntil(
                context, [] { return false; }, 30ms); // until the next second, so to speak
    }
    return isSettled();
}

std::string ShopWorld::findings()
{
    return m_stores.valueOf(
            "select string_agg(found, E'\\n') from ("
            "select 'oversold ' || a::text as found from saikobi.audit_oversold a union all "
            "select 'stranded ' || a::text from saikobi.audit_stranded_stock a union all "
            "select 'double ' || a::text from saikobi.audit_double_capture a union all "
            "select 'orphan ' || a::text from saikobi.audit_orphan_payment a union all "
            "select 'unfinished ' || a::text from saikobi.audit_unfinished_order a) all_of_them");
}

std::string ShopWorld::statusOf(const std::string& order)
{
    return m_stores.valueOf("select status from saikobi.orders where id = '" + order + "'");
}

std::int64_t ShopWorld::counted(const char* counter)
{
    contract::Tick tick;
    m_measures.addTo(tick);
    return tick.counters[counter];
}

shop::OrderView ShopWorld::begun(const std::string& method, const std::string& person,
        std::size_t product, std::int64_t quantity)
{
    auto wanted = request(person, product, quantity);
    wanted.method = method;
    const auto result = placed(wanted);
    return viewIn(result) ? *viewIn(result) : shop::OrderView{};
}

PlaceResult ShopWorld::asked(const std::function<void(shop::OrderAnswer)>& ask)
{
    std::optional<PlaceResult> told;
    ask([&told](PlaceResult result) { told = std::move(result); });
    if (!runUntil([&] { return told.has_value(); }))
        qFatal("no answer");
    return *told;
}

void ShopWorld::tell(const std::string& order)
{
    bool isTold = false;
    checkout().refresh(order, [&isTold](const contract::Outcome&) { isTold = true; });
    if (!runUntil([&] { return isTold; }))
        qFatal("no answer");
}

void ShopWorld::runOut(const std::string& order)
{
    m_stores.execute("update saikobi.orders set expires_at = now() - interval '1 min' where id = '"
            + order + "'");
}

std::string ShopWorld::keyOf(const std::string& order)
{
    return m_stores.valueOf("select return_key from saikobi.orders where id = '" + order + "'");
}

int ShopWorld::callsOf(ProviderCall call) const
{
    const auto& calls = provider.calls;
    return static_cast<int>(std::count(calls.begin(), calls.end(), call));
}

bool ShopWorld::reaches(const std::string& order, const std::string& status)
{
    return runUntil([&] { return statusOf(order) == status; })
            && runUntil([&] { return checkout().unfinished() == 0; });
}

} // namespace saikobi::tests
