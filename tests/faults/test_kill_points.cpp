#include <QFile>
#include <QRegularExpression>
#include <QTest>
#include <QUuid>

#include <functional>
#include <mutex>
#include <thread>

#include "tests/faults/armed_instance.h"
#include "tests/faults/shoppers.h"
#include "tests/faults/till_scene.h"
#include "tests/support/web_client.h"

using namespace saikobi;
using tests::ArmedInstance;
using tests::Shoppers;
using tests::TillScene;
using tests::WebClient;

/// Fault 1 (I1-I4, I7): an instance dies by SIGKILL at one named step of the order life cycle after
/// the other, while people who do everything that a buyer can do are its guests. The other
/// instances, busy with a crowd, bring its orders to an end. SAIKOBI_KILL_POINTS=all is the full
/// size.
class TestKillPoints : public QObject {
    Q_OBJECT

private slots:
    void theOthersFinishWhatADyingInstanceBegan();

private:
    bool diesAt(const QString& point);
    void letGuestsIn(const std::function<void(std::size_t shopper)>& visit);
    void visit(std::uint16_t armed, std::size_t shopper);
    void regret(std::uint16_t armed, std::size_t shopper, std::size_t walk);
    void comeBack(std::uint16_t armed);
    void giveUpBeforeTheStockIsAsked(std::uint16_t armed);
    void payAfterTheEnd(std::uint16_t armed);
    bool askProvider(const std::string& payment, const std::string& what, const std::string& body);
    Shoppers::Wish wishOf(std::size_t walk) const;

    TillScene m_scene{};
    std::unique_ptr<Shoppers> m_people{};
    qint64 m_product = 0;
    qint64 m_slot = 0;
    std::size_t m_guests = 0; ///< each comes once
    QStringList m_paidAfterTheEnd{};
};

namespace {

constexpr std::size_t guestsAtATime = 16;
/// Of so many guests, until the point is passed. An expired page is closed by whichever instance
/// looks first, one of three.
constexpr int mostVisits = 15;

/// What a guest does, by their number.
enum Walk : std::size_t {
    Pays,
    IsDeclined,
    IsAsked,
    HasEnough,
    PaysThere,
    GivesUp,
    StoresFirst,
    Points,
    Regrets
};
constexpr std::size_t walks = 9;

/// Every one that backend/shop declares in its README, so that a new one cannot be forgotten here.
QStringList declaredPoints()
{
    QFile readme(qEnvironmentVariable("SAIKOBI_SOURCE") + "/backend/shop/README.md");
    if (!readme.open(QIODevice::ReadOnly))
        return {};
    const auto text = QString::fromUtf8(readme.readAll());
    const auto declared = text.section("**Kill points**", 1).section("\n\n", 0, 0);
    QStringList out;
    auto names = QRegularExpression{"`([a-z][a-z-]*)`"}.globalMatch(declared);
    while (names.hasNext()) {
        const auto name = names.next().captured(1);
        out.append({name + "-before", name + "-after"});
    }
    return out;
}

/// Or those that SAIKOBI_KILL_POINTS names, with commas between.
QStringList points()
{
    const auto wanted = qEnvironmentVariable("SAIKOBI_KILL_POINTS");
    if (wanted.isEmpty())
        return {"create-after", "reserve-after", "capture-before", "settle-before"};
    return wanted == "all" ? declaredPoints() : wanted.split(u',');
}

/// Cards that are sent to 3D Secure and pages are dealt with by the simulator itself; one page in
/// two stays open for ever.
constexpr const char* shoppersThere
        = "{\"outcomes\": {\"plays\": true, \"after_ms\": [300, 900], \"threeds\": {\"accepted\": "
          "1, "
          "\"refused\": 0, \"abandoned\": 0, \"late\": 0}, \"page\": {\"paid\": 0.5, "
          "\"never_returns\": 0, \"twice\": 0, \"abandoned\": 0.5}}}";

/// Time passes for those who have been away at a page for a while.
constexpr const char* agePages
        = "update saikobi.orders set expires_at = clock_timestamp() - interval '1 h' where status "
          "= 'action_required' and owner is null and changed_at < clock_timestamp() - interval '2 "
          "s'";

} // namespace

Shoppers::Wish TestKillPoints::wishOf(std::size_t walk) const
{
    Shoppers::Wish out;
    out.key = QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString();
    out.product = m_product;
    out.slot = m_slot;
    if (walk == IsDeclined)
        out.means = "pm_card_chargeDeclined";
    if (walk == IsAsked)
        out.means = "pm_card_threeDSecure2Required";
    if (walk == HasEnough)
        out.quantity = 2; // all that one person may have
    if (walk == PaysThere || walk == GivesUp)
        out.method = "page";
    if (walk == StoresFirst)
        out.method = "store";
    if (walk == Points)
        out.method = "points";
    if (walk == Regrets)
        out.method = "paypal"; // takes its time
    return out;
}

/// Everything at the instance that dies; whoever gets no answer there asks the others.
void TestKillPoints::visit(std::uint16_t armed, std::size_t shopper)
{
    const auto walk = shopper % walks;
    const auto wish = wishOf(walk);
    if (walk == Regrets)
        return regret(armed, shopper, walk);
    auto told = m_people->orderAt(armed, shopper, wish);
    if (told.order.empty())
        told = m_people->order(shopper, wish);
    if (told.order.empty())
        return;
    if (walk == IsDeclined && told.status == "declined"
            && m_people->payAgainAt(armed, shopper, told.order, "pm_card_visa").http == 0)
        m_people->payAgainAt(m_scene.port(), shopper, told.order, "pm_card_visa");
    if (walk == HasEnough)
        m_people->orderAt(armed, shopper, wishOf(Pays)); // one too many: voided
    const bool leaves = walk == GivesUp || (walk == StoresFirst && shopper / walks % 2 == 0);
    if (leaves && m_people->giveUpAt(armed, shopper, told.order).http == 0)
        m_people->giveUpAt(m_scene.port(), shopper, told.order);
}

/// Orders in two tabs. The second is refused with the address of the first, which its buyer then
/// gives up while the provider is being asked for the money.
void TestKillPoints::regret(std::uint16_t armed, std::size_t shopper, std::size_t walk)
{
    const auto tab = [this, armed, shopper, walk] {
        const auto told = m_people->orderAt(armed, shopper, wishOf(walk));
        if (told.problem == "order-under-way" && !told.order.empty())
            m_people->giveUpAt(armed, shopper, told.order);
    };
    std::thread other(tab);
    tab();
    other.join();
}

/// The browsers of some who are at a page show up again without having done anything there.
void TestKillPoints::comeBack(std::uint16_t armed)
{
    const auto away = m_scene.rehearsal().query(
            "select string_agg('&order=' || id || '&key=' || return_key, ' ') from (select id, "
            "return_key from saikobi.orders where status = 'action_required' and owner is null "
            "order by created_at desc limit 4) o");
    WebClient browser(armed);
    for (const auto& one : away.split(u' ', Qt::SkipEmptyParts))
        browser.get("/payments/return?sale=demo" + one.toStdString());
}

/// What an order needs is in other hands, first the counters and then its row: meanwhile its buyer
/// gives up. The locks end by themselves.
void TestKillPoints::giveUpBeforeTheStockIsAsked(std::uint16_t armed)
{
    const auto shopper = m_guests++;
    const auto await = [this](const char* what) {
        return QTest::qWaitFor([=, this] { return m_scene.rehearsal().count(what) > 0; });
    };
    const auto lock = [this](const char* what) {
        return std::thread([this, what] {
            m_scene.postgres(QStringLiteral("%1; select pg_sleep(3)").arg(QLatin1String{what}));
        });
    };
    auto counters = lock("select from saikobi.stock for update");
    if (!await("select count(*) from pg_stat_activity where query like '%stock for update; "
               "select pg_sleep%' and wait_event = 'PgSleep'"))
        qWarning("the counters were not locked");
    std::thread tabs([&] { regret(armed, shopper, Points); });
    if (!await("select count(*) from saikobi.orders where status = 'created'"))
        qWarning("no order waits for its stock");
    auto row = lock("select from saikobi.orders where status = 'created' for update");
    for (auto* thread : {&counters, &row, &tabs})
        thread->join();
}

/// Somebody pays at the provider for what ended as declined here: a person must look at that.
void TestKillPoints::payAfterTheEnd(std::uint16_t armed)
{
    std::mutex mutex;
    QStringList declined;
    letGuestsIn([&](std::size_t shopper) {
        const auto told = m_people->orderAt(armed, shopper, wishOf(IsDeclined));
        const std::lock_guard lock(mutex);
        if (told.status == "declined")
            declined.append(QString::fromStdString("'" + told.order + "'"));
    });
    const auto payments = m_scene.rehearsal().query(
            QString{"select string_agg(reference, ' ') from saikobi.payment where order_id in "
                    "(null, %1)"}
                    .arg(declined.join(u',')));
    for (const auto& payment : payments.split(u' ', Qt::SkipEmptyParts))
        if (askProvider(payment.toStdString(), "confirm", "payment_method=pm_card_visa"))
            m_paidAfterTheEnd.append(payment);
}

bool TestKillPoints::askProvider(
        const std::string& payment, const std::string& what, const std::string& body)
{
    QFile secret(m_scene.rehearsal().folder() + "/data/secrets/provider.secret");
    if (!secret.open(QIODevice::ReadOnly))
        return false;
    WebClient provider(static_cast<std::uint16_t>(
            m_scene.rehearsal().address("provider").section(u':', -1).toUInt()));
    auto headers = tests::bearer(secret.readAll().trimmed().toStdString());
    headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    return provider.ask("POST", "/v1/payment_intents/" + payment + "/" + what, headers, body).status
            == 200;
}

void TestKillPoints::letGuestsIn(const std::function<void(std::size_t shopper)>& visit)
{
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < guestsAtATime; ++i)
        threads.emplace_back([&visit, guest = m_guests++] { visit(guest); });
    for (auto& thread : threads)
        thread.join();
}

bool TestKillPoints::diesAt(const QString& point)
{
    ArmedInstance armed;
    if (!armed.start(m_scene.rehearsal(), point)) {
        qWarning("%s: %s", qPrintable(point), qPrintable(armed.complaint()));
        return false;
    }
    for (int visits = 0; visits < mostVisits && !armed.isDead(); ++visits) {
        const auto port = armed.port();
        if (!m_people->enter(guestsAtATime + 1))
            return false;
        if (point.startsWith("cancelled"))
            giveUpBeforeTheStockIsAsked(port);
        else if (point.startsWith("review"))
            payAfterTheEnd(port);
        else if (point.startsWith("void"))
            letGuestsIn([this, port](std::size_t shopper) { regret(port, shopper, Regrets); });
        else
            letGuestsIn([this, port](std::size_t shopper) { visit(port, shopper); });
        comeBack(port);
        m_guests = m_people->size();
        if (QTest::qWaitFor([&armed] { return armed.isDead(); }, 1500))
            return true;
        m_scene.postgres(agePages);
    }
    return QTest::qWaitFor([&armed] { return armed.isDead(); }, 3000);
}

void TestKillPoints::theOthersFinishWhatADyingInstanceBegan()
{
    TillScene::Words words;
    words.callsPerSecond = 1000;
    words.hasEveryMethod = true;
    words.provider = shoppersThere;
    QVERIFY2(m_scene.start(words), qPrintable(m_scene.complaint()));
    m_product = m_scene.rehearsal().count("select id from saikobi.product where code = 'A-01'");
    m_slot = m_scene.rehearsal().count("select id from saikobi.slot limit 1");
    m_people = std::make_unique<Shoppers>(m_scene.port(), m_scene.newHistory());
    const auto all = points();
    QVERIFY(!all.isEmpty());
    QVERIFY(m_scene.sendCrowd({"--arrivals", "5/s", "--for", QString::number(9 * all.size()) + "s",
            "--seed", "3", "--think", "500ms"}));
    QStringList survived;
    for (const auto& point : all) {
        const bool died = diesAt(point);
        if (!died)
            survived.append(point);
        qInfo("%s: %s, %lld orders under way", qPrintable(point), died ? "died" : "SURVIVED",
                static_cast<long long>(m_scene.unfinished()));
    }
    QCOMPARE(m_scene.crowdComplaint(300000), QString{});
    for (const auto& payment : m_paidAfterTheEnd) // as the person decided
        askProvider(payment.toStdString(), "cancel", {});
    QTRY_VERIFY_WITH_TIMEOUT(m_scene.postgres(agePages) && m_scene.unfinished() == 0, 30000);
    QCOMPARE(m_scene.verdict(), QString{});
    QCOMPARE(survived, QStringList{});
}

QTEST_GUILESS_MAIN(TestKillPoints)
#include "test_kill_points.moc"
