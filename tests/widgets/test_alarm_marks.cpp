#include <QElapsedTimer>
#include <QImage>
#include <QPainter>
#include <QSignalSpy>
#include <QTest>
#include <QWidget>

#include <array>
#include <cmath>
#include <numbers>

#include "tests/support/colour_vision.h"
#include "widgets/status/alarm_mark.h"

using namespace saikobi;
using namespace saikobi::status;
using contract::AlarmPriority;

namespace {

constexpr std::array priorities{AlarmPriority::P1, AlarmPriority::P2, AlarmPriority::P3};
constexpr std::array themes{Theme::Light, Theme::Dark};

QImage painted(const AlarmMark& mark, bool isLit, Theme theme)
{
    QImage image(18, 18, QImage::Format_RGB32);
    image.fill(paletteOf(theme).ground);
    QPainter painter(&image);
    paintAlarmMark(painter, QRectF(1, 1, 16, 16), mark, isLit, theme);
    painter.end();
    return image;
}

/// Pixels that a person who sees no colour tells apart.
int greyDifference(const QImage& a, const QImage& b)
{
    int different = 0;
    for (int y = 0; y < a.height(); ++y)
        for (int x = 0; x < a.width(); ++x)
            different += std::abs(qGray(a.pixel(x, y)) - qGray(b.pixel(x, y))) > 40 ? 1 : 0;
    return different;
}

class Painted : public QWidget {
public:
    int paints = 0;

protected:
    void paintEvent(QPaintEvent*) override { ++paints; }
};

} // namespace

/// D2, D3, D4 of CONSOLE.md for the marks of alarms, and their blink.
class TestAlarmMarks : public QObject {
    Q_OBJECT

private slots:
    void greyStillTellsThemApart()
    {
        for (const auto theme : themes)
            for (const bool isLit : {true, false})
                for (const bool isHollow : {true, false})
                    for (const auto a : priorities)
                        for (const auto b : priorities) {
                            if (a >= b)
                                continue;
                            const auto one = painted({a, !isHollow, isHollow}, isLit, theme);
                            const auto other = painted({b, !isHollow, isHollow}, isLit, theme);
                            QVERIFY(greyDifference(one, other) >= 20);
                        }
    }

    /// The dark half of a blink, and what has returned, keep shape and number.
    void aMarkNeverVanishes()
    {
        for (const auto theme : themes) {
            QImage bare(18, 18, QImage::Format_RGB32);
            bare.fill(paletteOf(theme).ground);
            for (const auto priority : priorities)
                QVERIFY(greyDifference(painted({priority, true, false}, false, theme), bare) >= 40);
        }
    }

    void fillsAreTellableInEveryVision()
    {
        for (const auto theme : themes)
            for (const auto vision : tests::visions)
                for (const auto a : priorities)
                    for (const auto b : priorities) {
                        if (a >= b)
                            continue;
                        const double difference
                                = tests::deltaE2000(tests::seen(alarmFill(a, theme), vision),
                                        tests::seen(alarmFill(b, theme), vision));
                        QVERIFY2(difference >= 12, qPrintable(QString::number(difference)));
                    }
    }

    /// D3, for the lines of plots.
    void seriesAreTellableInEveryVision()
    {
        for (const auto theme : themes)
            for (const auto vision : tests::visions)
                for (const auto& a : paletteOf(theme).series)
                    for (const auto& b : paletteOf(theme).series)
                        QVERIFY(a == b
                                || tests::deltaE2000(tests::seen(a, vision), tests::seen(b, vision))
                                        >= 12);
    }

    /// WCAG 2.2, 1.4.11: the outline carries the contrast in the light theme, the fill in the dark.
    void theyStandOutFromTheGround()
    {
        for (const auto priority : priorities) {
            const auto& light = paletteOf(Theme::Light).ground;
            QVERIFY(tests::contrast(QColor(0x1A, 0x1A, 0x1A), light) >= 3);
            const auto& dark = paletteOf(Theme::Dark).ground;
            QVERIFY(tests::contrast(alarmFill(priority, Theme::Dark), dark) >= 4.2);
            for (const auto theme : themes)
                QVERIFY(tests::contrast(alarmNumeral(priority, theme), alarmFill(priority, theme))
                        >= 4.5);
        }
    }

    void theMarkFollowsTheRecord()
    {
        contract::AlarmRecord record;
        record.occurrence = 1;
        record.on = 1;
        record.priority = AlarmPriority::P2;
        QVERIFY(markOf(record).isBlinking && !markOf(record).isHollow);
        record.acknowledged = contract::fromUnixMs(1);
        QVERIFY(!markOf(record).isBlinking && !markOf(record).isHollow);
        record.acknowledged.reset();
        record.on = 0;
        QVERIFY(!markOf(record).isBlinking && markOf(record).isHollow);
        record.on = 1;
        record.shelved = contract::fromUnixMs(1);
        QVERIFY(!markOf(record).isBlinking && markOf(record).isHollow);
    }

    /// At most 2 Hz, and only while something blinks.
    void blinksSlowlyAndEnds()
    {
        Painted widget;
        widget.resize(20, 20);
        widget.show();
        QVERIFY(QTest::qWaitForWindowExposed(&widget));
        AlarmBlink blink(widget);
        blink.run(true);
        QElapsedTimer clock;
        clock.start();
        const int before = widget.paints;
        constexpr int turns = 3;
        QTRY_VERIFY_WITH_TIMEOUT(widget.paints - before >= turns, 15000);
        // Two turns make one blink of at least half a second; the first may come at once.
        QVERIFY(clock.elapsed() >= (turns - 1) * 250);
        blink.run(false);
        QVERIFY(!blink.isRunning());
    }
};

QTEST_MAIN(TestAlarmMarks)
#include "test_alarm_marks.moc"
