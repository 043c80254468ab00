#include <QAbstractItemModelTester>
#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QVBoxLayout>

#include "tests/support/offscreen.h"
#include "widgets/charts/live_chart.h"
#include "widgets/charts/plot_group.h"
#include "widgets/charts/plot_table.h"

using namespace saikobi;
using namespace saikobi::charts;
using namespace std::chrono_literals;

namespace {

const contract::Instant now = contract::fromUnixMs(1'760'011'200'000);

/// A value a second, growing by one; a mark at each instant of `marks`.
ChartContent rising(const std::vector<contract::Instant>& marks = {})
{
    ChartContent content;
    content.window = {now - 15min, now};
    content.state = contract::DataState::Live;
    content.absence = QStringLiteral("no data");
    Line line{QStringLiteral("passes"), {}};
    for (int i = 900; i >= 0; --i)
        line.samples.push_back({now - std::chrono::seconds{i}, 1000.0 - i});
    content.lines.push_back(line);
    for (const auto at : marks)
        content.marks.push_back({at, QStringLiteral("hold"), std::nullopt});
    return content;
}

} // namespace

/// The keys in plots of CONSOLE.md §2, by pressing them.
class TestPlotGroup : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        tests::failOnAnyWarning();
        m_page = std::make_unique<QWidget>();
        m_page->resize(900, 500);
        auto* column = new QVBoxLayout(m_page.get());
        m_group = new PlotGroup(*m_page, PlotGroup::Reach::Plot);
        for (auto** chart : {&m_one, &m_other}) {
            *chart = new LiveChart(m_page.get());
            (*chart)->setHeading(QStringLiteral("Plot"), QStringLiteral("/min"), 10);
            column->addWidget(*chart);
            m_group->add(**chart);
            (*chart)->present(rising({now - 10min, now - 2min}), status::Formatter());
        }
        m_page->show();
        m_page->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
        m_one->setFocus();
    }

    void zoomAndPanMoveAllPlotsTogether()
    {
        QSignalSpy touched(m_group, &PlotGroup::touched);
        press(Qt::Key_W);
        QVERIFY(shown().from == now - 450s && shown().to == now);
        press(Qt::Key_Left);
        QVERIFY(shown().to < now);
        QCOMPARE(m_other->table().rows.size(), m_one->table().rows.size());
        press(Qt::Key_Backspace);
        QVERIFY(shown().to == now);
        press(Qt::Key_S);
        QVERIFY(shown().from == now - 15min);
        press(Qt::Key_W);
        press(Qt::Key_0);
        QVERIFY(shown().from == now - 15min);
        QVERIFY(touched.count() >= 4);
    }

    void marksAreVisitedInOrder()
    {
        press(Qt::Key_Comma);
        QVERIFY(m_group->cursors().hair == now - 2min);
        press(Qt::Key_Comma);
        QVERIFY(m_group->cursors().hair == now - 10min);
        press(Qt::Key_Comma); // there is none before
        QVERIFY(m_group->cursors().hair == now - 10min);
        press(Qt::Key_Period);
        QVERIFY(m_group->cursors().hair == now - 2min);
    }

    void aMarkThatIsChosenIsTold()
    {
        QSignalSpy chosen(m_group, &PlotGroup::markChosen);
        m_group->hold(now - 2min - 4s); // as near as a pointer can tell
        QCOMPARE(chosen.count(), 1);
        QVERIFY(chosen[0][0].value<contract::Instant>() == now - 2min);
        QVERIFY(m_group->cursors().hair == now - 2min);
        m_group->hold(now - 5min); // between the marks
        QCOMPARE(chosen.count(), 1);
        press(Qt::Key_Comma);
        QVERIFY(chosen.back()[0].value<contract::Instant>() == now - 10min);
    }

    void twoCursorsShowWhatLiesBetween()
    {
        press(Qt::Key_Comma);
        press(Qt::Key_M);
        press(Qt::Key_Comma);
        const auto before = m_one->grab().toImage();
        press(Qt::Key_M, Qt::ShiftModifier);
        QVERIFY(m_group->cursors().a == now - 2min);
        QVERIFY(m_group->cursors().b == now - 10min);
        QVERIFY(m_one->grab().toImage() != before);
        press(Qt::Key_R);
        QVERIFY(shown().from == now - 10min && shown().to == now - 2min);
    }

    void draggingZooms()
    {
        auto* canvas = m_one->findChild<QAbstractScrollArea*>()->viewport();
        const QPoint from(canvas->width() / 3, canvas->height() / 2);
        const QPoint to(canvas->width() / 2, canvas->height() / 2);
        QTest::mousePress(canvas, Qt::LeftButton, {}, from);
        QTest::mouseMove(canvas, to);
        QTest::mouseRelease(canvas, Qt::LeftButton, {}, to);
        const auto length = shown().to - shown().from;
        QVERIFY(length > 60s && length < 5min);
    }

    void aClickHoldsAValueForCopying()
    {
        auto* canvas = m_one->findChild<QAbstractScrollArea*>()->viewport();
        QTest::mouseClick(canvas, Qt::LeftButton, {}, canvas->rect().center());
        QVERIFY(m_group->cursors().isHeld);
        const auto held = m_group->cursors().hair;
        QTest::mouseMove(canvas, canvas->rect().center() + QPoint(60, 0));
        QVERIFY(m_group->cursors().hair == held);
        press(Qt::Key_C, Qt::ControlModifier);
        const auto copied = QGuiApplication::clipboard()->text();
        QVERIFY2(copied.contains(QStringLiteral("\tpasses ")), qPrintable(copied));
        press(Qt::Key_Escape);
        QVERIFY(!m_group->cursors().hair);
    }

    void onePlotAloneAndBack()
    {
        m_other->setFocus();
        const auto places = m_one->geometry();
        QTest::keyClick(m_other, Qt::Key_F);
        auto* lens = m_page->findChild<LiveChart*>(QStringLiteral("plotLens"));
        QVERIFY(lens && lens->isVisible());
        QCOMPARE(lens->size(), m_page->size());
        m_page->resize(1000, 600);
        QTRY_COMPARE(lens->size(), m_page->size());
        m_page->resize(900, 500);
        QTest::keyClick(lens, Qt::Key_W); // the keys go on there
        QVERIFY(shown().from == now - 450s);
        QTest::keyClick(lens, Qt::Key_F);
        QVERIFY(!lens->isVisible());
        QVERIFY(m_other->hasFocus());
        QTRY_COMPARE(m_one->geometry(), places);
    }

    void everyPlotHasATable()
    {
        press(Qt::Key_W);
        press(Qt::Key_V);
        auto* view = m_page->findChild<QTableView*>(QStringLiteral("plotTableView"));
        QVERIFY(view && view->isVisible());
        const QAbstractItemModelTester tester(view->model());
        QCOMPARE(view->model()->rowCount(), 451); // seven and a half minutes, both ends
        QCOMPARE(view->model()->index(0, 1).data().toString(), QStringLiteral("1,000"));
        QVERIFY(!view->accessibleName().isEmpty());
        QTest::keyClick(view, Qt::Key_Escape);
        QVERIFY(!view->isVisible());
        QVERIFY(m_one->hasFocus());
    }

    void theFileHasTheRangeThatIsShown()
    {
        m_one->present(rising(), status::Formatter());
        press(Qt::Key_W);
        const auto lines = m_group->csv().split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 452);
        QCOMPARE(lines[0],
                QStringLiteral("time_utc,\"Plot: passes (/min)\",\"Plot: passes (/min)\""));
        QVERIFY2(lines.back().endsWith(QStringLiteral("Z,1000,1000")), qPrintable(lines.back()));
    }

    void aGapIsEmptyInFileAndTable()
    {
        auto content = rising();
        content.lines[0].samples.back().value.reset();
        m_one->present(content, status::Formatter());
        m_other->present(content, status::Formatter());
        QVERIFY(m_group->csv().endsWith(QStringLiteral("Z,,\n")));
    }

    void theRangeGoesOnWithTheSale()
    {
        press(Qt::Key_W);
        auto content = rising();
        content.window = {now - 15min + 30s, now + 30s};
        m_one->present(content, status::Formatter());
        QVERIFY(m_group->shown(content.window).to == now + 30s);
        QVERIFY(m_group->shown(content.window).from == now + 30s - 450s);
    }

private:
    void press(int key, Qt::KeyboardModifiers with = {})
    {
        QTest::keyClick(m_one, static_cast<Qt::Key>(key), with);
    }
    timeline::TimeWindow shown() const { return m_group->shown({now - 15min, now}); }

    std::unique_ptr<QWidget> m_page;
    PlotGroup* m_group = nullptr;
    LiveChart* m_one = nullptr;
    LiveChart* m_other = nullptr;
};

QTEST_MAIN(TestPlotGroup)
#include "test_plot_group.moc"
