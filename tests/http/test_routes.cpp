#include <QTest>

#include "tests/http/api_world.h"

using namespace saikobi;
using http::Access;
using tests::ApiWorld;
using tests::bodyOf;
using tests::cookiesOf;
using tests::headerOf;
using tests::request;
using tests::withBearer;
using tests::withCookie;

namespace {

const std::string cacheable{"public, max-age=1, stale-while-revalidate=5"};
const std::string personal{"private, no-store"};

std::string pathOf(const http::Route& route)
{
    std::string path{route.pattern};
    for (const auto& [name, value] : {std::pair<std::string, std::string>{"{sale}", "demo"},
                 {"{order}", "01939d5c-0000-7000-8000-000000000001"}})
        if (const auto at = path.find(name); at != std::string::npos)
            path.replace(at, name.size(), value);
    return path;
}

bool isBelowPublic(const std::string& path)
{
    return path.starts_with("/public/") || path.starts_with("/.well-known/");
}

http::Request asBrowser(http::Request asked)
{
    for (auto& [name, value] : asked.headers)
        if (name == "accept")
            value = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8";
    return asked;
}

} // namespace

/// Walks every route there is, so that a new one cannot forget its headers.
class TestRoutes : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void everyAnswerSaysWhoMayKeepIt();
    void whatIsPublicKnowsNobody();
    void documentsThatAreKnownAreNotSentAgain();
    void otherMethodsAndPathsAreRefused_data();
    void otherMethodsAndPathsAreRefused();
    void browsersGetPages();
    void answersAreCounted();

private:
    std::unique_ptr<tests::TestStores> m_stores{};
    std::unique_ptr<ApiWorld> m_world{};
};

void TestRoutes::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
    m_world = std::make_unique<ApiWorld>(*m_stores);
}

void TestRoutes::everyAnswerSaysWhoMayKeepIt()
{
    QVERIFY(m_world->api().routes().size() >= 12);
    for (const auto& route : m_world->api().routes()) {
        const auto path = pathOf(route);
        const auto asked = request(std::string{route.method}, path);
        for (const auto& each : {asked, asBrowser(asked)}) {
            const auto answer = m_world->ask(each);
            QVERIFY2(answer.status != 0, path.c_str());
            QCOMPARE(route.access == Access::Cacheable, isBelowPublic(path));
            QCOMPARE(headerOf(answer, "Cache-Control"), isBelowPublic(path) ? cacheable : personal);
            QCOMPARE(headerOf(answer, "X-Content-Type-Options"), std::string{"nosniff"});
            QVERIFY(!headerOf(answer, "Referrer-Policy").empty());
        }
    }
}

void TestRoutes::whatIsPublicKnowsNobody()
{
    const auto joined = m_world->ask(request("POST", "/sales/demo/tickets"));
    const auto ticket = tests::memberOf(joined, "ticket");
    QVERIFY(!ticket.empty());
    for (const auto& route : m_world->api().routes()) {
        if (route.access != Access::Cacheable)
            continue;
        const auto asked = request("GET", pathOf(route));
        const auto stranger = m_world->ask(asked);
        const auto known = m_world->ask(
                withCookie(withBearer(asked, ticket), "saikobi_t_demo=" + ticket + "; a=b"));
        QCOMPARE(stranger.status, 200U);
        QCOMPARE(known.status, 200U);
        QCOMPARE(cookiesOf(known), std::string{});
        QVERIFY(bodyOf(known).find(ticket) == std::string::npos);
        // A status may have been made anew in between; a document without time is the same.
        if (asked.path.find("status") == std::string::npos)
            QCOMPARE(bodyOf(known), bodyOf(stranger));
        QCOMPARE(headerOf(known, "Vary"), std::string{});
    }
}

void TestRoutes::documentsThatAreKnownAreNotSentAgain()
{
    for (const char* path : {"/public/sales/demo/catalogue", "/.well-known/jwks.json"}) {
        const auto first = m_world->ask(request("GET", path));
        const auto tag = headerOf(first, "ETag");
        QVERIFY(tag.size() > 2 && tag.front() == '"' && tag.back() == '"');
        auto again = request("GET", path);
        again.headers.emplace_back("if-none-match", tag);
        QCOMPARE(m_world->ask(again).status, 304U);
        again.headers.back().second = "\"other\"";
        QCOMPARE(m_world->ask(again).status, 200U);
    }
}

void TestRoutes::otherMethodsAndPathsAreRefused_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("type");
    const auto row = [](const char* method, const char* path, int status, const char* type) {
        QTest::addRow("%s %s", method, path)
                << QByteArray{method} << QByteArray{path} << status << QByteArray{type};
    };
    row("GET", "/", 404, "not-found");
    row("GET", "/sales", 404, "not-found");
    row("GET", "/sales/", 404, "not-found");
    row("GET", "/sales/demo/", 404, "not-found");
    row("GET", "/sales/nosuch", 404, "not-found");
    row("GET", "/sales/DEMO", 404, "not-found");
    row("GET", "/public/sales/nosuch/status", 404, "not-found");
    row("GET", "/public/sales/demo", 404, "not-found");
    row("GET", "/metrics", 404, "not-found");
    row("GET", "/payments/return?order=1&sale=demo", 404, "not-found");
    row("GET", "/payments/return?order=01939d5c-0000-7000-8000-000000000001&sale=nosuch", 404,
            "not-found");
    row("POST", "/public/sales/demo/status", 405, "method-not-allowed");
    row("PUT", "/sales/demo", 405, "method-not-allowed");
    row("GET", "/sales/demo/orders", 405, "method-not-allowed");
    row("GET", "/payments/webhooks", 405, "method-not-allowed");
}

void TestRoutes::otherMethodsAndPathsAreRefused()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, path);
    QFETCH(int, status);
    QFETCH(QByteArray, type);
    const auto answer = m_world->ask(request(method.toStdString(), path.toStdString()));
    QCOMPARE(answer.status, static_cast<unsigned>(status));
    QCOMPARE(answer.contentType, std::string{"application/problem+json"});
    QCOMPARE(tests::memberOf(answer, "type"), type.toStdString());
    QCOMPARE(tests::memberOf(answer, "status"), std::to_string(status));
    QVERIFY(!tests::memberOf(answer, "title").empty());
    QCOMPARE(headerOf(answer, "Cache-Control"),
            isBelowPublic(path.toStdString()) ? cacheable : personal);
    QCOMPARE(headerOf(answer, "Allow").empty(), status != 405);
}

void TestRoutes::browsersGetPages()
{
    for (const char* path :
            {"/sales/demo", "/sales/demo/orders/01939d5c-0000-7000-8000-000000000001",
                    "/sales/nosuch", "/nowhere"}) {
        const auto answer = m_world->ask(asBrowser(request("GET", path)));
        QCOMPARE(answer.contentType, std::string{"text/html; charset=utf-8"});
        QVERIFY(headerOf(answer, "Content-Security-Policy").starts_with("default-src 'none'"));
        QVERIFY(bodyOf(answer).starts_with("<!doctype html><html lang=\"ja\">"));
    }
    const auto english = m_world->ask(asBrowser(request("GET", "/sales/demo?lang=en")));
    QVERIFY(bodyOf(english).starts_with("<!doctype html><html lang=\"en\">"));
    auto preferring = asBrowser(request("GET", "/sales/demo"));
    preferring.headers.back().second = "en-GB,en;q=0.9,ja;q=0.5";
    QVERIFY(bodyOf(m_world->ask(preferring)).starts_with("<!doctype html><html lang=\"en\">"));
}

void TestRoutes::answersAreCounted()
{
    const auto before = m_world->counted("slow");
    m_world->ask(request("GET", "/public/sales/slow/status"));
    m_world->ask(request("GET", "/sales/slow/tickets/me"));
    const auto after = m_world->counted("slow");
    const auto answers = [](const contract::Tick& tick) {
        const auto found = tick.counters.find(contract::counter::answers);
        return found == tick.counters.end() ? std::int64_t{0} : found->second;
    };
    QCOMPARE(answers(after) - answers(before), std::int64_t{2});
    QVERIFY(after.histograms.contains(contract::histogram::page));
    QCOMPARE(after.counters.at(contract::counter::answersFailed), std::int64_t{0});
}

QTEST_GUILESS_MAIN(TestRoutes)
#include "test_routes.moc"
