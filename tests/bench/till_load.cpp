#include "tests/bench/till_load.h"

#include <QFile>
#include <QTemporaryDir>

#include <boost/json.hpp>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <numeric>
#include <stdexcept>

#include "backend/contract/tick.h"
#include "backend/forecast/percentile.h"
#include "tests/bench/figure.h"

namespace saikobi::bench {

namespace json = boost::json;
using namespace std::chrono_literals;

namespace {

constexpr auto patience = 60s;
constexpr auto restsFor = 500ms;

std::string head(const std::string& method, const std::string& path, const std::string& bearer)
{
    auto text = method + " " + path + " HTTP/1.1\r\nHost: x\r\n";
    return bearer.empty() ? text : text + "Authorization: Bearer " + bearer + "\r\n";
}

std::string withBody(const std::string& lines, const std::string& body)
{
    return lines + "Content-Type: application/json\r\nContent-Length: "
            + std::to_string(body.size()) + "\r\n\r\n" + body;
}

/// One question on a connection of its own. Throws unless it is answered well: a load that could
/// not be set up measures something else.
std::string askOnce(const Endpoint& server, const std::string& request)
{
    LoadClient client{server.host, server.port, 1};
    std::string body;
    int status = 0;
    client.send(0, request);
    const auto giveUp = LoadClient::Clock::now() + 10s;
    while (status == 0 && LoadClient::Clock::now() < giveUp)
        client.poll(10ms, [&](const LoadClient::Answer& answer) {
            body = answer.body;
            status = answer.status;
        });
    if (status != 200)
        throw std::runtime_error(request.substr(0, request.find('\r')) + " was answered with "
                + std::to_string(status) + ' ' + body);
    return body;
}

/// The text of a member in a small document of ours.
std::string_view memberOf(std::string_view body, std::string_view name)
{
    const auto at = body.find("\"" + std::string{name} + "\":\"");
    if (at == std::string_view::npos)
        return {};
    const auto value = body.substr(at + name.size() + 4);
    return value.substr(0, value.find('"'));
}

double milliseconds(LoadClient::Clock::duration span)
{
    return std::chrono::duration<double, std::milli>{span}.count();
}

} // namespace

TillLoad::TillLoad(Setup setup)
    : m_setup{std::move(setup)}
{
    QTemporaryDir folder;
    const auto file = folder.filePath(QStringLiteral("till.toml"));
    QFile to{file};
    if (!to.open(QIODevice::WriteOnly))
        throw std::runtime_error("cannot write a sale file");
    const auto limit = std::to_string(m_setup.callsPerSecond);
    to.write(QByteArray::fromStdString(
            "[sale]\nid = \"till\"\nname = { ja = \"till\", en = \"till\" }\n"
            "time_zone = \"Asia/Tokyo\"\nopens_in = \"1s\"\norder = \"fifo\"\n"
            "start_rate = 60000\npass_life = \"60m\"\nclaim_window = \"5m\"\n"
            "late_window = \"30m\"\nmax_shoppers = 0\ngive_back = \"keep\"\n"
            "[shop]\nname = { ja = \"till\", en = \"till\" }\ncolour = \"#1F6FB2\"\n"
            "notice = { ja = \"till\", en = \"till\" }\ncontact = \"https://shop.example/\"\n"
            "[[provider]]\nid = \"sim\"\ncalls_per_second = "
            + limit + "\ncalls_per_second_endpoint = " + limit
            + "\n[[method]]\nid = \"card\"\nname = { ja = \"card\", en = \"card\" }\n"
              "provider = \"sim\"\nusual_from = \"1s\"\nusual_to = \"2s\"\n"
              "[[slot]]\nfrom_in = \"3h\"\nto_in = \"4h\"\nplaces = 1000000\n"
              "[[product]]\ncode = \"A-01\"\nname = { ja = \"A\", en = \"A\" }\nprice = 1000\n"
              "stock = 1000000\nper_person = 10000\n"));
    to.close();
    if (!m_rehearsal.start(
                {QStringLiteral("--sale"), file, QStringLiteral("--crowd"), QStringLiteral("none"),
                        QStringLiteral("--instances"), QString::number(m_setup.instances)}))
        throw std::runtime_error(m_rehearsal.complaint().toStdString());
    m_server = endpointOf(m_rehearsal.address(QStringLiteral("http")).toStdString());
    control(R"({"latency_ms":)" + m_setup.latencyMs + "}");
    readIds();
    enter();
}

TillLoad::~TillLoad() = default;

void TillLoad::control(const std::string& settings)
{
    const auto provider = endpointOf(m_rehearsal.address(QStringLiteral("provider")).toStdString());
    askOnce(provider, withBody(head("PUT", "/control", {}), settings));
}

void TillLoad::readIds()
{
    const auto catalogue = json::parse(
            askOnce(m_server, head("GET", "/public/sales/till/catalogue", {}) + "\r\n"));
    const auto product = catalogue.at("products").at(0).at("id").as_int64();
    const auto slot = catalogue.at("slots").at(0).at("id").as_int64();
    m_orderBody = R"({"slot":)" + std::to_string(slot)
            + R"(,"method":"card","means":"pm_card_visa","lines":[{"product":)"
            + std::to_string(product) + R"(,"quantity":1}]})";
}

/// Everybody joins, then claims until they are let in, by whichever connection is free.
void TillLoad::enter()
{
    m_client = std::make_unique<LoadClient>(m_server.host, m_server.port, m_setup.shoppers);
    m_personBy.assign(m_setup.shoppers, 0);
    m_passes.resize(std::max(m_setup.people, m_setup.shoppers));
    std::vector<std::string> tickets(m_passes.size());
    std::deque<std::pair<Clock::time_point, std::size_t>> due;
    for (std::size_t i = 0; i < m_passes.size(); ++i)
        due.emplace_back(Clock::now(), i);
    std::vector<std::size_t> free(m_setup.shoppers);
    std::iota(free.begin(), free.end(), 0);
    const auto giveUp = Clock::now() + patience;
    while (m_free.size() < m_passes.size()) {
        if (Clock::now() > giveUp)
            throw std::runtime_error("people do not get into the shop");
        for (; !free.empty() && !due.empty() && due.front().first <= Clock::now();
                due.pop_front(), free.pop_back())
            claimBy(free.back(), due.front().second, tickets);
        m_client->poll(1ms, [&](const LoadClient::Answer& answer) {
            const auto person = m_personBy[answer.connection];
            free.push_back(answer.connection);
            if (tickets[person].empty())
                tickets[person] = memberOf(answer.body, "ticket");
            m_passes[person] = memberOf(answer.body, "pass");
            if (m_passes[person].empty())
                due.emplace_back(Clock::now() + 200ms, person);
            else
                m_free.push_back(person);
        });
    }
}

void TillLoad::claimBy(
        std::size_t connection, std::size_t person, const std::vector<std::string>& tickets)
{
    m_personBy[connection] = person;
    const auto& ticket = tickets[person];
    m_client->send(connection,
            ticket.empty()
                    ? withBody(head("POST", "/sales/till/tickets", {}),
                            R"({"visitor":")" + std::to_string(m_random()) + R"("})")
                    : head("POST", "/sales/till/passes", ticket) + "Content-Length: 0\r\n\r\n");
}

/// Whoever has not ordered for longest.
void TillLoad::orderBy(std::size_t shopper)
{
    ++m_sent;
    m_personBy[shopper] = m_free.front();
    m_free.pop_front();
    m_client->send(shopper,
            withBody(head("POST", "/sales/till/orders", m_passes[m_personBy[shopper]])
                            + "Idempotency-Key: " + std::to_string(m_random()) + "\r\n",
                    m_orderBody));
}

/// Public reads and shop requests in their proportion to each other, never ahead of the orders.
void TillLoad::look(std::size_t looker)
{
    const auto cycle = m_setup.looksPerOrder + m_setup.shopsPerOrder;
    const bool isShop = m_looked++ % cycle < m_setup.shopsPerOrder;
    m_lookKinds[looker] = isShop ? Kind::Shop : Kind::Look;
    m_lookClient->send(looker,
            isShop ? head("GET", "/public/sales/till/catalogue", {}) + "\r\n"
                   : head("GET", "/public/sales/till/status", {}) + "\r\n");
}

void TillLoad::note(const LoadClient::Answer& answer, Kind kind, Measured& out)
{
    if (kind == Kind::Order) {
        m_free.push_back(m_personBy[answer.connection]);
        // Who is told to come again does not come at once: in a sale by the clock others come.
        const bool isTold = answer.status == 429 || answer.status == 503;
        if (isTold && m_setup.ordersPerSecond <= 0)
            m_resting.emplace_back(answer.readAt + restsFor, answer.connection);
        else
            m_idle.push_back(answer.connection);
    }
    if (answer.readAt < m_countFrom || answer.readAt > m_end)
        return;
    const auto took = milliseconds(answer.readAt - answer.writtenAt);
    const bool isRefused = answer.status == 429 || answer.status == 503;
    if (kind != Kind::Order && answer.status == 200)
        return (kind == Kind::Look ? out.looks : out.shops).ms.push_back(took);
    if (isRefused) {
        out.refusals[std::to_string(answer.status) + " "
                   + std::string{memberOf(answer.body, "type")}]
                .push_back(took);
        return out.refused.ms.push_back(took);
    }
    if (answer.status == 201 && memberOf(answer.body, "status") == "paid")
        return out.paid.ms.push_back(took);
    if (answer.status == 201)
        ++out.unfinished;
    else if (++out.others == 1)
        out.firstOther = std::to_string(answer.status) + " " + std::string{answer.body};
}

/// As many as the clock says, by whoever is free.
void TillLoad::orderDue(Clock::time_point begun, Measured& out)
{
    const auto now = Clock::now();
    for (; !m_resting.empty() && m_resting.front().first <= now; m_resting.pop_front())
        m_idle.push_back(m_resting.front().second);
    if (m_setup.ordersPerSecond <= 0) {
        for (const auto each : std::exchange(m_idle, {}))
            orderBy(each);
        return;
    }
    const auto due = std::chrono::duration<double>{now - begun}.count() * m_setup.ordersPerSecond;
    while (static_cast<double>(m_sent) < due) {
        if (m_idle.empty()) {
            out.unsent += now >= m_countFrom ? 1 : 0;
            ++m_sent;
            continue;
        }
        const auto at = m_random() % m_idle.size();
        std::swap(m_idle[at], m_idle.back());
        const auto shopper = m_idle.back();
        m_idle.pop_back();
        orderBy(shopper);
    }
}

TillLoad::Measured TillLoad::run()
{
    Measured out;
    m_sent = 0;
    m_looked = 0;
    m_idle.clear();
    m_resting.clear();
    for (std::size_t i = 0; i < m_setup.shoppers; ++i)
        m_idle.push_back(i);
    m_lookKinds.assign(m_setup.lookers, Kind::Look);
    if (m_setup.lookers > 0)
        m_lookClient = std::make_unique<LoadClient>(m_server.host, m_server.port, m_setup.lookers);
    std::vector<std::size_t> idleLookers;
    for (std::size_t i = 0; i < m_setup.lookers; ++i)
        idleLookers.push_back(i);
    const auto begun = Clock::now();
    m_countFrom = begun + m_setup.warmUp;
    m_end = m_countFrom + m_setup.span;
    while (Clock::now() < m_end) {
        orderDue(begun, out);
        const auto looksDue = m_sent * (m_setup.looksPerOrder + m_setup.shopsPerOrder);
        while (m_looked < looksDue && !idleLookers.empty()) {
            look(idleLookers.back());
            idleLookers.pop_back();
        }
        m_client->poll(m_lookClient ? 0ms : 1ms,
                [&](const LoadClient::Answer& answer) { note(answer, Kind::Order, out); });
        if (m_lookClient)
            m_lookClient->poll(1ms, [&](const LoadClient::Answer& answer) {
                idleLookers.push_back(answer.connection);
                note(answer, m_lookKinds[answer.connection], out);
            });
    }
    finish(out);
    return out;
}

void TillLoad::finish(Measured& out) const
{
    out.broken = m_client->broken() + (m_lookClient ? m_lookClient->broken() : 0);
    const auto seconds = std::chrono::duration<double>{m_setup.span}.count();
    for (auto* each : {&out.paid, &out.refused, &out.looks, &out.shops})
        each->perSecond = static_cast<double>(each->ms.size()) / seconds;
    for (auto [kind, ms] : out.refusals)
        std::printf("%zu refused: %s, p50 %.0f ms, p99 %.0f ms\n", ms.size(), kind.c_str(),
                percentile(ms, 0.5), percentile(ms, 0.99));
    if (out.others + out.broken + out.unfinished + out.unsent > 0)
        std::printf("%lld other answers, %lld broken, %lld unfinished, %lld not sent; the first: "
                    "%s\n",
                out.others, out.broken, out.unfinished, out.unsent, out.firstOther.c_str());
}

/// From the newest tick of each incarnation: they count from its start.
double TillLoad::percentileOf(const std::string& histogram, double share)
{
    forecast::Spread sum{};
    const auto rows = static_cast<int>(m_rehearsal.count(QStringLiteral(
            "select count(distinct incarnation) from saikobi.tick where instance <> ''")));
    for (int row = 0; row < rows; ++row) {
        const auto text = m_rehearsal.query(
                QStringLiteral("select histograms->>'%1' from (select distinct on (incarnation) * "
                               "from saikobi.tick where instance <> '' order by incarnation, at "
                               "desc) newest order by incarnation offset %2 limit 1")
                        .arg(QString::fromStdString(histogram))
                        .arg(row));
        const auto counts = json::parse(text.isEmpty() ? "[]" : text.toStdString()).as_array();
        for (std::size_t i = 0; i < std::min(counts.size(), sum.size()); ++i)
            sum[i] += counts[i].to_number<double>();
    }
    return forecast::percentileMs(sum, share).value_or(0);
}

double TillLoad::summaryOf(const std::vector<std::string>& path)
{
    const auto provider = endpointOf(m_rehearsal.address(QStringLiteral("provider")).toStdString());
    json::value at = json::parse(askOnce(provider, head("GET", "/control/summary", {}) + "\r\n"));
    for (const auto& name : path) {
        const auto* found = at.is_object() ? at.as_object().if_contains(name) : nullptr;
        if (!found)
            throw std::runtime_error("the simulator's summary has no " + name);
        auto inner = *found; // in braces it would be an array of one
        at = std::move(inner);
    }
    return at.to_number<double>();
}

bool TillLoad::isSound()
{
    const auto unfinished = QStringLiteral(
            "select count(*) from saikobi.orders where status not in ('paid', 'declined', "
            "'sold_out', 'expired', 'cancelled', 'capture_failed')");
    const auto giveUp = Clock::now() + patience;
    auto open = m_rehearsal.count(unfinished);
    while (open != 0 && Clock::now() < giveUp) {
        m_client->poll(200ms, [](const LoadClient::Answer&) {});
        open = m_rehearsal.count(unfinished);
    }
    const auto findings = m_rehearsal.auditFindings();
    for (const auto& each : findings)
        std::fprintf(stderr, "audit: %s\n", each.toStdString().c_str());
    const bool areFinished = mustBeZero("orders without an end", open);
    return mustBeZero("audit findings", findings.size()) && areFinished;
}

} // namespace saikobi::bench
