#include "tests/faults/shoppers.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>

#include <atomic>
#include <condition_variable>
#include <thread>

namespace saikobi::tests {

namespace {

constexpr std::size_t mostThreads = 48;
constexpr qint64 patienceMs = 120'000; ///< of one person with one question

std::string textOf(const QJsonObject& from, const char* key)
{
    return from[QLatin1String(key)].toString().toStdString();
}

qint64 nowUs()
{
    return QDateTime::currentMSecsSinceEpoch() * 1000;
}

/// As long as somebody told to come later stays away; it holds nobody else up.
void stayAway(const WebAnswer& answer)
{
    const auto seconds = std::atoi(answer.header("retry-after").c_str());
    std::mutex mutex;
    std::condition_variable never;
    std::unique_lock lock(mutex);
    never.wait_for(lock, std::chrono::milliseconds{seconds > 0 ? seconds * 1000 : 250});
}

std::string bodyOf(const Shoppers::Wish& wish)
{
    QJsonArray lines;
    for (const auto& [product, quantity] : wish.lines())
        lines.append(QJsonObject{{"product", qint64(product)}, {"quantity", qint64(quantity)}});
    const QJsonObject body{{"slot", qint64(wish.slot)},
            {"method", QString::fromStdString(wish.method)},
            {"means", QString::fromStdString(wish.means)}, {"lines", lines}};
    return QJsonDocument(body).toJson(QJsonDocument::Compact).toStdString();
}

std::string outcomeOf(const WebAnswer& answer)
{
    if (answer.status == 0 || (answer.status >= 500 && answer.status != 503))
        return "unknown";
    return answer.status < 400 ? "ok" : "failed";
}

Shoppers::Told toldBy(const WebAnswer& answer)
{
    const auto document = answer.json();
    Shoppers::Told out{answer.status, {}, textOf(document, "order"), {}, {}};
    if (answer.status >= 400)
        out.problem
                = QString::fromStdString(textOf(document, "type")).section(u'/', -1).toStdString();
    else
        out.status = textOf(document, "status");
    out.nextAction = textOf(document, "next_action");
    return out;
}

} // namespace

std::map<std::int64_t, std::int64_t> Shoppers::Wish::lines() const
{
    auto out = others;
    out[product] = quantity;
    return out;
}

Shoppers::Shoppers(std::uint16_t port, const QString& history)
    : m_port(port)
    , m_history(history.toStdString(), std::ios::trunc)
{
}

void Shoppers::inParallel(
        std::size_t count, const std::function<void(WebClient&, std::size_t)>& work)
{
    std::atomic<std::size_t> next{0};
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < std::min(count, mostThreads); ++i)
        threads.emplace_back([&] {
            WebClient door(m_port);
            for (auto index = next++; index < count; index = next++)
                work(door, index);
        });
    for (auto& thread : threads)
        thread.join();
}

WebAnswer Shoppers::ask(WebClient& door, const QJsonObject& about, const std::string& method,
        const std::string& target, const WebClient::Headers& headers, const std::string& body)
{
    auto line = about;
    line["start"] = nowUs();
    const auto answer = door.ask(method, target, headers, body);
    line["end"] = nowUs();
    line["http"] = answer.status;
    line["outcome"] = QString::fromStdString(outcomeOf(answer));
    const auto told = toldBy(answer);
    line["problem"] = QString::fromStdString(told.problem);
    if (!told.order.empty())
        line["order"] = QString::fromStdString(told.order);
    line["status"] = QString::fromStdString(told.status);
    line["number"] = answer.json()["number"].toInteger();
    const std::lock_guard lock(m_mutex);
    m_history << QJsonDocument(line).toJson(QJsonDocument::Compact).toStdString() << '\n'
              << std::flush;
    return answer;
}

std::optional<Shoppers::Pass> Shoppers::enterOnce(WebClient& door, std::size_t number)
{
    const auto visitor = QString::number(number + 1, 16).rightJustified(32, u'0');
    const QJsonObject about{{"client", visitor}, {"op", "join"}};
    QElapsedTimer since;
    since.start();
    std::string ticket;
    while (since.elapsed() < patienceMs) {
        if (ticket.empty()) {
            const auto joined = ask(door, about, "POST", "/sales/demo/tickets", {},
                    "{\"visitor\":\"" + visitor.toStdString() + "\"}");
            ticket = textOf(joined.json(), "ticket");
            if (ticket.empty())
                stayAway(joined);
            continue;
        }
        const auto claimed = door.post("/sales/demo/passes", {}, bearer(ticket));
        const auto pass = textOf(claimed.json(), "pass");
        if (!pass.empty())
            return Pass{visitor.toStdString(), pass};
        stayAway(claimed);
    }
    return std::nullopt;
}

bool Shoppers::enter(std::size_t count)
{
    std::vector<std::optional<Pass>> entered(count);
    inParallel(count, [&, before = m_passes.size()](WebClient& door, std::size_t number) {
        entered[number] = enterOnce(door, before + number);
    });
    for (auto& pass : entered) {
        if (!pass)
            return false;
        m_passes.push_back(std::move(*pass));
    }
    return true;
}

Shoppers::Told Shoppers::orderOnce(WebClient& door, std::size_t shopper, const Wish& wish)
{
    const auto& who = m_passes.at(shopper);
    auto headers = bearer(who.pass);
    headers.emplace_back("Idempotency-Key", wish.key);
    QJsonArray lines;
    for (const auto& [product, quantity] : wish.lines())
        lines.append(QJsonArray{qint64(product), qint64(quantity)});
    const QJsonObject about{{"client", QString::fromStdString(who.client)}, {"op", "order"},
            {"key", QString::fromStdString(wish.key)}, {"lines", lines}};
    const auto answer = ask(door, about, "POST", "/sales/demo/orders", headers, bodyOf(wish));
    if (answer.status == 429 || answer.status == 503)
        stayAway(answer);
    return toldBy(answer);
}

Shoppers::Told Shoppers::orderUntilTold(WebClient& door, std::size_t shopper, const Wish& wish)
{
    QElapsedTimer since;
    since.start();
    Told told;
    do
        told = orderOnce(door, shopper, wish);
    while ((told.http == 0 || told.http == 429 || told.http >= 500)
            && since.elapsed() < patienceMs);
    return told;
}

std::vector<Shoppers::Told> Shoppers::everybodyOrders(
        const std::function<Wish(std::size_t shopper)>& wishOf)
{
    std::vector<Told> told(m_passes.size());
    inParallel(m_passes.size(), [&](WebClient& door, std::size_t shopper) {
        told[shopper] = orderUntilTold(door, shopper, wishOf(shopper));
    });
    return told;
}

std::vector<Shoppers::Told> Shoppers::clickAtOnce(
        std::size_t shopper, const std::vector<Wish>& wishes)
{
    std::vector<Told> told(wishes.size());
    inParallel(wishes.size(), [&](WebClient& door, std::size_t click) {
        told[click] = orderOnce(door, shopper, wishes[click]);
    });
    return told;
}

Shoppers::Told Shoppers::order(std::size_t shopper, const Wish& wish)
{
    WebClient door(m_port);
    return orderUntilTold(door, shopper, wish);
}

Shoppers::Told Shoppers::orderAt(std::uint16_t port, std::size_t shopper, const Wish& wish)
{
    WebClient door(port);
    return orderOnce(door, shopper, wish);
}

Shoppers::Told Shoppers::payAgainAt(
        std::uint16_t port, std::size_t shopper, const std::string& order, const std::string& means)
{
    WebClient door(port);
    const auto& who = m_passes.at(shopper);
    const QJsonObject about{{"client", QString::fromStdString(who.client)}, {"op", "again"},
            {"order", QString::fromStdString(order)}};
    return toldBy(ask(door, about, "POST", "/sales/demo/orders/" + order + "/attempts",
            bearer(who.pass), R"({"attempt": 2, "means": ")" + means + "\"}"));
}

Shoppers::Told Shoppers::giveUpAt(std::uint16_t port, std::size_t shopper, const std::string& order)
{
    WebClient door(port);
    const auto& who = m_passes.at(shopper);
    const QJsonObject about{{"client", QString::fromStdString(who.client)}, {"op", "give up"}};
    return toldBy(ask(
            door, about, "POST", "/sales/demo/orders/" + order + "/cancel", bearer(who.pass), {}));
}

Shoppers::Told Shoppers::look(std::size_t shopper, const std::string& order)
{
    WebClient door(m_port);
    const auto& who = m_passes.at(shopper);
    const QJsonObject about{{"client", QString::fromStdString(who.client)}, {"op", "look"}};
    return toldBy(ask(door, about, "GET", "/sales/demo/orders/" + order, bearer(who.pass), {}));
}

} // namespace saikobi::tests
