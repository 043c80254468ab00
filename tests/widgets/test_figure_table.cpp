#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

#include <cmath>
#include <limits>

#include "tests/support/offscreen.h"
#include "widgets/status/age_bars.h"
#include "widgets/status/figure_table.h"

using namespace saikobi;
using namespace saikobi::status;
using contract::DataState;

namespace {

/// Name and one figure a row; a negative one is not known.
class Wares : public FigureRows {
public:
    std::vector<std::pair<std::string, double>> wares{};
    DataState figures = DataState::Live;
    mutable int asked = 0;

    int count() const override { return static_cast<int>(wares.size()); }
    std::string id(int row) const override { return wares[static_cast<std::size_t>(row)].first; }
    QString text(int row, int column) const override
    {
        ++asked;
        const auto& ware = wares[static_cast<std::size_t>(row)];
        return column == 0 ? QString::fromStdString(ware.first)
                           : QLocale::c().toString(ware.second, 'f', 0);
    }
    double number(int row, int column) const override
    {
        const auto value = wares[static_cast<std::size_t>(row)].second;
        return column == 0 || value < 0 ? std::numeric_limits<double>::quiet_NaN() : value;
    }
    QString words(int row) const override { return QString::fromStdString(id(row)); }
    DataState state(int column) const override { return column == 0 ? DataState::Live : figures; }
    bool isStruck(int row, int column) const override
    {
        return column == 1 && wares[static_cast<std::size_t>(row)].second == 13;
    }
};

std::shared_ptr<Wares> wares(std::vector<std::pair<std::string, double>> rows)
{
    auto out = std::make_shared<Wares>();
    out->wares = std::move(rows);
    return out;
}

const std::vector<FigureColumn> columns{
        {QStringLiteral("code"), {}, false, 0}, {QStringLiteral("left"), {}, true, 8}};

} // namespace

class TestFigureTable : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        tests::failOnAnyWarning();
        m_table = std::make_unique<FigureTable>(QStringLiteral("wares"), true);
        m_table->setHeading(QStringLiteral("Wares"), columns);
        m_table->resize(400, 300);
        m_table->show();
        QVERIFY(QTest::qWaitForWindowActive(m_table.get()));
    }

    void keepsTheRulesOfAModel()
    {
        const QAbstractItemModelTester tester(
                &m_table->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        m_table->present(wares({{"a", 3}, {"b", 1}, {"c", 2}}));
        m_table->sortBy(1, Qt::AscendingOrder);
        m_table->present(wares({{"a", 3}, {"c", 2}, {"d", 9}}));
        filter()->setText(QStringLiteral("d"));
        m_table->present(wares({{"a", 3}, {"d", 9}, {"dd", 1}}));
        filter()->setText({});
        m_table->present(wares({}));
        m_table->present(wares({{"x", 1}}));
        QCOMPARE(m_table->shownRows(), 1);
    }

    void sortsByTheFigureAndPutsTheUnknownLast_data()
    {
        QTest::addColumn<Qt::SortOrder>("order");
        QTest::addColumn<QString>("rows");
        QTest::addRow("upwards") << Qt::AscendingOrder << QStringLiteral("b c a x");
        QTest::addRow("downwards") << Qt::DescendingOrder << QStringLiteral("a c b x");
    }

    void sortsByTheFigureAndPutsTheUnknownLast()
    {
        QFETCH(Qt::SortOrder, order);
        QFETCH(QString, rows);
        m_table->present(wares({{"x", -1}, {"a", 30}, {"b", 4}, {"c", 20}}));
        m_table->sortBy(1, order);
        QCOMPARE(shownIds(), rows);
    }

    void theFilterKeepsWhatItNames()
    {
        m_table->present(wares({{"A-01", 1}, {"B-02", 2}, {"A-03", 3}}));
        filter()->setText(QStringLiteral("a-"));
        QCOMPARE(shownIds(), QStringLiteral("A-01 A-03"));
        QCOMPARE(m_table->model().total(), 3);
        QTest::keyClick(filter(), Qt::Key_Escape);
        QCOMPARE(m_table->shownRows(), 3);
    }

    void aChosenRowStaysWhereItIs()
    {
        m_table->present(wares({{"a", 1}, {"b", 2}, {"c", 3}}));
        m_table->sortBy(1, Qt::AscendingOrder);
        m_table->choose("b");
        for (int second = 0; second < 2 * FigureModel::resortAfter; ++second)
            m_table->present(wares({{"a", 1}, {"b", 9}, {"c", 3}}));
        QCOMPARE(shownIds(), QStringLiteral("a b c"));
        m_table->findChild<QTableView*>()->clearSelection();
        for (int second = 0; second < FigureModel::resortAfter; ++second)
            m_table->present(wares({{"a", 1}, {"b", 9}, {"c", 3}}));
        QCOMPARE(shownIds(), QStringLiteral("a c b"));
    }

    void theChoiceOutlivesSortingAndNewRows()
    {
        m_table->present(wares({{"a", 1}, {"b", 2}, {"c", 3}}));
        m_table->choose("c");
        m_table->sortBy(1, Qt::DescendingOrder);
        QCOMPARE(m_table->chosen(), std::string{"c"});
        m_table->present(wares({{"new", 9}, {"a", 1}, {"b", 2}, {"c", 3}}));
        QCOMPARE(m_table->chosen(), std::string{"c"});
        m_table->present(wares({{"a", 1}}));
        QVERIFY(m_table->chosen().empty());
    }

    void oldFiguresAreMarkedAndLostOnesAreDashes_data()
    {
        QTest::addColumn<DataState>("state");
        QTest::addColumn<QString>("shown");
        QTest::addRow("fresh") << DataState::Live << QStringLiteral("7");
        QTest::addRow("stale") << DataState::Stale << QStringLiteral("[7]");
        QTest::addRow("lost") << DataState::Lost << QStringLiteral("—");
        QTest::addRow("never seen") << DataState::NoData << QStringLiteral("·");
    }

    void oldFiguresAreMarkedAndLostOnesAreDashes()
    {
        QFETCH(DataState, state);
        QFETCH(QString, shown);
        auto rows = wares({{"a", 7}});
        rows->figures = state;
        m_table->present(rows);
        const auto& model = m_table->model();
        QCOMPARE(model.index(0, 1).data().toString(), shown);
        QCOMPARE(model.index(0, 0).data().toString(), QStringLiteral("a")); // a name stays
        QCOMPARE(m_table->csv(), QStringLiteral("code,left\r\na,%1\r\n").arg(shown));
    }

    void aContradictionIsStruckOut()
    {
        m_table->present(wares({{"a", 13}, {"b", 7}}));
        const auto& model = m_table->model();
        QVERIFY(model.index(0, 1).data(Qt::FontRole).value<QFont>().strikeOut());
        QVERIFY(!model.index(1, 1).data(Qt::FontRole).isValid());
    }

    void exportsWhatIsShownAsItIsShown()
    {
        m_table->present(wares({{"a,1", 3}, {"say \"b\"", 1}, {"other", 2}}));
        m_table->sortBy(1, Qt::AscendingOrder);
        QCOMPARE(m_table->csv(),
                QStringLiteral("code,left\r\n\"say \"\"b\"\"\",1\r\nother,2\r\n\"a,1\",3\r\n"));
        filter()->setText(QStringLiteral("other"));
        QCOMPARE(m_table->csv(), QStringLiteral("code,left\r\nother,2\r\n"));
    }

    void thousandsOfRowsCostWhatIsInView()
    {
        std::vector<std::pair<std::string, double>> many;
        for (int i = 0; i < 5000; ++i)
            many.emplace_back("P-" + std::to_string(i), (i * 7919) % 5000);
        m_table->present(wares(many));
        m_table->sortBy(1, Qt::AscendingOrder);
        QCoreApplication::processEvents();
        auto rows = wares(many);
        QElapsedTimer watch;
        watch.start();
        m_table->present(rows);
        m_table->repaint();
        QCoreApplication::processEvents();
        QVERIFY2(watch.elapsed() < 100, qPrintable(QString::number(watch.elapsed())));
        QVERIFY2(rows->asked < 500, qPrintable(QString::number(rows->asked)));
    }

    void atMostThirtyRowsAreInView()
    {
        std::vector<std::pair<std::string, double>> many;
        for (int i = 0; i < 200; ++i)
            many.emplace_back(std::to_string(i), i);
        m_table->present(wares(many));
        m_table->resize(400, 1400);
        QCoreApplication::processEvents();
        const auto* view = m_table->findChild<QTableView*>();
        QVERIFY(view->rowAt(view->viewport()->height() - 1) < FigureTable::mostInView);
    }

    void enterOpensAndLettersAreForThePage()
    {
        m_table->present(wares({{"a", 3}, {"b", 1}}));
        QSignalSpy opened(m_table.get(), &FigureTable::activated);
        auto* view = m_table->findChild<QTableView*>();
        view->setFocus();
        QTest::keyClick(view, Qt::Key_B); // not a search
        QVERIFY(m_table->chosen() != "b");
        m_table->choose("a");
        QTest::keyClick(view, Qt::Key_Return);
        QCOMPARE(opened.count(), 1);
    }

    void ageBarsSayTheirState()
    {
        AgeBars bars;
        bars.setHeading(QStringLiteral("Ages"));
        bars.present({DataState::Stale, {{QStringLiteral("≤ 10 s"), QStringLiteral("4"), 1}}, {},
                {}, std::nullopt});
        QVERIFY(bars.accessibleDescription().contains(QStringLiteral("[4]")));
        bars.present({DataState::Lost, {{QStringLiteral("≤ 10 s"), QStringLiteral("4"), 1}}, {}, {},
                std::nullopt});
        QVERIFY(bars.accessibleDescription().contains(QStringLiteral("—")));
    }

private:
    QLineEdit* filter() const { return m_table->findChild<QLineEdit*>(); }
    QString shownIds() const
    {
        QStringList out;
        for (int row = 0; row < m_table->shownRows(); ++row)
            out << QString::fromStdString(m_table->model().idAt(row));
        return out.join(QLatin1Char(' '));
    }

    std::unique_ptr<FigureTable> m_table;
};

QTEST_MAIN(TestFigureTable)
#include "test_figure_table.moc"
