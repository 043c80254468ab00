#include <QAbstractItemModelTester>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include "widgets/status/timeline_model.h"

using namespace saikobi;
using status::TimelineModel;

namespace {

/// Entries `newest` down to `oldest`, as a snapshot carries them.
std::vector<contract::TimelineEntry> entries(int newest, int oldest)
{
    std::vector<contract::TimelineEntry> out;
    for (int i = newest; i >= oldest; --i) {
        contract::TimelineEntry entry;
        entry.id = std::to_string(i);
        entry.kind = "note";
        entry.reason = "entry " + std::to_string(i);
        out.push_back(entry);
    }
    return out;
}

} // namespace

class TestTimelineModel : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void becomesWhatItIsGiven_data()
    {
        QTest::addColumn<int>("newest");
        QTest::addColumn<int>("oldest");
        QTest::addRow("the same again") << 10 << 5;
        QTest::addRow("one new in front") << 11 << 5;
        QTest::addRow("new in front, oldest gone") << 13 << 8;
        QTest::addRow("all new") << 40 << 30;
        QTest::addRow("shorter") << 10 << 9;
        QTest::addRow("older ones found later") << 10 << 1;
        QTest::addRow("nothing left") << 0 << 1;
    }

    void becomesWhatItIsGiven()
    {
        QFETCH(int, newest);
        QFETCH(int, oldest);
        TimelineModel model;
        QAbstractItemModelTester tester(
                &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.present(entries(10, 5), status::Formatter());
        model.present(entries(newest, oldest), status::Formatter());
        QCOMPARE(model.rowCount(), std::max(0, newest - oldest + 1));
        for (int row = 0; row < model.rowCount(); ++row)
            QVERIFY(model.index(row)
                            .data(TimelineModel::SentenceRole)
                            .toString()
                            .endsWith(QStringLiteral("entry %1").arg(newest - row)));
    }

    void whatHappenedThenIsFound()
    {
        auto told = entries(3, 1);
        const auto noon = contract::fromUnixMs(1'790'000'000'000);
        for (std::size_t i = 0; i < told.size(); ++i)
            told[i].at = noon - std::chrono::seconds{3} * i;
        TimelineModel model;
        model.present(told, status::Formatter());
        QCOMPARE(model.rowAt(noon), 0);
        QCOMPARE(model.rowAt(noon - std::chrono::seconds{2}), 1);
        QCOMPARE(model.rowAt(noon - std::chrono::seconds{8}), 2);
        QCOMPARE(model.rowAt(noon - std::chrono::seconds{9}), -1);
    }

    void aLiveUpdateNeverStartsAnew()
    {
        TimelineModel model;
        model.present(entries(10, 1), status::Formatter());
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
        model.present(entries(12, 1), status::Formatter());
        QCOMPARE(resets.count(), 0);
        QCOMPARE(removed.count(), 0);
        QCOMPARE(model.rowCount(), 12);
    }

    void keepsAtMostTwoHundred()
    {
        TimelineModel model;
        model.present(entries(500, 1), status::Formatter());
        QCOMPARE(model.rowCount(), TimelineModel::mostRows);
    }
};

QTEST_GUILESS_MAIN(TestTimelineModel)
#include "test_timeline_model.moc"
