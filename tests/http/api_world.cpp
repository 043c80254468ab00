#include "tests/http/api_world.h"

#include <boost/json.hpp>

#include <QtGlobal>

#include <algorithm>

#include "backend/http/url.h"
#include "tests/support/run_until.h"
#include "tests/support/sample_sale.h"

namespace saikobi::tests {

using namespace std::chrono_literals;

class ApiWorld::Gate final : public shop::GatePort {
public:
    explicit Gate(ApiWorld& world)
        : m_world(world)
    {
    }
    void notePaid(const shop::Buyer& buyer) override
    {
        waiting_room::PassClaims pass;
        pass.sale = buyer.sale;
        pass.place = buyer.place;
        m_world.m_lines.at(buyer.sale)->notePaid(pass);
    }
    void leave(const std::string&, const std::string&) override { }
    void check(const shop::Buyer& buyer, const shop::StockWanted&, Checked answer) override
    {
        waiting_room::PassClaims pass;
        pass.sale = buyer.sale;
        pass.subject = buyer.subject;
        pass.place = buyer.place;
        pass.number = buyer.place;
        m_world.m_lines.at(buyer.sale)
                ->checkOrder(pass, {},
                        [answer](const std::variant<contract::Nothing, contract::Problem>& result) {
                            const auto* problem = std::get_if<contract::Problem>(&result);
                            answer(problem ? std::optional{*problem} : std::nullopt);
                        });
    }

private:
    ApiWorld& m_world;
};

namespace {

waiting_room::TicketKeys someTicketKeys()
{
    return waiting_room::TicketKeys{{{7, std::string(32, 'k'), {}}}};
}

waiting_room::PassKeys somePassKeys()
{
    auto keys = waiting_room::PassKeys::fromPem(
            {{waiting_room::PassKeys::generatePem(), {}}}, "test");
    if (!keys)
        qFatal("%s", keys.error().detail.c_str());
    return std::move(keys).value();
}

} // namespace

ApiWorld::ApiWorld(
        TestStores& stores, const std::vector<SampleSale>& more, const std::function<void()>& dress)
    : m_stores(stores)
    , m_redis(stores.backendRedis())
    , m_postgres(stores.backendPostgres(2))
    , m_ticketKeys(someTicketKeys())
    , m_passKeys(somePassKeys())
    , m_provider(m_context.get_executor())
{
    loadSample(stores, {"demo", 6000});
    loadSample(stores, {"slow", 1});
    for (const auto& sale : more)
        loadSample(stores, sale);
    if (dress)
        dress();
    m_catalogues = std::make_unique<shop::CatalogueReader>(m_context.get_executor(), m_postgres);
    awaited<contract::Outcome>(m_context, [this](auto done) { m_catalogues->refresh(done); });
    open("demo");
    open("slow");
    for (const auto& sale : more)
        open(sale.slug);
    m_gate = std::make_unique<Gate>(*this);
    m_checkout = std::make_unique<shop::Checkout>(shop::Checkout::Parts{m_context.get_executor(),
            m_postgres, *m_gate, m_provider,
            [this](const std::string& sale) -> contract::Measures& { return m_measures[sale]; },
            "i1", "i1-1", publicUrl + "/payments/return"});
    m_checkout->tick();
    const auto isReady = [this] {
        pace();
        const bool areReady = std::all_of(m_lines.begin(), m_lines.end(),
                [](const auto& each) { return each.second->isReady(); });
        return areReady && m_stores.numberOf("select count(*) from saikobi.instance") == 1;
    };
    if (!runUntil(m_context, isReady))
        qFatal("the line or the checkout did not become ready");
    auto api = parts();
    api.record = [this](std::string_view slug) -> waiting_room::PublicRecord* {
        const auto found = m_records.find(slug);
        return found == m_records.end() ? nullptr : &found->second;
    };
    m_api = std::make_unique<http::BuyerApi>(std::move(api));
}

ApiWorld::~ApiWorld()
{
    m_api.reset();
    m_checkout.reset();
    m_lines.clear();
    m_catalogues.reset();
    m_context.restart();
    m_context.poll();
}

void ApiWorld::open(const std::string& slug)
{
    m_lines.emplace(slug,
            std::make_unique<waiting_room::Line>(sale(slug),
                    waiting_room::Line::Parts{m_context.get_executor(), m_redis, m_postgres,
                            m_ticketKeys, m_passKeys, m_measures[slug]}));
    m_records.try_emplace(
            slug, waiting_room::PublicRecord::Parts{slug, m_context.get_executor(), m_postgres});
}

http::BuyerParts ApiWorld::parts()
{
    return {[this](std::string_view slug) -> waiting_room::Line* {
                const auto found = m_lines.find(slug);
                return found == m_lines.end() ? nullptr : found->second.get();
            },
            *m_catalogues,
            http::Till{{*m_checkout, m_context.get_executor(), m_context.get_executor()}},
            m_passKeys.jwks(),
            [this](const auto&, std::string body, const auto& answer) {
                webhookBody = std::move(body);
                answer(webhookStatus);
            },
            [this](std::string_view slug) -> contract::Measures* {
                const auto found = m_measures.find(slug);
                return found == m_measures.end() ? nullptr : &found->second;
            },
            publicUrl, [] { return 0.5; }, [] { return std::chrono::system_clock::now(); },
            m_guard};
}

void ApiWorld::pace()
{
    for (const auto& [slug, line] : m_lines)
        line->pace(report);
}

void ApiWorld::paceWhenDue()
{
    const auto now = std::chrono::steady_clock::now();
    if (now < m_nextPace)
        return;
    m_nextPace = now + 100ms;
    pace();
    m_checkout->tick();
}

void ApiWorld::beat()
{
    paceWhenDue();
    m_context.restart();
    m_context.run_for(5ms);
}

http::Response ApiWorld::ask(const http::Request& request)
{
    const auto answer = std::make_shared<std::optional<http::Response>>();
    m_api->handle(request, [answer](http::Response response) { *answer = std::move(response); });
    runUntil(m_context, [&] {
        paceWhenDue();
        return answer->has_value();
    });
    return answer->value_or(http::Response{0, {}, {}, {}});
}

const contract::Sale& ApiWorld::sale(const std::string& slug) const
{
    return m_catalogues->current()->at(slug)->sale;
}

contract::Tick ApiWorld::counted(const std::string& slug) const
{
    contract::Tick tick;
    m_measures.at(slug).addTo(tick);
    return tick;
}

http::Request request(const std::string& method, const std::string& path)
{
    const auto target = http::readTarget(path);
    http::Request out;
    out.method = method;
    out.path = target->path;
    out.query = target->query;
    out.headers = {{"accept", "application/json"}, {"accept-language", "ja,en;q=0.8"}};
    out.client = "192.0.2.1";
    out.address = boost::asio::ip::make_address("192.0.2.1");
    out.receivedAt = std::chrono::steady_clock::now();
    return out;
}

http::Request from(const std::string& address, http::Request request)
{
    request.client = address;
    request.address = boost::asio::ip::make_address(address);
    return request;
}

http::Request withJson(http::Request request, const std::string& body)
{
    request.headers.emplace_back("content-type", "application/json");
    request.body = body;
    return request;
}

http::Request withBearer(http::Request request, const std::string& token)
{
    request.headers.emplace_back("authorization", "Bearer " + token);
    return request;
}

http::Request withCookie(http::Request request, const std::string& cookie)
{
    request.headers.emplace_back("cookie", cookie);
    return request;
}

std::string headerOf(const http::Response& response, const std::string& name)
{
    for (const auto& [key, value] : response.headers)
        if (key == name)
            return value;
    if (name == "ETag")
        return std::string{response.etag};
    const auto& lines = response.fixedLines;
    const auto at = lines.find(name + ": ");
    if (at == std::string_view::npos)
        return {};
    const auto value = at + name.size() + 2;
    return std::string{lines.substr(value, lines.find('\r', value) - value)};
}

std::string cookiesOf(const http::Response& response)
{
    std::string out;
    for (const auto& [key, value] : response.headers)
        if (key == "Set-Cookie")
            out += value + "\n";
    return out;
}

std::string bodyOf(const http::Response& response)
{
    return std::string{response.content()};
}

std::string memberOf(const http::Response& response, const std::string& name)
{
    boost::system::error_code failed;
    const auto parsed = boost::json::parse(bodyOf(response), failed);
    const auto* found
            = failed || !parsed.is_object() ? nullptr : parsed.get_object().if_contains(name);
    if (!found)
        return {};
    return found->is_string() ? std::string{found->get_string()} : boost::json::serialize(*found);
}

} // namespace saikobi::tests
