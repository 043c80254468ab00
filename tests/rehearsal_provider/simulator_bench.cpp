#include "tests/rehearsal_provider/simulator_bench.h"

#include <boost/asio/ip/tcp.hpp>

#include <regex>

namespace saikobi::tests {

using rehearsal::ProviderSimulator;
using rehearsal::SimulatorSettings;

const std::string SimulatorBench::order{
        "amount=500&currency=jpy&capture_method=manual&confirm=true&payment_method="};

void SimulatorInbox::handle(const http::Request& request, http::Reply reply)
{
    const std::lock_guard lock(m_mutex);
    http::Response out;
    out.status = refusals-- > 0 ? 503 : 200;
    std::string query;
    for (const auto& [name, value] : request.query)
        query += (query.empty() ? "" : "&") + name + '=' + value;
    if (out.status == 200)
        m_taken.push_back({request.path, query, std::string{request.header("stripe-signature")},
                request.body});
    reply(out);
}

std::vector<SimulatorInbox::Taken> SimulatorInbox::taken()
{
    const std::lock_guard lock(m_mutex);
    return m_taken;
}

SimulatorSettings SimulatorBench::quick()
{
    SimulatorSettings out;
    for (auto& [method, latency] : out.latencyMs)
        latency = {0, 1};
    out.callsPerSecond = 0;
    out.callsPerSecondEndpoint = 0;
    out.webhooks.delayMs = {0, 0};
    return out;
}

SimulatorInbox& SimulatorBench::openInbox()
{
    m_context = std::make_unique<boost::asio::io_context>();
    auto opened = http::Listener::open(m_context->get_executor(), {}, m_inbox);
    if (opened)
        m_shop = std::move(opened).value();
    return m_inbox;
}

std::string SimulatorBench::start(const SimulatorSettings& settings)
{
    if (!m_context)
        m_context = std::make_unique<boost::asio::io_context>();
    rehearsal::SimulatorOptions options;
    options.secret = secret;
    options.webhookSecret = webhookSecret;
    if (m_shop)
        options.webhookUrl
                = "http://127.0.0.1:" + std::to_string(m_shop->port()) + "/payments/webhooks";
    options.settings = settings;
    options.state = m_folder.filePath(QStringLiteral("state")).toStdString();
    options.die = [this] { ++m_deaths; };
    auto opened = ProviderSimulator::open(m_context->get_executor(), options);
    if (!opened)
        return opened.error().detail;
    m_provider = std::move(opened).value();
    m_port = m_provider->port();
    m_thread = std::thread{[context = m_context.get()] { context->run(); }};
    return {};
}

void SimulatorBench::stop()
{
    if (m_thread.joinable()) {
        m_context->stop();
        m_thread.join();
    }
    m_provider.reset();
    m_shop.reset();
    m_context.reset();
}

std::string SimulatorBench::request(const std::string& method, const std::string& target,
        const std::string& body, const std::string& headers)
{
    return method + ' ' + target + " HTTP/1.1\r\nHost: provider\r\nConnection: close\r\n" + headers
            + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::string SimulatorBench::signedIn()
{
    return "Authorization: Bearer " + std::string{secret} + "\r\n";
}

std::string SimulatorBench::send(const std::string& method, const std::string& target,
        const std::string& body, const std::string& headers) const
{
    boost::asio::ip::tcp::iostream connection{"127.0.0.1", std::to_string(m_port)};
    connection.expires_after(std::chrono::seconds{10});
    connection << request(method, target, body, headers) << std::flush;
    return {std::istreambuf_iterator<char>{connection}, {}};
}

std::string SimulatorBench::post(
        const std::string& target, const std::string& body, const std::string& key) const
{
    const auto keyed = key.empty() ? std::string{} : "Idempotency-Key: " + key + "\r\n";
    return send("POST", target, body, signedIn() + keyed);
}

std::string SimulatorBench::get(const std::string& target) const
{
    return send("GET", target, {}, signedIn());
}

std::string found(const std::string& in, const char* pattern)
{
    std::smatch match;
    return std::regex_search(in, match, std::regex{pattern}) ? match[1].str() : std::string{};
}

} // namespace saikobi::tests
