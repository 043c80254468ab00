// What the dashboard costs: a frame of each screen while live, a frame in which every alarm rises
// at once, the way of a snapshot to the screen, and the share of a core at one tick a second.
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
constexpr int frames = 200;
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

/// One frame: the picture is accepted, everything is laid out and painted.
double frame(bench::ConsoleScene& scene, const contract::SnapshotPtr& sale)
{
    const auto begun = Clock::now();
    scene.model().accept(sale);
    bench::paintAll();
    return milliseconds(Clock::now() - begun);
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

/// From nothing to forty alarms within one snapshot, several times.
void measureAlarms(bench::ConsoleScene& scene)
{
    std::vector<double> times;
    auto number = scene.model().current()->sequence;
    for (int i = 0; i < 20; ++i) {
        sources::Script calm{.startAt = scene.model().current()->madeAt,
                .shownAs = contract::SnapshotSource::Live};
        auto storm = calm;
        storm.fault = sources::ScriptedFault::AlarmCascade;
        const auto at = [&number](const sources::Script& script) {
            auto sale = sources::scriptedSnapshot(script, 150s);
            sale.sequence = ++number;
            return std::make_shared<const contract::SaleSnapshot>(std::move(sale));
        };
        frame(scene, at(calm));
        times.push_back(frame(scene, at(storm)));
    }
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
    measureScreens(scene, second);
    measureDelay(scene, second);
    measureShare(scene, second);
    measureAlarms(scene);
    return 0;
}
