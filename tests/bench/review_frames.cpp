// What looking through hours of a recording costs: eight plots of eight hours, zoomed, moved and
// played, and what the figures of all instances take in memory.
#include <QApplication>
#include <QFile>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>
#include <limits>
#include <random>
#include <vector>

#include "app/review/recording.h"
#include "tests/bench/figure.h"
#include "widgets/charts/event_lanes.h"
#include "widgets/charts/live_chart.h"
#include "widgets/charts/plot_group.h"

using namespace saikobi;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace {

constexpr std::size_t eightHours = 8 * 3600;
constexpr int figures = 40;
constexpr int instances = 4;
constexpr int plots = 8;
constexpr int frames = 200;
constexpr double mostFrameMs = 16;
constexpr double mostMemoryMiB = 300;

/// Every figure of every instance wanders, with spikes of one second and some silence.
review::RecordingPtr eightHoursOfFourInstances()
{
    auto made = std::make_shared<review::Recording>();
    made->meta.from = contract::fromUnixMs(1'795'222'800'000);
    made->meta.to = made->meta.from + std::chrono::seconds{eightHours - 1};
    std::mt19937 random(1); // NOLINT(cert-msc51-cpp): the same recording every time
    std::normal_distribution<float> stroll(0, 8);
    for (int each = 0; each < figures * instances; ++each) {
        review::Series series;
        series.id = "figure" + std::to_string(each);
        float value = 500;
        for (std::size_t second = 0; second < eightHours; ++second) {
            value = std::clamp(value + stroll(random), 0.0F, 1000.0F);
            const auto draw = random();
            series.values.push_back(draw % 3000 == 0 ? 2000 : value);
            if (draw % 5000 == 1)
                series.values.back() = std::numeric_limits<float>::quiet_NaN();
        }
        made->series.push_back(std::move(series));
    }
    return made;
}

double milliseconds(Clock::duration length)
{
    return std::chrono::duration<double, std::milli>(length).count();
}

double quantile(std::vector<double> values, double part)
{
    std::sort(values.begin(), values.end());
    return values.at(static_cast<std::size_t>(part * static_cast<double>(values.size() - 1)));
}

void paintAll()
{
    QCoreApplication::sendPostedEvents();
    QCoreApplication::processEvents();
}

double mostResidentMiB()
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const auto& line : status.readAll().split('\n'))
        if (line.startsWith("VmHWM:"))
            return line.mid(6).trimmed().split(' ').front().toDouble() / 1024;
    return 0;
}

/// Eight plots of four lines, one above the other, as large as a screen.
struct Screen {
    explicit Screen(const review::RecordingPtr& recording)
        : group(page, charts::PlotGroup::Reach::Screen)
    {
        auto* column = new QVBoxLayout(&page);
        const auto* first = &recording->series;
        for (int each = 0; each < plots; ++each) {
            auto* chart = new charts::LiveChart(&page);
            chart->setHeading(QStringLiteral("Plot %1").arg(each), QStringLiteral("/min"), 10);
            column->addWidget(chart);
            group.add(*chart);
            charts::ChartContent content;
            content.window = {recording->meta.from, recording->meta.to};
            content.state = contract::DataState::Live;
            for (int line = 0; line < instances; ++line) {
                const auto& series = first->at(static_cast<std::size_t>(each * instances + line));
                content.lines.push_back({QStringLiteral("line %1").arg(line), {},
                        std::make_shared<const timeline::Pyramid>(series.values,
                                timeline::Pyramid::Options{recording->meta.from, 1s, 3s},
                                recording)});
            }
            shown.push_back({chart, content});
        }
        page.resize(1280, 1000);
        page.show();
    }

    void present()
    {
        for (const auto& [chart, content] : shown)
            chart->present(content, status::Formatter());
    }

    QWidget page;
    charts::PlotGroup group;
    std::vector<std::pair<charts::LiveChart*, charts::ChartContent>> shown{};
};

template<class Act>
void measure(const char* name, Act act)
{
    std::vector<double> times;
    for (int i = 0; i < frames; ++i) {
        const auto begun = Clock::now();
        act(i);
        paintAll();
        times.push_back(milliseconds(Clock::now() - begun));
    }
    const std::string what = "8 plots of 8 h, " + std::string{name};
    bench::report({what + ", p50", quantile(times, 0.5), "ms"});
    bench::report({.name = what + ", p99",
            .value = quantile(times, 0.99),
            .unit = "ms",
            .most = mostFrameMs});
}

} // namespace

int main(int argc, char** argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    const auto recording = eightHoursOfFourInstances();
    Screen screen(recording);
    const auto begun = Clock::now();
    screen.present();
    paintAll();
    bench::report({"8 plots of 8 h, from figures to the first picture",
            milliseconds(Clock::now() - begun), "ms"});
    const auto whole = timeline::TimeWindow{recording->meta.from, recording->meta.to};
    measure("zoom", [&](int i) {
        const auto middle = whole.at(0.5);
        const auto half = (whole.to - whole.from) / (2 + 3 * (i % 60));
        screen.group.select(middle - half, middle + half);
    });
    measure("pan", [&](int i) {
        const auto from = whole.from + std::chrono::seconds{i * 60};
        screen.group.select(from, from + 4h);
    });
    screen.group.fit();
    paintAll();
    measure("playback",
            [&](int i) { screen.group.setPlayhead(whole.from + std::chrono::seconds{i * 32}); });
    bench::report({.name = "8 h of 40 figures of 4 instances, memory of the program",
            .value = mostResidentMiB(),
            .unit = "MiB",
            .most = mostMemoryMiB});
    return 0;
}
