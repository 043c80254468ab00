#include <QTableView>

#include "app/pages/instance_table.h"
#include "tests/app_pages/console.h"
#include "tests/support/offscreen.h"
#include "widgets/status/figure_table.h"

using namespace saikobi;
using namespace saikobi::tests;
using pages::InstanceRows;
using namespace std::chrono_literals;

class TestInstanceTable : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        failOnAnyWarning();
        m_console = std::make_unique<Console>();
        m_table = std::make_unique<pages::InstanceTable>();
        m_table->resize(900, 200);
    }

    void saysWhatEachInstanceSays()
    {
        m_console->show(0s);
        m_table->present(m_console->view());
        QCOMPARE(cell(0, InstanceRows::Name), QStringLiteral("serve-1"));
        QCOMPARE(cell(0, InstanceRows::Version), QStringLiteral("0.1.0"));
        QCOMPARE(cell(0, InstanceRows::Ready), QStringLiteral("ready"));
        QCOMPARE(cell(0, InstanceRows::Memory), QStringLiteral("86"));
        QVERIFY(cell(1, InstanceRows::Cpu).toInt() > 0);
    }

    void aSilentInstanceIsMarkedForItself()
    {
        auto sale = sources::scriptedSnapshot(m_console->script, 0s);
        sale.instances.front().lastTick = sale.madeAt - 8s;
        sale.instances.back().figures = {};
        m_table->present({sale, sale.madeAt, m_console->formatter});
        QCOMPARE(cell(0, InstanceRows::Ready), QStringLiteral("STALE"));
        QCOMPARE(cell(0, InstanceRows::Memory), QStringLiteral("[86]"));
        QCOMPARE(cell(1, InstanceRows::Ready), QStringLiteral("ready"));
        QCOMPARE(cell(1, InstanceRows::Memory), QStringLiteral("·")); // not told: not zero
        sale.instances.front().lastTick = sale.madeAt - 20s;
        m_table->present({sale, sale.madeAt, m_console->formatter});
        QCOMPARE(cell(0, InstanceRows::Memory), QStringLiteral("—"));
    }

private:
    QString cell(int row, int column) const
    {
        const auto* table = m_table->findChild<status::FigureTable*>();
        return table->model().index(row, column).data().toString();
    }

    std::unique_ptr<Console> m_console;
    std::unique_ptr<pages::InstanceTable> m_table;
};

QTEST_MAIN(TestInstanceTable)
#include "test_instance_table.moc"
