#include <QTest>

#include "tests/http/api_world.h"

using namespace saikobi;
using tests::ApiWorld;
using tests::bodyOf;
using tests::headerOf;
using tests::memberOf;
using tests::request;

namespace {

const std::string base{"/public/sales/demo"};

} // namespace

/// The public side of draw and record over HTTP.
class TestDrawDesk : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void theDrawIsADocumentForPrograms();
    void andAPageWhereALanguageIsNamed();
    void theRecordIsReadFromAnyLineOn();
    void wrongStartsAreRefusedClearly_data();
    void wrongStartsAreRefusedClearly();

private:
    std::unique_ptr<tests::TestStores> m_stores{};
    std::unique_ptr<ApiWorld> m_world{};
};

void TestDrawDesk::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
    m_world = std::make_unique<ApiWorld>(*m_stores);
    m_stores->execute(
            "insert into saikobi.tick select 'demo', 1, to_timestamp(1767225600 + s), '',"
            " '1', '{}', '{}', '{}', jsonb_build_object('epoch', 1, 'chain', repeat(s::text,"
            " 64), 'record', jsonb_build_array('line ' || s)) from generate_series(1, 3) s");
}

void TestDrawDesk::theDrawIsADocumentForPrograms()
{
    auto asked = request("GET", base + "/draw");
    for (auto& [name, value] : asked.headers)
        if (name == "accept")
            value = "text/html"; // the address alone decides: caches do not look at this
    const auto draw = m_world->ask(asked);
    QCOMPARE(draw.status, 200U);
    QVERIFY(draw.contentType.empty()); // which is JSON
    QCOMPARE(memberOf(draw, "sale"), std::string{"demo"});
    QVERIFY(!memberOf(draw, "order").empty());
    QVERIFY(!memberOf(draw, "voids").empty());
    asked.headers.emplace_back("if-none-match", headerOf(draw, "ETag"));
    QCOMPARE(m_world->ask(asked).status, 304U);
    QCOMPARE(m_world->ask(request("GET", "/public/sales/nosuch/draw")).status, 404U);
}

void TestDrawDesk::andAPageWhereALanguageIsNamed()
{
    for (const std::string language : {"ja", "en"}) {
        const auto page = m_world->ask(request("GET", base + "/draw?lang=" + language));
        QCOMPARE(page.status, 200U);
        QCOMPARE(page.contentType, std::string{"text/html; charset=utf-8"});
        QVERIFY(bodyOf(page).find("<html lang=\"" + language) != std::string::npos);
        QVERIFY(headerOf(page, "Content-Security-Policy").starts_with("default-src 'none'"));
        QVERIFY(headerOf(page, "Cache-Control").starts_with("public"));
    }
}

void TestDrawDesk::theRecordIsReadFromAnyLineOn()
{
    const auto whole = m_world->ask(request("GET", base + "/chain"));
    QCOMPARE(memberOf(whole, "lines"), std::string{"[\"line 1\",\"line 2\",\"line 3\"]"});
    QCOMPARE(memberOf(whole, "next"), std::string(64, '3'));
    QCOMPARE(memberOf(whole, "more"), std::string{"false"});
    const auto rest = m_world->ask(request("GET", base + "/chain?from=" + std::string(64, '1')));
    QCOMPARE(memberOf(rest, "lines"), std::string{"[\"line 2\",\"line 3\"]"});
    const auto otherRun = m_world->ask(request("GET", base + "/chain?run=2"));
    QCOMPARE(memberOf(otherRun, "lines"), std::string{"[]"});
}

void TestDrawDesk::wrongStartsAreRefusedClearly_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<int>("status");
    QTest::addRow("no line of this run")
            << QStringLiteral("from=") + QString(64, QLatin1Char('9')) << 404;
    QTest::addRow("no hash") << QStringLiteral("from=1767225600000") << 400;
    QTest::addRow("no run") << QStringLiteral("run=0") << 400;
    QTest::addRow("a run that is no number") << QStringLiteral("run=1x") << 400;
}

void TestDrawDesk::wrongStartsAreRefusedClearly()
{
    QFETCH(QString, query);
    QFETCH(int, status);
    const auto answer = m_world->ask(request("GET", base + "/chain?" + query.toStdString()));
    QCOMPARE(answer.status, static_cast<unsigned>(status));
    QCOMPARE(answer.contentType, std::string{"application/problem+json"});
    QVERIFY(!memberOf(answer, "detail").empty());
}

QTEST_GUILESS_MAIN(TestDrawDesk)
#include "test_draw_desk.moc"
