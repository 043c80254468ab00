#include "backend/rehearsal/provider/simulator.h"

#include "backend/http/listener.h"
#include "backend/http/url.h"
#include "backend/rehearsal/provider/simulator_api.h"
#include "backend/rehearsal/provider/simulator_pages.h"

namespace saikobi::rehearsal {

using http::Request;
using http::Response;

namespace {

Response document(std::string body, unsigned status = 200, const char* type = "application/json")
{
    Response out;
    out.status = status;
    out.contentType = type;
    out.body = std::make_shared<const std::string>(std::move(body));
    return out;
}

Response notFound()
{
    return document(R"({"error":{"type":"invalid_request_error","message":"Nothing here."}})", 404);
}

} // namespace

/// Says who answers what; knows no socket.
class ProviderSimulator::Impl : public http::Handler, public std::enable_shared_from_this<Impl> {
public:
    explicit Impl(std::shared_ptr<SimulatorWorld> shared)
        : world(std::move(shared))
        , api(SimulatorApi::make(world))
    {
    }

    void handle(const Request& request, http::Reply reply) override
    {
        if (request.path.starts_with("/v1/"))
            return api->handle(request, std::move(reply));
        if (request.path.starts_with("/3ds/"))
            return reply(page(request));
        reply(control(request));
    }

    Response control(const Request& request)
    {
        const bool isGet = request.method == "GET";
        if (request.path == "/control" && isGet)
            return document(toJson(world->settings));
        if (request.path == "/control" && request.method == "PUT") {
            auto next = changed(world->settings, request.body);
            if (!next)
                return document(toJson(ApiError{"invalid_request_error", {}, {}, "Cannot be set.",
                                               next.error().detail},
                                        nullptr),
                        400);
            world->settings = std::move(next).value();
            return document(toJson(world->settings));
        }
        if (request.path == "/control/ledger" && isGet)
            return document(ledgerJson(*world->book));
        if (request.path == "/control/summary" && isGet)
            return document(summaryJson(
                    *world->book, world->limits, world->refusals, world->webhooks->counts()));
        return notFound();
    }

    /// GET shows the page, POST is a button of it.
    Response page(const Request& request)
    {
        const auto fields = http::readForm(request.body);
        const Form form{fields ? *fields : Form::Pairs{}};
        auto* intent = world->book->find(request.path.substr(std::string_view{"/3ds/"}.size()));
        const bool isPost = request.method == "POST";
        const auto key = isPost ? form.get("key") : request.parameter("key");
        if (!intent || key != intent->clientSecret)
            return notFound();
        if (!isPost)
            return document(actionPage(*intent), 200, "text/html; charset=utf-8");
        if (intent->status == IntentStatus::RequiresAction) {
            const auto effect = finishAction(*intent, form.get("outcome") == "agree");
            world->book->put(*intent);
            world->book->flush();
            world->tell(*intent, effect.events, {});
        }
        const auto next = addressAfter(*intent);
        if (next.empty())
            return document(actionPage(*intent), 200, "text/html; charset=utf-8");
        Response out = document({}, 303, "text/plain");
        out.headers.emplace_back("Location", next);
        return out;
    }

    std::shared_ptr<SimulatorWorld> world;
    std::shared_ptr<SimulatorApi> api;
    std::unique_ptr<http::Listener> listener;
};

contract::Result<std::unique_ptr<ProviderSimulator>> ProviderSimulator::open(
        boost::asio::any_io_executor executor, SimulatorOptions options)
{
    auto book = SimulatorBook::open(options.state);
    if (!book)
        return book.error();
    auto world = std::make_shared<SimulatorWorld>(SimulatorWorld{executor});
    world->secret = options.secret;
    world->settings = options.settings;
    world->book = std::move(book).value();
    world->webhooks = SimulatorWebhooks::make(executor, options.webhookUrl, options.webhookSecret);
    world->chance.seed(options.seed + world->book->order().size());
    auto impl = std::make_shared<Impl>(world);
    http::ListenerOptions listen;
    listen.address = options.address;
    listen.port = options.port;
    listen.requestsPerConnection = 1'000'000;
    auto listener = http::Listener::open(executor, listen, *impl);
    if (!listener)
        return listener.error();
    impl->listener = std::move(listener).value();
    world->base = "http://" + options.address + ':' + std::to_string(impl->listener->port());
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
    m_impl->world->webhooks->aimAt(webhookUrl);
}

void ProviderSimulator::turn(const SimulatorSettings& settings)
{
    m_impl->world->settings = settings;
}

void ProviderSimulator::close()
{
    m_impl->world->webhooks->stop();
    m_impl->listener->close();
}

} // namespace saikobi::rehearsal
