#include <QFile>
#include <QTest>

#include <boost/asio/io_context.hpp>

#include "backend/http/listener.h"
#include "backend/http/pages.h"
#include "backend/waiting_room/draw.h"
#include "backend/waiting_room/draw_places.h"
#include "backend/waiting_room/hex.h"
#include "backend/waiting_room/ticket.h"
#include "tests/http/browser.h"

using namespace saikobi;
using http::Language;
using http::Page;
using http::Pages;
using tests::Browser;
using waiting_room::DrawNews;

namespace {

std::string countingSeed()
{
    std::string seed;
    for (int i = 0; i < 32; ++i)
        seed += static_cast<char>(i);
    return seed;
}

contract::Sale demoSale()
{
    contract::Sale sale;
    sale.slug = "demo";
    sale.name = {"夏の限定販売", "Summer sale"};
    sale.shop.name = {"みほん堂", "Sample shop"};
    sale.shop.contact = "help@example.org";
    sale.order = contract::SaleOrder::Draw;
    return sale;
}

/// 15 numbers of which nobody holds five: the ten people of the published vectors.
DrawNews drawnNews()
{
    DrawNews news;
    news.order = contract::SaleOrder::Draw;
    news.commitment
            = waiting_room::toHex(waiting_room::drawCommitment("demo", "none", countingSeed()));
    news.beacon = "";
    news.people = 10;
    news.last = 15;
    news.voids = {{3, 3}, {12, 15}};
    news.seed = waiting_room::toHex(countingSeed());
    news.committedAt = contract::fromUnixMs(1767222000000);
    news.openedAt = contract::fromUnixMs(1767225600000);
    return news;
}

DrawNews committedNews()
{
    DrawNews news;
    news.order = contract::SaleOrder::Draw;
    news.commitment = drawnNews().commitment;
    news.committedAt = drawnNews().committedAt;
    return news;
}

waiting_room::DrawDocumentPtr documentOf(const DrawNews& news)
{
    contract::LineState line;
    line.opensAt = contract::fromUnixMs(1767225600000);
    return waiting_room::makeDrawDocument("demo", line, news);
}

Page pageOf(const DrawNews& news, Language language = Language::English)
{
    Pages pages;
    return pages.draw(demoSale(), *documentOf(news), language);
}

/// Serves the draw page under /draw, and under /keep a page that leaves a ticket in the browser.
class OnePage final : public http::Handler {
public:
    void handle(const http::Request& asked, http::Reply reply) override
    {
        ++requests;
        http::Response response;
        response.contentType = "text/html; charset=utf-8";
        response.body = asked.path == "/keep"
                ? std::make_shared<const std::string>("<title>keep</title>")
                : page.html;
        if (asked.path != "/keep")
            response.headers.emplace_back("Content-Security-Policy", page.policy);
        reply(std::move(response));
    }

    Page page{};
    int requests = 0;
};

} // namespace

/// The page that recomputes a place: its own script against the rule of the backend, in a real
/// browser, and what it says without one.
class TestDrawPage : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void isOneSmallAnswer_data();
    void isOneSmallAnswer();
    void saysWhatIsNotKnownYet();
    void computesEveryPlace();
    void findsTheTicketOfThisBrowser();
    void warnsOfAnotherSeed();
    void computesNothingBeforeTheOpening();

private:
    bool show(const DrawNews& news);
    QString textOf(const char* id);
    QString placeOf(std::int64_t number);

    boost::asio::io_context m_context{};
    OnePage m_server{};
    std::unique_ptr<http::Listener> m_listener{};
    std::unique_ptr<Browser> m_browser{};
    std::string m_address{};
};

void TestDrawPage::initTestCase()
{
    auto opened = http::Listener::open(m_context.get_executor(), {}, m_server);
    QVERIFY(opened);
    m_listener = std::move(opened).value();
    m_address = "http://127.0.0.1:" + std::to_string(m_listener->port());
    m_browser = Browser::start(m_context, [this] {
        m_context.restart();
        m_context.run_for(std::chrono::milliseconds{5});
    });
}

bool TestDrawPage::show(const DrawNews& news)
{
    m_server.page = pageOf(news);
    return m_browser->open(m_address + "/draw");
}

QString TestDrawPage::textOf(const char* id)
{
    const auto text
            = m_browser->evaluate(std::string{"document.getElementById('"} + id + "').textContent");
    return text.is_string() ? QString::fromStdString(std::string{text.get_string()}) : QString{};
}

/// As somebody finds it who types a number and presses the button.
QString TestDrawPage::placeOf(std::int64_t number)
{
    const auto wanted = std::to_string(number);
    m_browser->evaluate("document.getElementById('result').textContent = '',"
                        " document.forms.own.number.value = '"
            + wanted + "', document.forms.own.querySelector('button').click()");
    m_browser->becomes("document.getElementById('result').textContent != ''");
    return textOf("result");
}

void TestDrawPage::isOneSmallAnswer_data()
{
    QTest::addColumn<bool>("isDrawn");
    QTest::addColumn<bool>("isJapanese");
    QTest::addRow("before, ja") << false << true;
    QTest::addRow("before, en") << false << false;
    QTest::addRow("drawn, ja") << true << true;
    QTest::addRow("drawn, en") << true << false;
}

void TestDrawPage::isOneSmallAnswer()
{
    QFETCH(bool, isDrawn);
    QFETCH(bool, isJapanese);
    const auto page = pageOf(isDrawn ? drawnNews() : committedNews(),
            isJapanese ? Language::Japanese : Language::English);
    qInfo("%zu bytes", page.html->size());
    QVERIFY(page.html->size() <= 14 * 1024);
    QVERIFY(page.html->find("{{") == std::string::npos);
    QVERIFY(page.html->find("src=\"http") == std::string::npos);
    QVERIFY(page.html->find(drawnNews().commitment) != std::string::npos);
    QVERIFY(page.policy.starts_with("default-src 'none'"));
}

void TestDrawPage::saysWhatIsNotKnownYet()
{
    const auto before = *pageOf(committedNews()).html;
    QVERIFY(before.find("after the opening") != std::string::npos);
    QVERIFY(before.find(drawnNews().seed) == std::string::npos);
    auto waiting = drawnNews();
    waiting.beaconRule = "drand quicknet 4242";
    waiting.beacon.reset();
    QVERIFY(pageOf(waiting).html->find("waits for the value") != std::string::npos);
    DrawNews fifo;
    QVERIFY(pageOf(fifo).html->find("no draw") != std::string::npos);
}

void TestDrawPage::computesEveryPlace()
{
    if (!m_browser)
        QSKIP("no chromium here");
    m_browser->renew({});
    QVERIFY(show(drawnNews()));
    QVERIFY(m_browser->becomes("!document.getElementById('own').hidden"));
    const waiting_room::DrawPlaces places{{"demo", countingSeed(), 0, {}}, 15, drawnNews().voids};
    for (std::int64_t number = 1; number <= 17; ++number) {
        const auto place = number <= 15 ? places.placeOf(number) : number;
        QCOMPARE(placeOf(number), QStringLiteral("Number %1: place %2").arg(number).arg(place));
    }
    QCOMPARE(textOf("check"), QStringLiteral("The secret is the one of the commitment."));
    // A million people, and whoever computes asks nobody.
    auto many = drawnNews();
    many.voids = {};
    many.last = many.people = 1000000;
    QVERIFY(show(many));
    const auto asked = m_server.requests;
    QVERIFY(m_browser->becomes("!document.getElementById('own').hidden"));
    QCOMPARE(placeOf(1), QStringLiteral("Number 1: place 759,077"));
    QCOMPARE(placeOf(1000000), QStringLiteral("Number 1,000,000: place 436,736"));
    QCOMPARE(m_server.requests, asked);
    QVERIFY2(m_browser->complaints().empty(), "the console complains");
    if (const auto folder = qEnvironmentVariable("SAIKOBI_SHOTS"); !folder.isEmpty()) {
        QFile picture(folder + QStringLiteral("/draw-en.png"));
        QVERIFY(picture.open(QIODevice::WriteOnly));
        picture.write(QByteArray::fromStdString(m_browser->picture()));
    }
}

void TestDrawPage::findsTheTicketOfThisBrowser()
{
    if (!m_browser)
        QSKIP("no chromium here");
    m_browser->renew({});
    waiting_room::Ticket ticket;
    ticket.sale = "demo";
    ticket.number = 5;
    const waiting_room::TicketKeys keys{{{7, std::string(32, 'k'), {}}}};
    const auto token = keys.sign(ticket, contract::fromUnixMs(1767225600000));
    QVERIFY(m_browser->open(m_address + "/keep"));
    m_browser->evaluate("localStorage['saikobi_demo_ticket'] = JSON.stringify('" + token + "')");
    QVERIFY(show(drawnNews()));
    QVERIFY(m_browser->becomes("document.getElementById('result').textContent != ''"));
    const waiting_room::DrawPlaces places{{"demo", countingSeed(), 0, {}}, 15, drawnNews().voids};
    QCOMPARE(textOf("result"), QStringLiteral("Number 5: place %1").arg(places.placeOf(5)));
}

void TestDrawPage::warnsOfAnotherSeed()
{
    if (!m_browser)
        QSKIP("no chromium here");
    m_browser->renew({});
    auto forged = drawnNews();
    forged.seed[0] = 'f';
    QVERIFY(show(forged));
    QVERIFY(m_browser->becomes("!document.getElementById('own').hidden"));
    placeOf(1);
    QVERIFY(m_browser->becomes("!document.getElementById('check').hidden"));
    QVERIFY(textOf("check").startsWith(QStringLiteral("Attention")));
}

void TestDrawPage::computesNothingBeforeTheOpening()
{
    if (!m_browser)
        QSKIP("no chromium here");
    m_browser->renew({});
    QVERIFY(show(committedNews()));
    QVERIFY(m_browser->becomes("document.getElementById('own').hidden"));
    QVERIFY(m_browser->complaints().empty());
}

QTEST_GUILESS_MAIN(TestDrawPage)
#include "test_draw_page.moc"
