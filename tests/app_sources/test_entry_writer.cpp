#include <QRegularExpression>
#include <QTest>
#include <QUuid>

#include <mutex>

#include "app/sources/entry_writer.h"
#include "tests/support/sample_sale.h"
#include "tests/support/test_stores.h"

using namespace saikobi;
using namespace saikobi::tests;
using commands::EntryOutcome;
using namespace std::chrono_literals;

namespace {

contract::TimelineEntry note(const std::string& text)
{
    contract::TimelineEntry entry;
    entry.id = "console:" + QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString();
    entry.sale = "demo";
    entry.at = std::chrono::system_clock::now() - 40s;
    entry.source = "c0ffee01";
    entry.actor = "somebody-else"; // the store knows better
    entry.kind = "note";
    entry.reason = text;
    return entry;
}

/// Waits for the one answer.
class Answer {
public:
    std::function<void(EntryOutcome)> taker()
    {
        return [this](EntryOutcome outcome) {
            const std::lock_guard lock(m_mutex);
            m_outcome = outcome;
        };
    }
    std::optional<EntryOutcome> wait()
    {
        const bool isThere = QTest::qWaitFor(
                [this] {
                    const std::lock_guard lock(m_mutex);
                    return m_outcome.has_value();
                },
                20000);
        return isThere ? m_outcome : std::nullopt;
    }

private:
    std::mutex m_mutex{};
    std::optional<EntryOutcome> m_outcome{};
};

} // namespace

class TestEntryWriter : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_stores = TestStores::start();
        QVERIFY2(m_stores, TestStores::whyNot().c_str());
        loadSample(*m_stores);
    }
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void aNoteIsThereOnceWithItsWriterAndItsTime()
    {
        sources::EntryWriter writer(profile(m_stores->operatorUrl()));
        const auto entry = note("the venue called");
        for (int i = 0; i < 2; ++i) { // a lost answer is asked again
            Answer answer;
            writer.write(entry, answer.taker());
            QCOMPARE(answer.wait(), EntryOutcome::Shared);
        }
        const auto where = " from saikobi.timeline where id = '" + entry.id + "'";
        QCOMPARE(m_stores->numberOf("select count(*)" + where), std::int64_t{1});
        QCOMPARE(m_stores->valueOf("select actor" + where), std::string{"op-1"});
        QCOMPARE(m_stores->valueOf("select source || kind || reason" + where),
                std::string{"c0ffee01notethe venue called"});
        QCOMPARE(m_stores->numberOf("select (extract(epoch from at) * 1000)::bigint" + where),
                contract::toUnixMs(entry.at));
    }

    void mutingKeepsItsMinutes()
    {
        sources::EntryWriter writer(profile(m_stores->operatorUrl()));
        auto entry = note("");
        entry.kind = "silence";
        entry.subject = "mute";
        entry.data = {{"minutes", "5"}};
        Answer answer;
        writer.write(entry, answer.taker());
        QCOMPARE(answer.wait(), EntryOutcome::Shared);
        QCOMPARE(m_stores->valueOf("select data ->> 'minutes' from saikobi.timeline where id = '"
                         + entry.id + "'"),
                std::string{"5"});
    }

    void whatIsNoNoteIsRefused_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("sale");
        const auto row = [](const char* name, const QString& kind, const QString& text,
                                 const char* sale = "demo") {
            QTest::addRow("%s", name) << kind << text << QString::fromLatin1(sale);
        };
        row("another kind", QStringLiteral("command"), QStringLiteral("hold"));
        row("an alarm", QStringLiteral("alarm"), QStringLiteral("A01"));
        row("empty", QStringLiteral("note"), QStringLiteral("  "));
        row("too long", QStringLiteral("note"), QString(1001, QLatin1Char('x')));
        row("another sale", QStringLiteral("note"), QStringLiteral("x"), "nowhere");
    }

    void whatIsNoNoteIsRefused()
    {
        QFETCH(QString, kind);
        QFETCH(QString, text);
        QFETCH(QString, sale);
        sources::EntryWriter writer(profile(m_stores->operatorUrl()));
        auto entry = note(text.toStdString());
        entry.kind = kind.toStdString();
        entry.sale = sale.toStdString();
        Answer answer;
        writer.write(entry, answer.taker());
        QCOMPARE(answer.wait(), EntryOutcome::Refused);
    }

    /// A viewer's notes stay with the viewer: the store says so, not a hidden button.
    void aViewerWritesNothing()
    {
        sources::EntryWriter writer(profile(m_stores->viewerUrl()));
        Answer answer;
        writer.write(note("hello"), answer.taker());
        QCOMPARE(answer.wait(), EntryOutcome::Refused);
    }

    void aProgramThatWentWildIsStopped()
    {
        m_stores->execute("insert into saikobi.timeline (id, sale, run, at, source, actor, kind, "
                          "reason) select 'wild-' || n, 'demo', 1, clock_timestamp(), 'x', 'op-1', "
                          "'note', 'x' from generate_series(1, 600) n");
        sources::EntryWriter writer(profile(m_stores->operatorUrl()));
        Answer answer;
        writer.write(note("one more"), answer.taker());
        QCOMPARE(answer.wait(), EntryOutcome::Refused);
        m_stores->execute("delete from saikobi.timeline where id like 'wild-%'");
    }

    void aStoreThatIsAwayIsAskedLater()
    {
        sources::EntryWriter writer(
                profile("postgresql://op-1@127.0.0.1:1/saikobi?connect_timeout=1"));
        Answer answer;
        writer.write(note("later"), answer.taker());
        QCOMPARE(answer.wait(), EntryOutcome::Away);
    }

private:
    static sources::Profile profile(const std::string& url)
    {
        sources::Profile out;
        out.postgresUrl = url;
        out.sale = "demo";
        return out;
    }

    std::unique_ptr<TestStores> m_stores;
};

QTEST_GUILESS_MAIN(TestEntryWriter)
#include "test_entry_writer.moc"
