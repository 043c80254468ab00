#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "backend/http/listener.h"
#include "tests/http/api_world.h"

using namespace saikobi;
using tests::ApiWorld;
using tests::memberOf;
using tests::request;

namespace {

/// The buyers' surface, and a door of the test's own that hands out cookies: a headless browser
/// cannot be given any.
class CookieDoor : public http::Handler {
public:
    explicit CookieDoor(http::Handler& inner)
        : m_inner(inner)
    {
    }
    void handle(const http::Request& asked, http::Reply reply) override
    {
        if (asked.path != "/enter")
            return m_inner.handle(asked, std::move(reply));
        http::Response response{303, {}, {}, {}};
        response.headers.emplace_back("Location", std::string{asked.parameter("to")});
        response.headers.emplace_back(
                "Set-Cookie", std::string{asked.parameter("cookie")} + "; Path=/");
        reply(std::move(response));
    }

private:
    http::Handler& m_inner;
};

} // namespace

/// The pages in a real browser: their scripts run under their own policy and fill them.
class TestBrowser : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void showsTheOwnPlace_data();
    void showsTheOwnPlace();
    void fillsTheShop();
    void showsAPaidOrder();

private:
    /// The document as it is after the scripts have run for a while.
    QString documentAt(const std::string& path, const std::string& cookie);
    std::string passFor(const std::string& visitor);

    QString m_browser{};
    std::unique_ptr<tests::TestStores> m_stores{};
    std::unique_ptr<ApiWorld> m_world{};
    std::unique_ptr<CookieDoor> m_door{};
    std::unique_ptr<http::Listener> m_listener{};
};

void TestBrowser::initTestCase()
{
    m_browser = QStandardPaths::findExecutable(QStringLiteral("chromium"));
    if (m_browser.isEmpty())
        QSKIP("no chromium here");
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
    m_world = std::make_unique<ApiWorld>(*m_stores);
    m_door = std::make_unique<CookieDoor>(m_world->api());
    auto opened = http::Listener::open(m_world->context().get_executor(), {}, *m_door);
    QVERIFY(opened);
    m_listener = std::move(opened).value();
}

QString TestBrowser::documentAt(const std::string& path, const std::string& cookie)
{
    const QTemporaryDir profile;
    const auto url = "http://127.0.0.1:" + std::to_string(m_listener->port()) + "/enter?to=" + path
            + "&cookie=" + cookie;
    QProcess browser;
    browser.setStandardErrorFile(QProcess::nullDevice());
    browser.start(m_browser,
            {QStringLiteral("--headless"), QStringLiteral("--no-sandbox"),
                    QStringLiteral("--disable-gpu"),
                    QStringLiteral("--user-data-dir=") + profile.path(),
                    QStringLiteral("--virtual-time-budget=4000"), QStringLiteral("--dump-dom"),
                    QString::fromStdString(url)});
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{60};
    while (!browser.waitForFinished(1) && std::chrono::steady_clock::now() < until)
        m_world->beat();
    browser.kill();
    browser.waitForFinished();
    return QString::fromUtf8(browser.readAllStandardOutput());
}

std::string TestBrowser::passFor(const std::string& visitor)
{
    const auto joined = m_world->ask(tests::withJson(
            request("POST", "/sales/demo/tickets"), R"({"visitor":")" + visitor + "\"}"));
    auto pass = memberOf(joined, "pass");
    const auto ask
            = tests::withBearer(request("POST", "/sales/demo/passes"), memberOf(joined, "ticket"));
    for (int tries = 0; pass.empty() && tries < 100; ++tries)
        pass = memberOf(m_world->ask(ask), "pass");
    return pass;
}

void TestBrowser::showsTheOwnPlace_data()
{
    QTest::addColumn<QByteArray>("language");
    QTest::addColumn<QString>("hint");
    QTest::addRow("in Japanese") << QByteArray{"ja"}
                                 << QStringLiteral("この画面は自動で更新されます。");
    QTest::addRow("in English") << QByteArray{"en"}
                                << QStringLiteral("This page updates by itself.");
}

void TestBrowser::showsTheOwnPlace()
{
    QFETCH(QByteArray, language);
    QFETCH(QString, hint);
    std::string ticket;
    for (int i = 0; i < 30; ++i)
        ticket = memberOf(m_world->ask(request("POST", "/sales/slow/tickets")), "ticket");
    const auto shown = documentAt(
            "/sales/slow%3Flang=" + language.toStdString(), "saikobi_t_slow%3D" + ticket);
    QVERIFY2(shown.contains(hint), qPrintable(shown.left(2000)));
    QVERIFY(shown.contains(QStringLiteral("<dl class=\"facts\" id=\"facts\">")));
}

void TestBrowser::fillsTheShop()
{
    const auto pass = passFor("000000000000000000000000000000c1");
    const auto shown = documentAt("/sales/demo%3Flang=en", "saikobi_p_demo%3D" + pass);
    const auto name = QString::fromStdString(m_world->sale("demo").products.front().name.en);
    QVERIFY2(shown.contains(name), qPrintable(shown.left(2000)));
    QVERIFY(shown.contains(QStringLiteral("pm_card_visa (will be approved)")));
    QVERIFY(shown.contains(QStringLiteral("You are in. You can shop until ")));
}

void TestBrowser::showsAPaidOrder()
{
    const auto pass = passFor("000000000000000000000000000000c2");
    const auto& sale = m_world->sale("demo");
    auto order = tests::withJson(tests::withBearer(request("POST", "/sales/demo/orders"), pass),
            R"({"slot":)" + std::to_string(sale.pickupSlots.front().id.value)
                    + R"(,"method":"card","means":"pm_card_visa","lines":[{"product":)"
                    + std::to_string(sale.products.front().id.value) + R"(,"quantity":1}]})");
    order.headers.emplace_back("idempotency-key", "browser");
    const auto bought = m_world->ask(order);
    const auto shown = documentAt("/sales/demo/orders/" + memberOf(bought, "order") + "%3Flang=en",
            "saikobi_p_demo%3D" + pass);
    QVERIFY2(shown.contains(QStringLiteral("Bought")), qPrintable(shown.left(2000)));
    QVERIFY(shown.contains(QString::fromStdString(memberOf(bought, "pickup_code"))));
}

QTEST_GUILESS_MAIN(TestBrowser)
#include "test_browser.moc"
