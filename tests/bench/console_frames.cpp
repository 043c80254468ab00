// What the dashboard costs: a frame of each screen while live, a frame in which every alarm rises
// at once, the way of a snapshot to the screen, and the share of a core at one tick a second.
#include <QAbstractEventDispatcher>
#include <QApplication>
#include <QEvent>

#include <algorithm>
#include <chrono>
#include <thread>
#include <vector>

#include "tests/bench/console_scene.h"
#include "tests/bench/figure.h"

using namespace saikobi;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace {

constexpr int warmUp = 900; ///< seconds heard before: plots are then full
constexpr int frames = 100;
constexpr double mostFrameMs = 16;
constexpr double mostCpuShare = 3; ///< percent of a core

double milliseconds(Clock::duration length)
{
    return std::chrono::duration<double, std::milli>(length).count();
}

double quantile(std::vector<double> values, double part)
{
    std::sort(values.begin(), values.end());
    return values.at(static_cast<std::size_t>(part * static_cast<double>(values.size() - 1)));
}

/// The longest turn of the event loop until a picture is accepted, laid out and painted whole: the
/// plots take theirs one after the other.
double frame(bench::ConsoleScene& scene, const contract::SnapshotPtr& sale)
{
    constexpr auto untilWhole = 180ms;
    const auto begun = Clock::now();
    scene.model().accept(sale);
    bench::paintAll();
    auto longest = Clock::now() - begun;
    auto awake = Clock::now();
    QObject context;
    const auto* loop = QAbstractEventDispatcher::instance();
    QObject::connect(
            loop, &QAbstractEventDispatcher::awake, &context, [&awake] { awake = Clock::now(); });
    QObject::connect(loop, &QAbstractEventDispatcher::aboutToBlock, &context,
            [&] { longest = std::max(longest, Clock::now() - awake); });
    while (Clock::now() - begun < untilWhole)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    return milliseconds(longest);
}

void measureScreens(bench::ConsoleScene& scene, int& second)
{
    for (int screen = 0; screen < scene.window().screenCount(); ++screen) {
        scene.window().showScreen(screen);
        bench::paintAll();
        std::vector<double> times;
        for (int i = 0; i < frames; ++i) {
            scene.hear(++second);
            times.push_back(frame(scene, scene.compose()));
        }
        const auto name = "frame, " + scene.window().screenName(screen).toStdString();
        bench::report({name + ", p50", quantile(times, 0.5), "ms"});
        bench::report({.name = name + ", p99",
                .value = quantile(times, 0.99),
                .unit = "ms",
                .most = mostFrameMs});
    }
    scene.window().showScreen(0);
}

/// From nothing to forty alarms within one snapshot, several times. A window is there for a while
/// before anything happens in it.
void measureAlarms(bench::ConsoleScene& scene, int& second)
{
    std::vector<double> times;
    auto number = scene.model().current()->sequence;
    const auto startAt = scene.model().current()->madeAt - 150s;
    auto since = 150s;
    const auto next = [&](sources::ScriptedFault fault) {
        scene.hear(++second); // the window's clock goes on with the script's
        auto sale = sources::scriptedSnapshot(
                {.startAt = startAt, .fault = fault, .shownAs = contract::SnapshotSource::Live},
                ++since);
        sale.sequence = ++number;
        return frame(scene, std::make_shared<const contract::SaleSnapshot>(std::move(sale)));
    };
    constexpr int quietSeconds = 10;
    for (int i = 0; i < quietSeconds; ++i)
        next(sources::ScriptedFault::None);
    for (int i = 0; i < 20; ++i) {
        next(sources::ScriptedFault::None);
        times.push_back(next(sources::ScriptedFault::AlarmCascade));
    }
    bench::report({.name = "frame, every alarm at once, the first time",
            .value = times.front(),
            .unit = "ms",
            .most = mostFrameMs});
    bench::report({.name = "frame, every alarm at once, most",
            .value = quantile(times, 1),
            .unit = "ms",
            .most = mostFrameMs});
}

/// Tells when the window was painted.
class Painted : public QObject {
public:
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (watched->isWidgetType() && event->type() == QEvent::Paint)
            m_any = true;
        return false;
    }
    bool take() { return std::exchange(m_any, false); }

private:
    bool m_any = false;
};

void measureDelay(bench::ConsoleScene& scene, int& second)
{
    Painted painted;
    scene.window().findChild<QWidget*>(QStringLiteral("tileWaiting"))->installEventFilter(&painted);
    std::vector<double> times;
    for (int i = 0; i < 60; ++i) {
        scene.hear(++second);
        const auto sale = scene.compose();
        bench::paintAll();
        painted.take();
        const auto begun = Clock::now();
        scene.post(sale);
        while (!painted.take() && Clock::now() - begun < 1s)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        times.push_back(milliseconds(Clock::now() - begun));
    }
    bench::report({"snapshot to screen, p50", quantile(times, 0.5), "ms"});
    bench::report({.name = "snapshot to screen, p99",
            .value = quantile(times, 0.99),
            .unit = "ms",
            .most = 100});
}

void measureShare(bench::ConsoleScene& scene, int& second)
{
    constexpr auto length = 20s;
    const auto begun = Clock::now();
    const auto cpu = bench::cpuSeconds(CLOCK_PROCESS_CPUTIME_ID);
    auto next = begun;
    while (Clock::now() - begun < length) {
        if (Clock::now() >= next) {
            next += 1s;
            scene.hear(++second);
            scene.post(scene.compose());
        }
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
    const double wall = std::chrono::duration<double>(Clock::now() - begun).count();
    const double share = 100 * (bench::cpuSeconds(CLOCK_PROCESS_CPUTIME_ID) - cpu) / wall;
    bench::report(
            {.name = "share of a core at 1 Hz", .value = share, .unit = "%", .most = mostCpuShare});
}

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    bench::ConsoleScene scene(QSize(1920, 1080));
    int second = 0;
    while (second < warmUp)
        scene.hear(++second);
    frame(scene, scene.compose());
    measureAlarms(scene, second); // the first time of this process
    measureScreens(scene, second);
    measureDelay(scene, second);
    measureShare(scene, second);
    return 0;
}
