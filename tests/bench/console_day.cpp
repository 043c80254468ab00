// A working day in front of the dashboard: eight hours of ticks fed fast. What is kept has an end,
// so that the last hour needs no more memory than the second.
#include <QApplication>

#include "tests/bench/console_scene.h"
#include "tests/bench/figure.h"

using namespace saikobi;

namespace {

constexpr int hour = 3600;
constexpr int hours = 8;
constexpr int shownEach = 5; ///< seconds; all are heard, and what is heard is what is kept
constexpr double mostMiB = 150;
constexpr double mostGrowthMiB = 8;

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    bench::ConsoleScene scene(QSize(1280, 800));
    double afterTwo = 0;
    for (int second = 1; second <= hours * hour; ++second) {
        scene.hear(second);
        if (second % shownEach == 0)
            scene.model().accept(scene.compose());
        if (second % (12 * shownEach) == 0)
            bench::paintAll();
        // Every few minutes somebody looks at another screen.
        if (second % 300 == 0)
            scene.window().showScreen(second / 300 % scene.window().screenCount());
        if (second == 2 * hour)
            afterTwo = bench::residentMiB();
    }
    const double afterAll = bench::residentMiB();
    bench::report({"resident after 2 h", afterTwo, "MiB"});
    bench::report(
            {.name = "resident after 8 h", .value = afterAll, .unit = "MiB", .most = mostMiB});
    bench::report({.name = "growth from 2 h to 8 h",
            .value = afterAll - afterTwo,
            .unit = "MiB",
            .most = mostGrowthMiB});
    return 0;
}
