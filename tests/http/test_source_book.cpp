#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <random>

#include "backend/http/source_book.h"
#include "tests/http/api_world.h"

using namespace saikobi;
using namespace saikobi::tests;
using namespace std::chrono_literals;
using contract::PeopleSketch;
using contract::SourceTallies;
using contract::SourceTally;
using http::SourceBook;
using Sign = http::SourceBook::Sign;

namespace {

/// The beginning of a window.
const SourceBook::Clock::time_point start{std::chrono::minutes{60'000}};

waiting_room::AddressBytes address(const std::string& text)
{
    return waiting_room::addressFromText(text).value();
}

std::optional<SourceTally> of(const SourceTallies& tallies, const std::string& what)
{
    const auto found = std::find_if(tallies.sources.begin(), tallies.sources.end(),
            [&what](const auto& source) { return source.what == what; });
    return found == tallies.sources.end() ? std::nullopt : std::optional{*found};
}

std::uint64_t mixed(std::uint64_t number)
{
    std::mt19937_64 mix{number};
    return mix();
}

} // namespace

/// Who comes from where, counted in a fixed piece of memory.
class TestSourceBook : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression{QStringLiteral(".*")}); }

    void countsEachSourceOfTheLastMinute()
    {
        SourceBook book;
        for (int i = 0; i < 300; ++i)
            book.note("demo", address("198.51.100.7"), Sign::Request, start);
        for (int i = 0; i < 120; ++i)
            book.note("demo", address("198.51.100.7"), Sign::Join, start);
        book.note("demo", address("192.0.2.1"), Sign::Join, start);
        book.note("demo", address("192.0.2.1"), Sign::Refusal, start);
        book.note("other", address("192.0.2.1"), Sign::Join, start);
        auto seen = book.loudest("demo", start + 10s);
        QCOMPARE(seen.joins, std::int64_t(121));
        QCOMPARE(seen.requests, std::int64_t(300));
        QCOMPARE(seen.sources.front().what, std::string{"198.51.100.7"});
        QCOMPARE(seen.sources.front().joins, std::int64_t(120));
        QCOMPARE(of(seen, "192.0.2.1")->refusals, std::int64_t(1));
        // It leaves evenly during the next window, and is gone with the one after that.
        seen = book.loudest("demo", start + 90s);
        QVERIFY(qAbs(seen.joins - 60) <= 2);
        seen = book.loudest("demo", start + 125s);
        QVERIFY(seen.sources.empty() && seen.joins == 0);
    }

    void householdsOfIpv6AreOneSource()
    {
        SourceBook book;
        book.note("demo", address("2001:db8:0:1::5"), Sign::Join, start);
        book.note("demo", address("2001:db8:0:1:aa::9"), Sign::Join, start);
        book.note("demo", address("2001:db8:0:2::5"), Sign::Join, start);
        const auto seen = book.loudest("demo", start);
        QCOMPARE(of(seen, "2001:db8:0:1::/64")->joins, std::int64_t(2));
        QCOMPARE(seen.sources.size(), std::size_t{2});
    }

    void theLoudAreNeverForgottenForTheQuiet()
    {
        SourceBook book;
        std::mt19937 chance{20261121};
        for (int i = 0; i < 200'000; ++i) {
            waiting_room::AddressBytes from = address("10.0.0.0");
            for (std::size_t byte = 13; byte < 16; ++byte)
                from[byte] = static_cast<std::uint8_t>(chance());
            book.note("demo", from, Sign::Request, start + std::chrono::microseconds{i});
            if (i % 100 == 0) {
                book.note("demo", address("203.0.113.9"), Sign::Request, start);
                book.note("demo", address("203.0.113.9"), Sign::Join, start);
            }
        }
        const auto seen = book.loudest("demo", start + 1s);
        QCOMPARE(seen.sources.front().what, std::string{"203.0.113.9"});
        QCOMPARE(seen.sources.front().joins, std::int64_t(2000));
        QCOMPARE(seen.sources.size(), contract::mostSources);
        QCOMPARE(seen.requests, std::int64_t(202'000));
    }

    void salesAreBounded()
    {
        SourceBook book;
        for (int i = 0; i < 100; ++i)
            book.note("sale-" + std::to_string(i), address("192.0.2.1"), Sign::Join, start);
        QCOMPARE(book.loudest("sale-0", start).joins, std::int64_t(1));
        QCOMPARE(book.loudest("sale-99", start).joins, std::int64_t(0));
    }

    void peopleAreEstimatedAndCountOnce_data()
    {
        QTest::addColumn<int>("people");
        for (const int people : {0, 1, 5, 40, 200, 3000, 100'000})
            QTest::addRow("%d people", people) << people;
    }

    void peopleAreEstimatedAndCountOnce()
    {
        QFETCH(int, people);
        PeopleSketch here;
        PeopleSketch there;
        for (int i = 0; i < people; ++i) {
            here.add(mixed(static_cast<std::uint64_t>(i)));
            here.add(mixed(static_cast<std::uint64_t>(i))); // polls again and again
            if (i % 2 == 0)
                there.add(mixed(static_cast<std::uint64_t>(i))); // and at another instance
        }
        const auto text = here.toText();
        QCOMPARE(text.empty(), people == 0);
        auto both = PeopleSketch::fromText(text).value();
        both.merge(there);
        QCOMPARE(both.count(), here.count());
        QVERIFY2(qAbs(static_cast<double>(both.count()) - people) <= std::max(1.0, 0.3 * people),
                qPrintable(QString::number(both.count())));
    }

    void brokenTalliesAreNone_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addRow("no JSON") << QByteArray{"["};
        QTest::addRow("no list") << QByteArray{"{\"at\": 1}"};
        const QByteArray many = QByteArray{"{\"what\":\"x\"},"}.repeated(30);
        const QByteArray list = "{\"sources\": [" + many + "{\"what\":\"x\"}]}";
        QTest::addRow("too many") << list;
    }

    void brokenTalliesAreNone()
    {
        QFETCH(QByteArray, text);
        QVERIFY(!contract::sourceTalliesFromJson(text.toStdString()));
        QVERIFY(!PeopleSketch::fromText("12"));
        QVERIFY(!PeopleSketch::fromText(std::string(64, '~')));
    }

    void theShareIsOfAllJoins()
    {
        const auto now = contract::fromUnixMs(1'760'000'000'000);
        const auto tallies = [now](std::chrono::seconds age, std::int64_t loud) {
            SourceTallies out;
            out.at = now - age;
            out.joins = 500;
            SourceTally source;
            source.what = "198.51.100.7";
            source.joins = loud;
            out.sources.push_back(source);
            return contract::sourceTalliesFromJson(toJson(out)).value();
        };
        const auto sum = contract::summed({tallies(1s, 30), tallies(2s, 40)}, now);
        QCOMPARE(sum.joins, std::int64_t(1000));
        QCOMPARE(contract::largestShare(sum), std::optional{7.0});
        // Nobody counts any more at that instance.
        QCOMPARE(contract::largestShare(contract::summed({tallies(1s, 30), tallies(16s, 40)}, now)),
                std::optional{6.0});
        auto few = sum;
        few.joins = 99;
        QVERIFY(!contract::largestShare(few));
    }

    /// As buyers really come: joins, polls, a shopper, and somebody who insists.
    void theSurfaceCountsWhoComes()
    {
        auto stores = TestStores::start();
        QVERIFY2(stores, TestStores::whyNot().c_str());
        ApiWorld world(*stores);
        std::string ticket;
        for (int i = 0; i < 3; ++i) {
            const auto joined = world.ask(from("198.51.100.7",
                    withJson(request("POST", "/sales/demo/tickets"),
                            "{\"visitor\": \"" + std::string(32, static_cast<char>('a' + i))
                                    + "\"}")));
            QCOMPARE(joined.status, 201U);
            ticket = memberOf(joined, "ticket");
        }
        world.ask(
                from("198.51.100.7", withBearer(request("GET", "/sales/demo/tickets/me"), ticket)));
        world.ask(from("203.0.113.9",
                withJson(request("POST", "/sales/demo/tickets"), "{\"visitor\": \"ffff0000\"}")));
        const auto seen = world.guard().sources().loudest("demo", SourceBook::Clock::now());
        QCOMPARE(of(seen, "198.51.100.7")->joins, std::int64_t(3));
        QCOMPARE(of(seen, "203.0.113.9")->joins, std::int64_t(1));
        QVERIFY(of(seen, "198.51.100.7")->waiting.count() >= 1);
        QCOMPARE(seen.joins, std::int64_t(4));
    }
};

QTEST_GUILESS_MAIN(TestSourceBook)
#include "test_source_book.moc"
