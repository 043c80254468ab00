#include <QEventLoop>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

#include "app/review/recording_store.h"
#include "app/review/sale_report.h"
#include "app/review/what_if.h"
#include "tests/e2e/rehearsal_process.h"

using namespace saikobi;

/// A rehearsal with a crowd is recorded, exported and opened. What the report says of it is what
/// Postgres answers; what-if at the real settings gives the real orders (D47, D48).
class TestReportEqualsSql : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void ordersAreThoseOfPostgres();
    void failuresAreThoseOfPostgres();
    void productsAreThoseOfPostgres();
    void phasesAreThoseOfTheTimeline();
    void theLineIsThatOfPostgres();
    void whatIfAtTheRealSettingsGivesTheRealOrders();
    void halfTheRateMakesThemWaitAndTheSameSeedTheSame();
    void twoReportsOfItHaveTheSameBytes();

private:
    qint64 count(const char* sql) { return m_rehearsal.count(QString::fromLatin1(sql)); }

    tests::RehearsalProcess m_rehearsal{};
    QTemporaryDir m_folder{};
    QString m_file{};
    review::RecordingPtr m_recording{};
    review::SaleReport m_report{};
};

namespace {

QStringList words(const char* line)
{
    return QString::fromLatin1(line).split(QLatin1Char(' '));
}

} // namespace

void TestReportEqualsSql::initTestCase()
{
    QVERIFY2(m_rehearsal.start(), qPrintable(m_rehearsal.complaint()));
    tests::CrowdProcess crowd;
    QVERIFY(crowd.start(m_rehearsal, words("--arrivals 400/min --for 2m --seed 1")));
    QVERIFY2(!crowd.summary(400000).isEmpty(), qPrintable(crowd.complaint()));
    // What is still under way would make two looks at Postgres differ.
    QTRY_COMPARE_WITH_TIMEOUT(
            count("select count(*) from saikobi.orders where ended_at is null"), 0, 120000);
    m_file = m_folder.filePath(QStringLiteral("rehearsal.sqlite"));
    QProcess exporting;
    exporting.start(tests::program(QStringLiteral("saikobid")),
            words("export --sale demo --run 1 --postgres")
                    + QStringList{m_rehearsal.address(QStringLiteral("postgres")), m_file});
    QVERIFY(exporting.waitForFinished(120000));
    QCOMPARE(exporting.exitCode(), 0);
    if (const auto kept = qEnvironmentVariable("SAIKOBI_PICTURES"); !kept.isEmpty())
        QFile::copy(m_file, kept + QStringLiteral("/rehearsal.sqlite"));
    review::RecordingStore store;
    QSignalSpy failed(&store, &review::RecordingStore::failed);
    connect(&store, &review::RecordingStore::opened, this,
            [this](const review::RecordingPtr& opened) { m_recording = opened; });
    store.open(m_file);
    QTRY_VERIFY_WITH_TIMEOUT(m_recording || !failed.isEmpty(), 60000);
    QVERIFY(m_recording);
    m_report = review::reportOf(*m_recording);
}

void TestReportEqualsSql::ordersAreThoseOfPostgres()
{
    QVERIFY(m_report.orders.paid > 50);
    for (const auto& [status, orders] : m_report.orders.byStatus)
        QCOMPARE(qint64(orders),
                m_rehearsal.count(QStringLiteral("select count(*) from saikobi.orders where sale = "
                                                 "'demo' and run = 1 and status = '%1'")
                                          .arg(QString::fromStdString(status))));
    QCOMPARE(qint64(m_report.orders.revenue.value),
            count("select sum(amount) from saikobi.orders where sale = 'demo' and run = 1 and "
                  "status = 'paid'"));
    QCOMPARE(qint64(m_report.orders.units),
            count("select sum(l.qty) from saikobi.order_line l join saikobi.orders o on o.id = "
                  "l.order_id where o.sale = 'demo' and o.run = 1 and o.status = 'paid'"));
    QCOMPARE(qint64(m_report.orders.mostPerMinute),
            count("select max(n) from (select count(*) n from saikobi.orders where sale = 'demo' "
                  "and run = 1 and status = 'paid' group by date_trunc('minute', created_at)) m"));
}

void TestReportEqualsSql::failuresAreThoseOfPostgres()
{
    qint64 all = 0;
    for (const auto& [why, orders] : m_report.orders.failures)
        all += orders;
    QCOMPARE(all,
            count("select count(*) from saikobi.orders where sale = 'demo' and run = 1 and status "
                  "<> 'paid' and ended_at is not null"));
}

void TestReportEqualsSql::productsAreThoseOfPostgres()
{
    qint64 sold = 0;
    qint64 soldOut = 0;
    for (const auto& product : m_report.products) {
        sold += product.sold;
        soldOut += product.soldOutAt ? 1 : 0;
    }
    QCOMPARE(sold,
            count("select sum(s.sold) from saikobi.stock s join saikobi.product p on p.id = "
                  "s.product where p.sale = 'demo'"));
    QCOMPARE(soldOut,
            count("select count(s.sold_out_at) from saikobi.stock s join saikobi.product p on "
                  "p.id = s.product where p.sale = 'demo'"));
}

void TestReportEqualsSql::phasesAreThoseOfTheTimeline()
{
    // Nobody held or closed it: open from the first entry to the last second of the recording.
    const auto open
            = m_rehearsal.count(QStringLiteral(
                    "select round(%1 - extract(epoch from min(at))) from saikobi.timeline "
                    "where sale = 'demo' and run = 1 and kind = 'phase' and subject = 'open'")
                                        .arg(contract::toUnixMs(m_recording->meta.to) / 1000));
    const auto known = m_report.inPhase[contract::Phase::Open].count();
    QVERIFY2(std::abs(open - known) <= 1,
            qPrintable(QStringLiteral("%1 s, Postgres %2 s").arg(known).arg(open)));
}

void TestReportEqualsSql::theLineIsThatOfPostgres()
{
    // The newest tick of the line that the recording reaches.
    const auto line = [this](const char* member) {
        return m_rehearsal.count(QStringLiteral(
                "select max((line->>'%1')::bigint) from saikobi.tick where sale = "
                "'demo' and run = 1 and instance = '' and at <= 'epoch'::timestamptz "
                "+ interval '%2 s'")
                                         .arg(QLatin1String(member))
                                         .arg(contract::toUnixMs(m_recording->meta.to) / 1000 + 1));
    };
    QVERIFY(std::abs(m_report.waits.joined - line("issued")) <= 1);
    QVERIFY(std::abs(m_report.waits.entered - line("passes")) <= 1);
    QCOMPARE(m_report.waits.joined, m_report.waits.called + m_report.waits.stillWaiting);
    QVERIFY(m_report.waits.p50 && m_report.waits.p90 && *m_report.waits.p50 <= *m_report.waits.p90);
}

void TestReportEqualsSql::whatIfAtTheRealSettingsGivesTheRealOrders()
{
    const auto found = review::whatIf(*m_recording, review::planOf(*m_recording), 1, 5);
    QVERIFY(found.has_value());
    qInfo("orders %lld, model %lld (%.1f %%); passes %lld, model %lld; p50 %.0f s, model %.0f s",
            static_cast<long long>(found->recorded.orders),
            static_cast<long long>(found->modelled.orders), 100 * found->ordersError,
            static_cast<long long>(found->recorded.passes),
            static_cast<long long>(found->modelled.passes), found->recorded.waitP50.value_or(-1),
            found->modelled.waitP50.value_or(-1));
    QVERIFY(std::abs(found->ordersError) <= 0.05);
    QVERIFY(found->orders.low <= found->orders.high);
}

void TestReportEqualsSql::halfTheRateMakesThemWaitAndTheSameSeedTheSame()
{
    auto plan = review::planOf(*m_recording);
    const auto once = review::simulate(*m_recording, plan, 7);
    QCOMPARE(review::simulate(*m_recording, plan, 7).orders, once.orders);
    for (auto& rate : plan.rates)
        rate.perMinute /= 2;
    const auto slower = review::simulate(*m_recording, plan, 7);
    QVERIFY(*slower.waitP50 > *once.waitP50 && slower.peakWaiting > once.peakWaiting);
}

void TestReportEqualsSql::twoReportsOfItHaveTheSameBytes()
{
    QByteArray first;
    for (const auto* language : {"ja", "en"}) {
        QList<QByteArray> made;
        for (int round = 0; round < 2; ++round) {
            const auto pdf = m_folder.filePath(
                    QStringLiteral("%1-%2.pdf").arg(QLatin1String(language)).arg(round));
            QProcess writing;
            auto environment = QProcessEnvironment::systemEnvironment();
            environment.insert(QStringLiteral("QT_HASH_SEED"), QStringLiteral("0"));
            writing.setProcessEnvironment(environment);
            writing.start(tests::program(QStringLiteral("saikobi")),
                    QStringList{QStringLiteral("--recording"), m_file, QStringLiteral("--report"),
                            pdf, QStringLiteral("--language"), QLatin1String(language)});
            QVERIFY(writing.waitForFinished(60000));
            QCOMPARE(writing.exitCode(), 0);
            QFile file(pdf);
            QVERIFY(file.open(QIODevice::ReadOnly));
            made << file.readAll();
        }
        QVERIFY(made[0].size() > 10000);
        QVERIFY(made[0] == made[1]);
        QVERIFY(made[0] != first);
        first = made[0];
    }
}

QTEST_MAIN(TestReportEqualsSql)
#include "test_report_equals_sql.moc"
