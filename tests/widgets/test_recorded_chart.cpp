#include <QApplication>
#include <QElapsedTimer>
#include <QPainter>
#include <QTest>
#include <QVBoxLayout>

#include <cmath>
#include <limits>

#include "tests/support/offscreen.h"
#include "widgets/charts/event_lanes.h"
#include "widgets/charts/live_chart.h"
#include "widgets/charts/plot_group.h"
#include "widgets/status/palette.h"

using namespace saikobi;
using namespace saikobi::charts;
using namespace std::chrono_literals;

namespace {

const contract::Instant opening = contract::fromUnixMs(1'795'222'800'000);
constexpr int eightHours = 8 * 3600;
constexpr float unknown = std::numeric_limits<float>::quiet_NaN();

std::shared_ptr<const timeline::Pyramid> track(std::vector<float> samples)
{
    const auto owner = std::make_shared<const std::vector<float>>(std::move(samples));
    return std::make_shared<const timeline::Pyramid>(
            *owner, timeline::Pyramid::Options{opening, 1s, 3s}, owner);
}

ChartContent contentOf(std::vector<float> samples)
{
    const auto line = track(std::move(samples));
    ChartContent content;
    content.window = line->whole();
    content.state = contract::DataState::Live;
    content.lines = {{QStringLiteral("waiting"), {}, line}};
    return content;
}

/// A page of one recorded plot, 900 × 220, shown.
struct Scene {
    Scene()
        : chart(new LiveChart(&page))
        , lanes(new EventLanes(&page))
        , group(page, PlotGroup::Reach::Screen)
    {
        auto* column = new QVBoxLayout(&page);
        column->addWidget(lanes);
        column->addWidget(chart, 1);
        group.add(*chart);
        lanes->join(group);
        chart->setHeading(QStringLiteral("Waiting"), QStringLiteral("people"), 10);
        page.resize(900, 220);
        page.show();
        std::ignore = QTest::qWaitForWindowExposed(&page);
    }

    void present(std::vector<float> samples)
    {
        chart->present(contentOf(std::move(samples)), status::Formatter());
    }

    QImage seen() { return chart->grab().toImage(); }

    QWidget page;
    LiveChart* chart;
    EventLanes* lanes;
    PlotGroup group;
};

/// Pixels of the colour of the first line in the upper fifth of the plot, left of the names.
int inkAtTheTop(const QImage& picture)
{
    const auto ink = status::paletteOf(status::Theme::Light).series[0].rgb();
    int count = 0;
    for (int y = 45; y < picture.height() * 2 / 5; ++y)
        for (int x = 60; x < picture.width() - 130; ++x)
            count += picture.pixel(x, y) == ink ? 1 : 0;
    return count;
}

/// Whether anything is painted in these columns of a single lane, above the line at its foot.
bool hasInk(const QImage& lane, int from, int to)
{
    const auto ground = lane.pixel(0, 4);
    for (int x = from; x < to; ++x)
        for (int y = 3; y < lane.height() - 5; ++y)
            if (lane.pixel(x, y) != ground)
                return true;
    return false;
}

int firstInk(const QImage& lane)
{
    int x = 0;
    while (x < lane.width() && !hasInk(lane, x, x + 1))
        ++x;
    return x;
}

} // namespace

class TestRecordedChart : public QObject {
    Q_OBJECT

private slots:
    void init() { tests::failOnAnyWarning(); }

    void timesStandBelowTheLowestPlotAndEachPictureThatIsKept()
    {
        Scene scene;
        scene.present(std::vector<float>(eightHours, 10));
        const auto lowest = scene.seen();
        scene.chart->setRuler(false);
        const auto above = scene.seen();
        QVERIFY(above != lowest);
        QCOMPARE(scene.chart->picture().toImage(), lowest);
        QCOMPARE(scene.seen(), above);
    }

    void aSpikeOfOneSecondIsPaintedAtEveryZoom()
    {
        Scene scene;
        std::vector<float> samples(eightHours, 10);
        samples[12345] = 990;
        scene.present(samples);
        const auto spike = opening + 12345s;
        for (auto length = std::chrono::seconds{eightHours}; length > 30s; length = length / 2) {
            scene.group.fit();
            scene.group.select(spike - length / 2, spike + length / 2);
            QVERIFY2(inkAtTheTop(scene.seen()) > 10,
                    qPrintable(QStringLiteral("%1 s").arg(length.count())));
        }
    }

    void withoutASpikeTheTopStaysEmpty()
    {
        Scene scene;
        std::vector<float> samples(eightHours, 10);
        samples[0] = 990; // outside of what is looked at
        scene.present(samples);
        scene.group.select(opening + 1h, opening + 2h);
        QCOMPARE(inkAtTheTop(scene.seen()), 0);
    }

    void onlyThePlayheadMovesOverAKeptPicture()
    {
        Scene scene;
        std::vector<float> samples(eightHours);
        for (std::size_t i = 0; i < samples.size(); ++i)
            samples[i] = 500 + 400 * std::sin(static_cast<float>(i) / 900);
        scene.present(samples);
        scene.group.setPlayhead(opening + 1h);
        const auto first = scene.seen();
        scene.group.setPlayhead(opening + 5h);
        const auto moved = scene.seen();
        scene.group.setPlayhead(opening + 1h);
        QVERIFY(first != moved);
        QVERIFY(first == scene.seen());
        QVERIFY(scene.group.cursors().playhead == opening + 1h);
    }

    void thePictureIsPaintedAnewInAnotherTheme()
    {
        Scene scene;
        scene.present(std::vector<float>(eightHours, 850));
        QVERIFY(inkAtTheTop(scene.seen()) > 100);
        const auto light = QApplication::palette();
        auto dark = light;
        dark.setColor(QPalette::Window, Qt::black);
        const auto back = qScopeGuard([light] { QApplication::setPalette(light); });
        QApplication::setPalette(dark);
        QTRY_COMPARE(inkAtTheTop(scene.seen()), 0); // not in the colour that it had
        QApplication::setPalette(light);
        QTRY_VERIFY(inkAtTheTop(scene.seen()) > 100);
    }

    void thePictureIsPaintedAnewInAnotherRange()
    {
        Scene scene;
        std::vector<float> samples(eightHours, 100);
        samples[7200] = unknown;
        scene.present(samples);
        const auto whole = scene.seen();
        scene.group.select(opening, opening + 10min);
        QVERIFY(whole != scene.seen());
        scene.group.back();
        QVERIFY(whole == scene.seen());
    }

    void theTableAndTheFileHaveExactlyTheVisibleSeconds()
    {
        Scene scene;
        std::vector<float> samples(eightHours, 0.3F);
        samples[3605] = unknown;
        scene.present(samples);
        scene.group.select(opening + 1h, opening + 1h + 59s);
        const auto table = scene.chart->table();
        QCOMPARE(table.rows.size(), std::size_t(60));
        QVERIFY(table.rows.begin()->first == opening + 1h);
        QVERIFY(!table.rows.at(opening + 1h + 5s).at(0));
        const auto csv = scene.group.csv().split(QLatin1Char('\n'));
        QCOMPARE(csv.size(), 62); // head, 60 seconds, the end of the last line
        QVERIFY(csv[1].endsWith(QStringLiteral(",0.3")));
        QVERIFY(csv[6].endsWith(QLatin1Char(',')));
    }

    /// A product of two hundred thousand units hides none of three hundred: each is drawn against
    /// its own, and read and handed on in units.
    void aLargeLineDoesNotFlattenASmallOne()
    {
        Scene scene;
        auto content = contentOf(std::vector<float>(eightHours, 250));
        content.lines.front().scale = {300, QStringLiteral("units")};
        content.lines.push_back(
                {QStringLiteral("B-02"), {}, track(std::vector<float>(eightHours, 200'000)),
                        Line::Scale{200'000, QStringLiteral("units")}});
        scene.chart->setHeading(QStringLiteral("Inventory"), QStringLiteral("percent"), 100);
        scene.chart->present(content, status::Formatter());
        QVERIFY(inkAtTheTop(scene.seen()) > 500);
        content.lines.front().scale.reset();
        content.lines.back().scale.reset();
        scene.chart->present(content, status::Formatter());
        QCOMPARE(inkAtTheTop(scene.seen()), 0); // what the scales are for
        content.lines.front().scale = {300, QStringLiteral("units")};
        content.lines.back().scale = {200'000, QStringLiteral("units")};
        scene.chart->present(content, status::Formatter());
        QCOMPARE(scene.chart->table().names.front(), QStringLiteral("Inventory: waiting (units)"));
        QCOMPARE(scene.chart->table().rows.begin()->second.front(), std::optional{250.0});
        QVERIFY(scene.chart->valuesAt(opening + 1h).contains(QStringLiteral("250")));
    }

    /// Two commands close together: the words of the first end before the second begins.
    void labelsOfALaneNeverMeet()
    {
        Scene scene;
        scene.present(std::vector<float>(eightHours, 1));
        const auto lane = [&](std::initializer_list<std::chrono::seconds> times) {
            Lane out{QStringLiteral("commands"), {}};
            for (const auto at : times)
                out.events.push_back(
                        {opening + at, opening + at, QStringLiteral("release to 120/min"), {}, {}});
            scene.lanes->present({out}, status::Formatter());
            scene.page.layout()->activate();
            return scene.lanes->grab().toImage();
        };
        const auto alone = lane({1h + 20min});
        const auto together = lane({1h, 1h + 20min});
        QVERIFY(alone != together);
        QVERIFY(together == lane({1h, 1h + 20min}));
        const int second = firstInk(alone);
        const int first = firstInk(together);
        QVERIFY2(first > 0 && first + 20 < second, qPrintable(QString::number(second)));
        // Up to the second some of its words, then nothing; from there on as if it were alone.
        QVERIFY(hasInk(together, first + 4, second - 3));
        QVERIFY(!hasInk(together, second - 3, second));
        const auto rest = QRect(second, 0, alone.width() - second, alone.height());
        QVERIFY(alone.copy(rest) == together.copy(rest));
    }

    void lanesShareTheRangeAndNameWhatIsPointedAt()
    {
        Scene scene;
        scene.present(std::vector<float>(eightHours, 1));
        scene.lanes->present({{QStringLiteral("alarms"),
                                     {{opening + 1h, opening + 2h, QStringLiteral("A05"),
                                             contract::AlarmPriority::P2, opening + 70min}}}},
                status::Formatter());
        const auto wide = scene.lanes->grab().toImage();
        scene.group.select(opening + 1h, opening + 3h);
        QVERIFY(wide != scene.lanes->grab().toImage());
        const QPointF inside(scene.lanes->width() * 0.3, 5);
        QCOMPARE(scene.lanes->eventsAt(inside).size(), 1);
        scene.group.select(opening + 150min, opening + 3h);
        QVERIFY(scene.lanes->eventsAt(inside).isEmpty());
    }

    void anEmptyRecordingSaysSoInsteadOfAFlatLine()
    {
        Scene scene;
        auto content = contentOf(std::vector<float>(600, unknown));
        content.absence = QStringLiteral("not recorded");
        scene.chart->present(content, status::Formatter());
        QCOMPARE(inkAtTheTop(scene.seen()), 0);
        QVERIFY(scene.chart->accessibleDescription().contains(QStringLiteral("no data")));
    }
};

QTEST_MAIN(TestRecordedChart)
#include "test_recorded_chart.moc"
