// What looking through a day costs: a recording of eight hours of four instances with more than
// forty figures each, as `saikobid export` makes it, is opened for the first time and again; eight
// plots of it are zoomed, moved and played; a replay of it jumps. With the path of such a recording
// as argument, none is made.
#include <QApplication>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>
#include <vector>

#include "app/review/recording_loader.h"
#include "app/review/replay.h"
#include "backend/recorder/export_store.h"
#include "tests/bench/figure.h"
#include "tests/bench/taped_day.h"
#include "widgets/charts/event_lanes.h"
#include "widgets/charts/live_chart.h"
#include "widgets/charts/plot_group.h"

using namespace saikobi;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace {

constexpr int plots = 8;
constexpr int linesOfPlot = 4;
constexpr int frames = 200;
constexpr double mostFrameMs = 16;
constexpr double mostMemoryMiB = 300;
constexpr double mostFirstOpeningMs = 4000;
constexpr double mostOpeningMs = 1000;
constexpr double mostJumpMs = 300;

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

/// What the program held at most since the last call of forgetMostMemory().
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

void forgetMostMemory()
{
    QFile refs(QStringLiteral("/proc/self/clear_refs"));
    if (refs.open(QIODevice::WriteOnly))
        refs.write("5");
}

/// The path of the recording that `saikobid export` makes of eight hours; empty when it cannot.
QString exported(const QTemporaryDir& folder)
{
    const auto stores = tests::TestStores::start();
    if (!stores) {
        qWarning("%s", tests::TestStores::whyNot().c_str());
        return {};
    }
    bench::tapeHours(*stores, 8);
    const auto path = folder.filePath(QStringLiteral("day.saikobi"));
    const auto begun = Clock::now();
    const auto done = recorder::exportRun(stores->viewerUrl(), "demo", 1, path.toStdString());
    if (!done) {
        qWarning("%s", done.error().detail.c_str());
        return {};
    }
    bench::report({"8 h of 4 instances, export", milliseconds(Clock::now() - begun) / 1000, "s"});
    if (const auto kept = qEnvironmentVariable("SAIKOBI_PICTURES"); !kept.isEmpty())
        QFile::copy(path, kept + QStringLiteral("/day.saikobi"));
    bench::report({"8 h of 4 instances, the file",
            static_cast<double>(QFileInfo(path).size()) / 1024 / 1024, "MiB"});
    return path;
}

review::RecordingPtr opened(const QString& path, const char* when, double mostMs)
{
    review::RecordingProblem why;
    const auto begun = Clock::now();
    auto out = review::loadRecording(
            path, [](int) { return true; }, why);
    bench::report({.name = std::string{"8 h of 4 instances, opened "} + when,
            .value = milliseconds(Clock::now() - begun),
            .unit = "ms",
            .most = mostMs});
    if (!out)
        qWarning("%s", why.detail.c_str());
    return out;
}

/// Four lines for each plot: of each instance what it has, then of the whole sale.
std::vector<const review::Series*> linesOf(const review::Recording& recording)
{
    std::vector<const review::Series*> out;
    for (const char* figure :
            {"cpu", "rss", "postgres_rtt", "redis_rtt", "connections", "sockets", "under_way"})
        for (int instance = 1; instance <= linesOfPlot; ++instance)
            out.push_back(
                    recording.find(std::string{figure} + "@serve-" + std::to_string(instance)));
    for (const char* figure : {"waiting", "orders", "calls", "rate_actual"})
        out.push_back(recording.find(figure));
    return out;
}

/// Eight plots of four lines, one above the other, as large as a screen.
struct Screen {
    explicit Screen(const review::RecordingPtr& recording)
        : group(page, charts::PlotGroup::Reach::Screen)
    {
        auto* column = new QVBoxLayout(&page);
        const auto lines = linesOf(*recording);
        for (int each = 0; each < plots; ++each) {
            auto* chart = new charts::LiveChart(&page);
            chart->setHeading(QStringLiteral("Plot %1").arg(each), QStringLiteral("/min"), 10);
            column->addWidget(chart);
            group.add(*chart);
            charts::ChartContent content;
            content.window = {recording->meta.from, recording->meta.to};
            content.state = contract::DataState::Live;
            for (int line = 0; line < linesOfPlot; ++line) {
                const auto& series = *lines.at(static_cast<std::size_t>(each * linesOfPlot + line));
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
    bench::report({what + ", longest", quantile(times, 1), "ms"});
}

/// The screen as somebody saw it that day: four hours later, then second by second.
bool jump(const QString& path)
{
    review::RecordingProblem why;
    auto reader = review::RecordingReader::open(path, why);
    std::vector<contract::TimelineEntry> timeline;
    if (!reader || reader->timeline(timeline))
        return false;
    const auto from = reader->meta().from;
    review::Replay replay(std::move(reader), std::move(timeline), {});
    const auto goesOn = [] { return true; };
    std::vector<double> jumps;
    for (int i = 0; i < 4; ++i) {
        replay.at(from + 1h + i * 5min, goesOn);
        const auto begun = Clock::now();
        if (!replay.at(from + 5h + i * 5min, goesOn))
            return false;
        jumps.push_back(milliseconds(Clock::now() - begun));
    }
    bench::report({.name = "8 h of 4 instances, replay jumps 4 h, longest of 4",
            .value = quantile(jumps, 1),
            .unit = "ms",
            .most = mostJumpMs});
    std::vector<double> seconds;
    for (int i = 1; i <= frames; ++i) {
        const auto begun = Clock::now();
        replay.at(from + 5h + 15min + std::chrono::seconds{i}, goesOn);
        seconds.push_back(milliseconds(Clock::now() - begun));
    }
    bench::report(
            {"8 h of 4 instances, replay plays a second, p99", quantile(seconds, 0.99), "ms"});
    return true;
}

} // namespace

int main(int argc, char** argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    const QTemporaryDir folder;
    const auto path = argc > 1 ? QString::fromLocal8Bit(argv[1]) : exported(folder);
    if (path.isEmpty())
        return 1;
    forgetMostMemory();
    auto recording = opened(path, "for the first time", mostFirstOpeningMs);
    if (!recording)
        return 1;
    recording.reset();
    recording = opened(path, "again", mostOpeningMs);
    if (!jump(path)) {
        qWarning("the recording cannot be replayed");
        return 1;
    }
    const auto lines = linesOf(*recording);
    if (std::find(lines.begin(), lines.end(), nullptr) != lines.end()) {
        qWarning("a figure was not recorded");
        return 1;
    }
    bench::report(
            {"8 h of 4 instances, series", static_cast<double>(recording->series.size()), ""});
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
    bench::report({.name = "8 h of 4 instances, most memory of the program",
            .value = mostResidentMiB(),
            .unit = "MiB",
            .most = mostMemoryMiB});
    return 0;
}
