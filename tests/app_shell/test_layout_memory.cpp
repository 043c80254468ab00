#include <QTemporaryDir>
#include <QWidget>

#include <memory>

#include "app/shell/layout_memory.h"
#include "tests/support/offscreen.h"

using namespace saikobi;
using namespace saikobi::shell;

namespace {

const QRect small(0, 0, 1280, 1024);
const QRect large(1280, 0, 2560, 1440);

} // namespace

/// D57: the layout is back after a monitor was away.
class TestLayoutMemory : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        tests::failOnAnyWarning();
        m_folder = std::make_unique<QTemporaryDir>();
        m_monitors = {small, large};
        open();
    }
    void cleanup()
    {
        m_memory.reset();
        m_window.reset();
    }

    void aWindowIsPutWhereItCanBeSeen_data()
    {
        QTest::addColumn<QRect>("wanted");
        QTest::addColumn<QRect>("place");
        QTest::addRow("it is seen") << QRect(10, 20, 800, 600) << QRect(10, 20, 800, 600);
        QTest::addRow("half beside") << QRect(-400, 20, 800, 600) << QRect(0, 20, 800, 600);
        QTest::addRow("nowhere") << QRect(9000, 9000, 800, 600) << QRect(240, 212, 800, 600);
        QTest::addRow("too large") << QRect(0, 0, 9000, 900) << QRect(1280, 0, 2560, 900);
    }

    void aWindowIsPutWhereItCanBeSeen()
    {
        QFETCH(QRect, wanted);
        QFETCH(QRect, place);
        const auto found = placeFor(wanted, m_monitors);
        QCOMPARE(found.size(), place.size());
        QVERIFY(small.contains(found) || large.contains(found));
        if (wanted.x() < 9000)
            QCOMPARE(found, place);
    }

    void itComesBackWithTheMonitor()
    {
        const QRect place(1400, 100, 1600, 1000);
        m_window->setGeometry(place);
        m_memory->remember();
        m_monitors = {small};
        m_memory->arrange();
        QVERIFY(small.contains(m_window->geometry()));
        m_monitors = {small, large};
        m_memory->arrange();
        QCOMPARE(m_window->geometry(), place);
    }

    void whatTheWindowSystemMovedIsNotRemembered()
    {
        const QRect place(1400, 100, 1600, 1000);
        m_window->setGeometry(place);
        m_memory->remember();
        // The monitor goes, and the window is moved before anybody says so.
        m_window->setGeometry(0, 0, 1200, 900);
        m_monitors = {small};
        m_memory->arrange();
        m_monitors = {small, large};
        m_memory->arrange();
        QCOMPARE(m_window->geometry(), place);
    }

    void itIsKeptBetweenTwoStarts()
    {
        m_window->setGeometry(1400, 100, 1600, 1000);
        m_memory->remember();
        m_memory->setScreen(3);
        m_memory->setWall(true);
        open();
        QCOMPARE(m_memory->screen(), 3);
        QVERIFY(m_memory->isWall());
        m_memory->arrange();
        QCOMPARE(m_window->geometry(), QRect(1400, 100, 1600, 1000));
    }

    void twentySetsOfMonitorsAreKept()
    {
        for (int i = 0; i < 30; ++i) {
            m_monitors = {QRect(0, 0, 2000 + i, 1200)};
            m_window->setGeometry(10 + i, 10, 900, 700);
            m_memory->remember();
        }
        m_memory.reset(); // then all is written
        QFile file(m_folder->filePath(QStringLiteral("layout.ini")));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll().count("@Rect"), 20);
    }

private:
    void open()
    {
        m_memory.reset();
        m_window = std::make_unique<QWidget>();
        m_memory = std::make_unique<LayoutMemory>(
                *m_window, m_folder->filePath(QStringLiteral("layout.ini")),
                [this] { return m_monitors; }, nullptr);
        m_window->resize(800, 600);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QList<QRect> m_monitors{};
    std::unique_ptr<QWidget> m_window;
    std::unique_ptr<LayoutMemory> m_memory;
};

QTEST_MAIN(TestLayoutMemory)
#include "test_layout_memory.moc"
