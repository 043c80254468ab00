#include <QSignalSpy>

#include "app/shell/single_start.h"
#include "tests/support/offscreen.h"

using namespace saikobi;
using namespace saikobi::shell;

/// D52: a second start raises the first.
class TestSingleStart : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        tests::failOnAnyWarning();
        // Not the sockets of anybody who watches a sale on this machine.
        m_what = QStringLiteral("test-%1").arg(QCoreApplication::applicationPid());
    }

    void theSecondTellsTheFirst()
    {
        SingleStart first(m_what, nullptr);
        QVERIFY(!first.isSecond());
        QSignalSpy told(&first, &SingleStart::startedAgain);
        SingleStart second(m_what, nullptr);
        QVERIFY(second.isSecond());
        QTRY_COMPARE(told.count(), 1);
    }

    void anotherProfileIsAnotherWindow()
    {
        SingleStart first(m_what, nullptr);
        QVERIFY(!first.isSecond());
        SingleStart other(m_what + QStringLiteral("-other"), nullptr);
        QVERIFY(!other.isSecond());
    }

    void afterTheEndOfTheFirstThereIsNone()
    {
        {
            SingleStart first(m_what, nullptr);
            QVERIFY(!first.isSecond());
        }
        SingleStart next(m_what, nullptr);
        QVERIFY(!next.isSecond());
    }

private:
    QString m_what{};
};

QTEST_MAIN(TestSingleStart)
#include "test_single_start.moc"
