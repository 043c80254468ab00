#include <QtTest>

#include "app/review/playback.h"

using namespace saikobi;
using namespace std::chrono_literals;
using review::Playback;

namespace {

const contract::Instant opening{std::chrono::seconds{1'800'000'000}};
const contract::Deadline begin{std::chrono::hours{5}};
const timeline::TimeWindow anHour{opening, opening + 1h};

} // namespace

/// The playhead moves as told, whatever the program's clock does in between.
class TestPlayback : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression{QStringLiteral(".*")}); }

    void standsUntilPlayed()
    {
        const Playback playback{anHour};
        QVERIFY(playback.position(begin + 30s) == opening);
        QVERIFY(!playback.isPlaying(begin));
    }

    void playsAtEachSpeed_data()
    {
        QTest::addColumn<double>("speed");
        for (const auto speed : Playback::speeds)
            QTest::addRow("%g times", speed) << speed;
    }
    void playsAtEachSpeed()
    {
        QFETCH(double, speed);
        Playback playback{anHour};
        playback.setSpeed(speed, begin);
        playback.play(begin);
        const auto seconds = std::chrono::floor<std::chrono::seconds>(
                playback.position(begin + 40s) - opening);
        QCOMPARE(seconds.count(), static_cast<std::int64_t>(40 * speed));
    }

    void changesSpeedWithoutAJump()
    {
        Playback playback{anHour};
        playback.play(begin);
        playback.faster(begin + 10s);
        QVERIFY(playback.position(begin + 10s) == opening + 10s);
        QVERIFY(playback.position(begin + 20s) == opening + 30s);
        for (int i = 0; i < 20; ++i)
            playback.faster(begin + 20s);
        QCOMPARE(playback.speed(), 32.0);
        for (int i = 0; i < 20; ++i)
            playback.slower(begin + 20s);
        QCOMPARE(playback.speed(), 0.25);
        QVERIFY(playback.position(begin + 20s) == opening + 30s);
    }

    void stopsAtTheEndAndBeginsAgain()
    {
        Playback playback{anHour};
        playback.seek(opening + 59min + 58s, begin);
        playback.play(begin);
        QVERIFY(playback.isPlaying(begin + 1s));
        QVERIFY(!playback.isPlaying(begin + 2s));
        QVERIFY(playback.position(begin + 1h) == anHour.to);
        playback.play(begin + 1h);
        QVERIFY(playback.position(begin + 1h + 3s) == opening + 3s);
    }

    void stepsByWholeSecondsAndStands()
    {
        Playback playback{anHour};
        playback.play(begin);
        playback.step(1s, begin + 2500ms);
        QVERIFY(playback.exactPosition(begin + 9s) == opening + 3s);
        playback.step(-5s, begin + 9s);
        QVERIFY(playback.exactPosition(begin + 9s) == opening); // not before the beginning
        QVERIFY(!playback.isPlaying(begin + 9s));
    }

    void loopsASelection()
    {
        Playback playback{anHour};
        playback.setLoop(timeline::TimeWindow{opening + 10s, opening + 20s}, begin);
        QVERIFY(playback.position(begin) == opening + 10s);
        playback.play(begin);
        QVERIFY(playback.position(begin + 9s) == opening + 19s);
        QVERIFY(playback.position(begin + 10s) == opening + 10s);
        QVERIFY(playback.position(begin + 1003s) == opening + 13s);
        QVERIFY(playback.isPlaying(begin + 5000s));
        playback.seek(opening + 30s, begin + 5000s);
        QVERIFY(!playback.loop());
        QVERIFY(playback.position(begin + 5015s) == opening + 45s);
    }

    void refusesALoopWithoutLength()
    {
        Playback playback{anHour};
        playback.setLoop(timeline::TimeWindow{opening + 2h, opening + 3h}, begin);
        QVERIFY(!playback.loop());
        playback.setLoop(timeline::TimeWindow{opening + 5s, opening + 5s}, begin);
        QVERIFY(!playback.loop());
    }
};

QTEST_APPLESS_MAIN(TestPlayback)
#include "test_playback.moc"
