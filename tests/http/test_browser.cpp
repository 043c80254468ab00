#include <QTest>

#include <algorithm>

#include "backend/http/listener.h"
#include "tests/http/api_world.h"
#include "tests/http/browser.h"

using namespace saikobi;
using tests::ApiWorld;
using tests::Browser;
using tests::memberOf;
using tests::request;

/// The pages in a real browser: their scripts run under their own policy, fill them, and lead from
/// one to the next; forms do so without scripts.
class TestBrowser : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void showsTheOwnPlace_data();
    void showsTheOwnPlace();
    void ringsWhenCalledUnseen();
    void staysWhileTheDoorIsShut_data();
    void staysWhileTheDoorIsShut();
    void comesBackToTheLineInAHold();
    void saysLateOnlyToTheLate();
    void readsTheServersClock();
    void leavesNoCopyBehind();
    void sendsMembersToTheirLink();
    void joinsAndEnters();
    void joinsAndEntersWithoutScripts();
    void wishesBecomeTheBasket();
    void showsAPaidOrder();
    void movesAPlaceByItsLink();
    void saysWhyAPlaceIsOver();
    void worksBeforeItJoins();
    void ordersStandStillAndThePassGoesOn();

private:
    bool open(const std::string& path);
    void submit(const std::string& form);
    bool becomes(const std::string& expression) { return m_browser->becomes(expression); }
    std::string text(const std::string& id);
    void setCookie(const std::string& name, const std::string& value);
    std::string calledTicket();
    std::string waitingTicket(int people);
    std::string passFor(const std::string& visitor);

    std::unique_ptr<tests::TestStores> m_stores{};
    std::unique_ptr<ApiWorld> m_world{};
    std::unique_ptr<http::Listener> m_listener{};
    std::unique_ptr<Browser> m_browser{};
    std::string m_address{};
};

void TestBrowser::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
    m_world = std::make_unique<ApiWorld>(*m_stores);
    auto opened = http::Listener::open(m_world->context().get_executor(), {}, m_world->api());
    QVERIFY(opened);
    m_listener = std::move(opened).value();
    m_address = "http://127.0.0.1:" + std::to_string(m_listener->port());
    m_browser = Browser::start(m_world->context(), [this] { m_world->beat(); });
    if (!m_browser)
        QSKIP("no chromium here");
}

void TestBrowser::init()
{
    m_browser->renew({});
}

bool TestBrowser::open(const std::string& path)
{
    return m_browser->open(m_address + path);
}

void TestBrowser::submit(const std::string& form)
{
    m_browser->evaluate("document.querySelector('" + form + "').submit()");
}

std::string TestBrowser::text(const std::string& id)
{
    const auto value = m_browser->evaluate("document.getElementById('" + id + "').textContent");
    return value.is_string() ? std::string{value.get_string()} : std::string{};
}

void TestBrowser::setCookie(const std::string& name, const std::string& value)
{
    m_browser->setCookie(m_address + "/sales/", name, value);
}

/// Of sale "demo", which calls everybody at once.
std::string TestBrowser::calledTicket()
{
    const auto ticket = memberOf(m_world->ask(request("POST", "/sales/demo/tickets")), "ticket");
    const auto isCalled = [&] {
        const auto own = tests::withBearer(request("GET", "/sales/demo/tickets/me"), ticket);
        return memberOf(m_world->ask(own), "called") == "true";
    };
    for (int tries = 0; tries < 100 && !isCalled(); ++tries)
        m_world->beat();
    return ticket;
}

std::string TestBrowser::waitingTicket(int people)
{
    std::string ticket;
    for (int i = 0; i < people; ++i)
        ticket = memberOf(m_world->ask(request("POST", "/sales/slow/tickets")), "ticket");
    return ticket;
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
    QTest::addColumn<QByteArray>("hint");
    QTest::addRow("in Japanese") << QByteArray{"ja"} << QByteArray{"自動で更新されます。"};
    QTest::addRow("in English") << QByteArray{"en"} << QByteArray{"This page updates by itself."};
}

void TestBrowser::showsTheOwnPlace()
{
    QFETCH(QByteArray, language);
    QFETCH(QByteArray, hint);
    setCookie("saikobi_t_slow", waitingTicket(60));
    QVERIFY(open("/sales/slow?lang=" + language.toStdString()));
    QVERIFY(becomes("document.querySelector('#text b')"));
    QVERIFY(QByteArray::fromStdString(text("more")).contains(hint));
    QVERIFY(becomes("!document.querySelector('#bar').hidden"));
    QCOMPARE(m_browser->complaints(), std::vector<std::string>{});
}

void TestBrowser::ringsWhenCalledUnseen()
{
    setCookie("saikobi_t_slow", waitingTicket(20));
    QVERIFY(open("/sales/slow?lang=en"));
    QVERIFY(becomes("document.querySelector('#text b')"));
    // Nobody looks, and everybody is called.
    m_browser->evaluate("Object.defineProperty(document, 'hidden', {value: true, writable: true});"
                        "const real = fetch; window.fetch = async (...asked) => {"
                        "const answer = await real(...asked), said = await answer.json();"
                        "if (asked[0].endsWith('/status')) said.serving = 1e6;"
                        "return new Response(JSON.stringify(said)); };");
    m_browser->evaluate("document.hidden = false; document.onvisibilitychange();"
                        "document.hidden = true");
    QVERIFY(becomes("document.title.startsWith('● It is your turn!')"));
    QCOMPARE(m_browser->documents().size(), std::size_t{1});
    // Somebody looks: the page goes to the door.
    m_browser->evaluate("document.hidden = false; document.onvisibilitychange()");
    QVERIFY(becomes("document.title && !document.title.startsWith('●')"));
    QVERIFY(m_browser->documents().size() > 1);
}

void TestBrowser::staysWhileTheDoorIsShut_data()
{
    QTest::addColumn<QByteArray>("page");
    QTest::addColumn<QByteArray>("phase");
    for (const char* page : {"", "/goods"})
        for (const char* phase : {"held", "closed"})
            QTest::addRow("%s, %s", *page ? "goods" : "line", phase)
                    << QByteArray{page} << QByteArray{phase};
}

void TestBrowser::staysWhileTheDoorIsShut()
{
    QFETCH(QByteArray, page);
    QFETCH(QByteArray, phase);
    setCookie("saikobi_t_slow", waitingTicket(20));
    // Everybody is called, and the page's time runs fifty times as fast.
    m_browser->runFirst("let polls = 0; const real = fetch, slowly = setTimeout;"
                        "window.setTimeout = (f, ms) => slowly(f, ms / 50);"
                        "window.fetch = async (...asked) => {"
                        "const answer = await real(...asked);"
                        "if (!asked[0].endsWith('/status')) return answer;"
                        "const said = {...await answer.json(), serving: 1e6, phase: '"
            + phase.toStdString() + "'}; ++polls; return new Response(JSON.stringify(said)); };");
    QVERIFY(open("/sales/slow" + page.toStdString() + "?lang=en"));
    QVERIFY(becomes("polls > 3"));
    QCOMPARE(m_browser->documents().size(), std::size_t{1});
}

void TestBrowser::comesBackToTheLineInAHold()
{
    setCookie("saikobi_t_demo", calledTicket());
    m_browser->answerWith("/passes", 202, "{state: 'held'}");
    m_browser->runFirst("sessionStorage.seen = +(sessionStorage.seen || 0) + 1;"
                        "const slowly = setTimeout; window.setTimeout = f => slowly(f, 50);");
    QVERIFY(open("/sales/demo?lang=en"));
    QVERIFY(becomes("sessionStorage.seen > 1"));
}

void TestBrowser::saysLateOnlyToTheLate()
{
    const auto ticket = calledTicket();
    for (const char* seen : {"null", "1"}) {
        m_browser->renew({});
        setCookie("saikobi_t_demo", ticket);
        m_browser->answerWith("/passes", 202, "{state: 'door', retry_ms: 1e5}");
        m_browser->runFirst("localStorage.saikobi_demo_seen = " + std::string{seen});
        QVERIFY(open("/sales/demo?lang=en"));
        const bool isLate = std::string_view{seen} == "1";
        QVERIFY(becomes("asked > 0 && document.getElementById('text').textContent.startsWith('"
                + std::string{isLate ? "You did not answer" : "It is your turn"} + "')"));
    }
}

void TestBrowser::readsTheServersClock()
{
    const std::string fast{"const real = Date.now; Date.now = () => real() + 39e5;"};
    m_browser->runFirst(fast);
    setCookie("saikobi_t_slow", waitingTicket(3));
    QVERIFY(open("/sales/slow/place?lang=en"));
    QVERIFY(m_browser->press("document.querySelector('[value=handover]').form.submit()"));
    QVERIFY(becomes("document.getElementById('left').textContent.endsWith(' s left')"));
    setCookie("saikobi_p_demo", passFor("000000000000000000000000000000c4"));
    m_browser->answerWith("/nothing", 404, "{}");
    QVERIFY(open("/sales/demo?lang=en"));
    QVERIFY(becomes("!document.getElementById('pay').disabled && others.includes('status')"));
    QVERIFY(becomes("document.getElementById('text').textContent.startsWith('You are in')"));
}

void TestBrowser::leavesNoCopyBehind()
{
    const auto ticket = waitingTicket(3);
    setCookie("saikobi_t_slow", ticket);
    m_browser->runFirst("localStorage.saikobi_slow_ticket ||= '\"older\"'");
    QVERIFY(open("/sales/slow?lang=en"));
    QVERIFY(becomes("localStorage.saikobi_slow_ticket == '\"" + ticket + "\"'"));
    QVERIFY(open("/sales/slow/place?lang=en"));
    QVERIFY(m_browser->press("document.querySelector('[value=leave]').form.submit()"));
    QVERIFY(becomes("localStorage.saikobi_slow_ticket == 'null'"));
}

void TestBrowser::sendsMembersToTheirLink()
{
    m_browser->answerWith("/tickets", 400, "{field: 'subject'}");
    QVERIFY(open("/sales/slow?lang=en"));
    m_browser->evaluate("document.getElementById('go').click()");
    QVERIFY(becomes("document.getElementById('why').textContent.includes('member page')"));
    QVERIFY(becomes("document.getElementById('go').disabled && asked == 1"));
}

void TestBrowser::joinsAndEnters()
{
    QVERIFY(open("/sales/demo?lang=en"));
    m_browser->evaluate("document.getElementById('go').click()");
    QVERIFY(becomes("document.getElementById('pay') && !document.getElementById('shop').hidden"));
    QCOMPARE(text("text").substr(0, 29), std::string{"You are in. You can shop unti"});
    QVERIFY(becomes("document.querySelector('output')"));
    QVERIFY(becomes("document.getElementById('means').textContent.includes('pm_card_visa')"));
}

void TestBrowser::joinsAndEntersWithoutScripts()
{
    Browser::Window plain;
    plain.runsScripts = false;
    m_browser->renew(plain);
    QVERIFY(open("/sales/demo?lang=en"));
    submit("#act");
    // At the door the same form asks for the pass; the page comes again by itself.
    for (int tries = 0;
            tries < 20 && !m_browser->evaluate("!!document.getElementById('pay')").as_bool();
            ++tries) {
        m_browser->evaluate("document.querySelector('#act')?.submit()");
        QVERIFY(becomes("document.readyState == 'complete' && document.querySelector('main')"));
    }
    QVERIFY(becomes("document.getElementById('pay')"));
}

void TestBrowser::wishesBecomeTheBasket()
{
    QVERIFY(open("/sales/demo/goods?lang=en"));
    QVERIFY(becomes("document.querySelector('input')"));
    m_browser->evaluate("document.querySelector('input').click()");
    QVERIFY(open("/sales/demo?lang=en"));
    m_browser->evaluate("document.getElementById('go').click()");
    QVERIFY(becomes("document.querySelector('output')?.textContent == '1'"));
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
    setCookie("saikobi_p_demo", pass);
    QVERIFY(open("/sales/demo/orders/" + memberOf(bought, "order") + "?lang=en"));
    QVERIFY(becomes("document.getElementById('state_title').textContent == 'Bought'"));
    QCOMPARE(text("code"), memberOf(bought, "pickup_code"));
}

void TestBrowser::movesAPlaceByItsLink()
{
    Browser::Window plain;
    plain.runsScripts = false;
    m_browser->renew(plain);
    const auto ticket = waitingTicket(3);
    setCookie("saikobi_t_slow", ticket);
    QVERIFY(open("/sales/slow/place?lang=en"));
    // The first form asks for the code, shown as a picture and as a link.
    submit("form");
    QVERIFY(becomes("document.querySelector('img.qr')?.naturalWidth > 0"));
    const auto link = m_browser->evaluate("new URL(document.querySelector('.card a').href).search");
    const auto number = m_browser->evaluate("document.querySelector('.code').textContent");
    // On the other device nothing happens until the button is pressed.
    m_browser->renew(plain);
    QVERIFY(open("/sales/slow" + std::string{link.as_string()} + "&lang=en"));
    QVERIFY(becomes("document.querySelector('form input[name=handover]')"));
    submit("form");
    QVERIFY(becomes("document.getElementById('number')"));
    QCOMPARE(m_browser->evaluate("document.getElementById('number').textContent"), number);
}

void TestBrowser::saysWhyAPlaceIsOver()
{
    QVERIFY(open("/sales/slow?over=moved&lang=en"));
    QVERIFY(becomes("document.querySelector('h1').textContent.includes('another device')"));
    submit("form");
    QVERIFY(becomes("document.getElementById('number')"));
    // Whoever has a place is not told so by somebody else's link, nor once staff have unblocked it.
    for (const char* told : {"moved", "blocked"}) {
        QVERIFY(open(std::string{"/sales/slow?lang=en&over="} + told));
        QVERIFY(becomes("document.getElementById('number')"));
    }
}

void TestBrowser::worksBeforeItJoins()
{
    auto& line = m_world->line("slow");
    const auto bits = [&line] { return line.status()->line.workBits; };
    for (const int wanted : {8, 0}) {
        contract::RelayedCommand row;
        row.command = {"00000000-0000-4000-8000-00000000000" + std::to_string(wanted), "slow",
                contract::CommandKind::SetWorkBits, {{"bits", std::to_string(wanted)}}, "a test",
                line.status()->line.revision, line.status()->line.at};
        row.actor = "staff";
        row.writtenAt = row.command.madeAt;
        line.relay({row}, [](const auto&) {});
        for (int i = 0; i < 1000 && bits() != wanted; ++i)
            m_world->beat();
        QCOMPARE(bits(), std::int64_t{wanted});
        m_browser->renew({});
        QVERIFY(open("/sales/slow?lang=en"));
        m_browser->evaluate("document.getElementById('go').click()");
        QVERIFY(becomes("document.getElementById('number')"));
        const auto& asked = m_browser->documents();
        const bool hasWorked = std::any_of(asked.begin(), asked.end(),
                [](const auto& url) { return url.find("/check") != std::string::npos; });
        QCOMPARE(hasWorked, wanted > 0);
    }
}

void TestBrowser::ordersStandStillAndThePassGoesOn()
{
    setCookie("saikobi_p_demo", passFor("000000000000000000000000000000c3"));
    setCookie("saikobi_t_demo",
            memberOf(m_world->ask(tests::withJson(request("POST", "/sales/demo/tickets"),
                             R"({"visitor":"000000000000000000000000000000c3"})")),
                    "ticket"));
    QVERIFY(open("/sales/demo?lang=en"));
    QVERIFY(becomes("!document.getElementById('pay').disabled"));
    const auto before = m_browser->evaluate("D.expires").as_int64();
    m_world->report.postgresLost = true;
    QVERIFY(becomes("document.getElementById('pay').disabled"));
    QCOMPARE(text("text"),
            std::string{"Orders are paused. Your basket is kept and your time stands still."});
    m_world->report.postgresLost = false;
    // The lost seconds are given back: the page asks for its pass again and shows the new end.
    QVERIFY(becomes("D.expires > " + std::to_string(before)));
    QVERIFY(becomes("!document.getElementById('pay').disabled"));
}

QTEST_GUILESS_MAIN(TestBrowser)
#include "test_browser.moc"
