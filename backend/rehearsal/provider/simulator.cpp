#include "backend/rehearsal/provider/simulator.h"

#include <signal.h>
#include <unistd.h>

#include <boost/asio/steady_timer.hpp>
#include <boost/json.hpp>

#include "backend/contract/json_members.h"
#include "backend/http/listener.h"
#include "backend/http/url.h"
#include "backend/rehearsal/provider/page_desk.h"
#include "backend/rehearsal/provider/shopper.h"
#include "backend/rehearsal/provider/simulator_api.h"
#include "backend/rehearsal/provider/simulator_report.h"

namespace saikobi::rehearsal {

using http::Request;
using http::Response;

namespace {

constexpr std::chrono::seconds sweepEvery{1};
/// Longer than any answer may take by the knobs.
constexpr std::chrono::seconds handlerDeadline{700};

Response document(std::string body, unsigned status = 200)
{
    Response out;
    out.status = status;
    out.text = std::move(body);
    return out;
}

Response refusal(unsigned status, const char* message, const std::string& param = {})
{
    return document(
            toJson(ApiError{"invalid_request_error", {}, {}, message, param}, nullptr), status);
}

std::int64_t numberIn(const std::string& body, const char* key)
{
    const auto read = contract::json::object(body);
    return read ? contract::json::integer(*read, key) : 0;
}

} // namespace

/// Says who answers what; knows no socket.
class ProviderSimulator::Impl : public http::Handler, public std::enable_shared_from_this<Impl> {
public:
    explicit Impl(std::shared_ptr<SimulatorWorld> shared)
        : world(std::move(shared))
        , api(SimulatorApi::make(world))
        , desk(std::make_shared<PageDesk>(world))
        , shopper(std::make_shared<Shopper>(world, desk))
        , sweeper(world->executor)
    {
        // The world knows the shopper only as long as both are here.
        world->onAction = [weak = std::weak_ptr{shopper}](const Intent& intent) {
            if (const auto there = weak.lock())
                there->meetsAction(intent);
        };
        world->onPage = [weak = std::weak_ptr{shopper}](const Session& session) {
            if (const auto there = weak.lock())
                there->meetsPage(session);
        };
    }

    void handle(const Request& request, http::Reply reply) override
    {
        if (request.path.starts_with("/v1/"))
            return api->handle(request, std::move(reply));
        if (request.path.starts_with("/3ds/") || request.path.starts_with("/pay/"))
            return desk->handle(request, std::move(reply));
        reply(request.method == "GET" ? shown(request) : control(request));
    }

    Response shown(const Request& request)
    {
        if (request.path == "/control")
            return document(toJson(world->settings));
        if (request.path == "/control/ledger") {
            const auto from = Form{request.query}.number("calls_from");
            return document(ledgerJson(*world->book, from.value_or(0)));
        }
        if (request.path == "/control/summary")
            return document(summaryJson(*world));
        return refusal(404, "Nothing here.");
    }

    Response control(const Request& request)
    {
        const bool isPost = request.method == "POST";
        if (request.path == "/control" && request.method == "PUT") {
            auto next = changed(world->settings, request.body);
            if (!next)
                return refusal(400, "Cannot be set.", next.error().detail);
            world->turn(std::move(next).value());
            return document(toJson(world->settings));
        }
        if (request.path == "/control/replay" && isPost) {
            const auto count = world->webhooks->replay(numberIn(request.body, "last"));
            return document("{\"replayed\":" + std::to_string(count) + '}');
        }
        if (request.path == "/control/restart" && isPost) {
            api->forgetRunning();
            const auto done = world->restart();
            return done ? document(summaryJson(*world)) : refusal(500, "The state is gone.");
        }
        return refusal(404, "Nothing here.");
    }

    void sweep()
    {
        sweeper.expires_after(sweepEvery);
        sweeper.async_wait([weak = weak_from_this()](boost::system::error_code failed) {
            const auto self = failed ? nullptr : weak.lock();
            if (!self)
                return;
            self->world->sweep();
            self->sweep();
        });
    }

    std::shared_ptr<SimulatorWorld> world;
    std::shared_ptr<SimulatorApi> api;
    std::shared_ptr<PageDesk> desk;
    std::shared_ptr<Shopper> shopper;
    boost::asio::steady_timer sweeper;
    std::unique_ptr<http::Listener> listener;
};

namespace {

contract::Result<std::shared_ptr<SimulatorWorld>> worldOf(
        const boost::asio::any_io_executor& executor, const SimulatorOptions& options)
{
    auto book = SimulatorBook::open(options.state);
    if (!book)
        return book.error();
    auto world = std::make_shared<SimulatorWorld>();
    world->executor = executor;
    world->secret = options.secret;
    world->state = options.state;
    world->book = std::move(book).value();
    world->webhooks = SimulatorWebhooks::make(executor);
    world->die = options.die ? options.die : [] { ::kill(::getpid(), SIGKILL); };
    auto settings = options.settings;
    if (settings.seedings == 0)
        settings.seed = options.seed;
    if (settings.webhooks.target.empty())
        settings.webhooks.target = options.webhookUrl;
    if (settings.webhooks.secrets.empty())
        settings.webhooks.secrets = {options.webhookSecret};
    world->turn(settings);
    world->resume();
    return world;
}

} // namespace

contract::Result<std::unique_ptr<ProviderSimulator>> ProviderSimulator::open(
        boost::asio::any_io_executor executor, SimulatorOptions options)
{
    auto world = worldOf(executor, options);
    if (!world)
        return world.error();
    auto impl = std::make_shared<Impl>(world.value());
    http::ListenerOptions listen;
    listen.address = options.address;
    listen.port = options.port;
    listen.handlerDeadline = handlerDeadline;
    listen.requestsPerConnection = 1'000'000;
    // Whoever calls comes from this machine; how many at one time is a limit of the settings.
    listen.connectionsPerAddress = 100'000;
    auto listener = http::Listener::open(executor, listen, *impl);
    if (!listener)
        return listener.error();
    impl->listener = std::move(listener).value();
    impl->world->base = "http://" + options.address + ':' + std::to_string(impl->listener->port());
    impl->sweep();
    return std::unique_ptr<ProviderSimulator>{new ProviderSimulator(std::move(impl))};
}

ProviderSimulator::ProviderSimulator(std::shared_ptr<Impl> impl)
    : m_impl(std::move(impl))
{
}

ProviderSimulator::~ProviderSimulator()
{
    close();
}

std::uint16_t ProviderSimulator::port() const
{
    return m_impl->listener->port();
}

void ProviderSimulator::notify(const std::string& webhookUrl)
{
    auto settings = m_impl->world->settings;
    settings.webhooks.target = webhookUrl;
    m_impl->world->turn(std::move(settings));
}

void ProviderSimulator::turn(const SimulatorSettings& settings)
{
    auto next = settings;
    const auto& now = m_impl->world->settings;
    if (next.seedings == 0) {
        next.seed = now.seed;
        next.seedings = now.seedings;
    }
    if (next.webhooks.target.empty())
        next.webhooks.target = now.webhooks.target;
    if (next.webhooks.secrets.empty())
        next.webhooks.secrets = now.webhooks.secrets;
    m_impl->world->turn(std::move(next));
}

void ProviderSimulator::close()
{
    m_impl->sweeper.cancel();
    m_impl->world->webhooks->stop();
    m_impl->listener->close();
}

} // namespace saikobi::rehearsal
