#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include <thread>

#include "app/model/frame_pump.h"
#include "app/model/mailbox.h"
#include "app/model/sale_model.h"

using namespace saikobi;
using namespace saikobi::model;

namespace {

contract::SnapshotPtr snapshotNumbered(std::uint64_t sequence)
{
    auto snapshot = std::make_shared<contract::SaleSnapshot>();
    snapshot->sequence = sequence;
    return snapshot;
}

} // namespace

class TestSaleModel : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression{QStringLiteral(".*")}); }

    void ignoresSnapshotsFromThePast_data()
    {
        QTest::addColumn<quint64>("arriving");
        QTest::addColumn<int>("announcements");
        QTest::addRow("newer is shown") << quint64(8) << 1;
        QTest::addRow("repeat is dropped") << quint64(7) << 0;
        QTest::addRow("older is dropped") << quint64(6) << 0;
    }

    void ignoresSnapshotsFromThePast()
    {
        QFETCH(quint64, arriving);
        QFETCH(int, announcements);
        SaleModel model;
        model.accept(snapshotNumbered(7));
        QSignalSpy changed(&model, &SaleModel::changed);
        model.accept(snapshotNumbered(arriving));
        QCOMPARE(changed.count(), announcements);
    }

    void anotherSourceNumbersFromOneAgain()
    {
        SaleModel model;
        model.accept(snapshotNumbered(700));
        model.forget();
        QVERIFY(!model.current());
        model.accept(snapshotNumbered(1));
        QCOMPARE(model.current()->sequence, std::uint64_t(1));
    }

    void aMailboxKeepsOnlyTheNewest()
    {
        Mailbox<int> mailbox;
        QVERIFY(!mailbox.take());
        mailbox.post(1);
        mailbox.post(2);
        QCOMPARE(mailbox.take(), std::optional{2});
        QVERIFY(!mailbox.take());
    }

    void thePumpCarriesWhatOtherThreadsPost()
    {
        Mailbox<contract::SnapshotPtr> mailbox;
        SaleModel model;
        FramePump pump(mailbox, model, nullptr);
        std::thread network([&mailbox] {
            for (std::uint64_t i = 1; i <= 1000; ++i)
                mailbox.post(snapshotNumbered(i));
        });
        network.join();
        QTRY_VERIFY(model.current() && model.current()->sequence == 1000);
    }
};

QTEST_GUILESS_MAIN(TestSaleModel)
#include "test_sale_model.moc"
