#include <QImage>
#include <QPixmap>
#include <QTest>

#include "tests/support/offscreen.h"
#include "widgets/charts/live_chart.h"

using namespace saikobi;
using namespace saikobi::charts;
using namespace std::chrono_literals;

namespace {

const contract::Instant now = contract::fromUnixMs(1'760'011'200'000);

ChartContent sixFor15Minutes()
{
    ChartContent content;
    content.window = {now - 15min, now};
    content.state = contract::DataState::Live;
    content.absence = QStringLiteral("no data");
    Line line{QStringLiteral("passes"), {}};
    for (int i = 900; i >= 0; --i)
        line.samples.push_back({now - std::chrono::seconds{i}, 6.0});
    content.lines.push_back(line);
    return content;
}

/// The line is darker than this, grid and hatch are lighter.
constexpr int darkest = 160;

/// Pixels of ink on the line's own height, per column, over the whole picture.
std::vector<bool> lineColumns(const QImage& image, int y)
{
    std::vector<bool> found;
    for (int x = 0; x < image.width(); ++x) {
        bool isInked = false;
        for (int dy = -1; dy <= 1; ++dy)
            isInked = isInked || QColor(image.pixel(x, y + dy)).lightness() < darkest;
        found.push_back(isInked);
    }
    return found;
}

} // namespace

class TestLiveChart : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        tests::failOnAnyWarning();
        m_chart = std::make_unique<LiveChart>();
        m_chart->setHeading(QStringLiteral("Passes"), QStringLiteral("/min"), 10);
        m_chart->resize(600, 200);
        m_chart->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_chart.get()));
    }

    void aGapIsNotBridged()
    {
        auto content = sixFor15Minutes();
        m_chart->present(content, status::Formatter());
        const auto whole = m_chart->grab().toImage();
        // Six in a plot from 0 to 10: between the lines of the grid.
        const int y = middleOf(whole);
        const auto without = lineColumns(whole, y);

        auto& samples = content.lines[0].samples;
        samples.erase(samples.begin() + 400, samples.begin() + 500); // 100 of 900 s
        m_chart->present(content, status::Formatter());
        const auto with = lineColumns(m_chart->grab().toImage(), y);
        int lost = 0;
        for (std::size_t x = 0; x < with.size(); ++x)
            lost += without[x] && !with[x] ? 1 : 0;
        QVERIFY2(lost > 30, qPrintable(QString::number(lost)));
    }

    void aCrosshairInAGapSaysNoData()
    {
        auto content = sixFor15Minutes();
        auto& samples = content.lines[0].samples;
        samples.erase(samples.begin() + 400, samples.end());
        m_chart->present(content, status::Formatter());
        QVERIFY(m_chart->accessibleDescription().contains(QStringLiteral("no data")));
        // What the crosshair says beside the line, there and where there was something.
        QVERIFY2(m_chart->valuesAt(now - 1min).contains(QStringLiteral("passes no data")),
                qPrintable(m_chart->valuesAt(now - 1min)));
        QVERIFY2(m_chart->valuesAt(now - 14min).contains(QStringLiteral("passes 6.0")),
                qPrintable(m_chart->valuesAt(now - 14min)));
        const auto before = m_chart->grab().toImage();
        m_chart->showCrosshair(now - 1min);
        QVERIFY(m_chart->grab().toImage() != before);
        m_chart->showCrosshair(std::nullopt);
        QCOMPARE(m_chart->grab().toImage(), before);
    }

    void theLastValueIsSaidToo()
    {
        m_chart->present(sixFor15Minutes(), status::Formatter());
        QVERIFY(m_chart->accessibleDescription().contains(QStringLiteral("passes 6.0")));
    }

    void marksAndLimitsArePainted()
    {
        auto content = sixFor15Minutes();
        m_chart->present(content, status::Formatter());
        const auto plain = m_chart->grab().toImage();
        content.marks.push_back({now - 5min, QStringLiteral("hold"), std::nullopt});
        m_chart->present(content, status::Formatter());
        const auto withMark = m_chart->grab().toImage();
        QVERIFY(withMark != plain);
        content.limit = Limit{8, QStringLiteral("agreed")};
        m_chart->present(content, status::Formatter());
        QVERIFY(m_chart->grab().toImage() != withMark);
    }

    void manyGapsKeepTheNewestRuns()
    {
        auto content = sixFor15Minutes();
        for (std::size_t i = 0; i < content.lines[0].samples.size(); ++i)
            if (i % 20 < 8)
                content.lines[0].samples[i].value.reset();
        m_chart->present(content, status::Formatter());
        QVERIFY(m_chart->accessibleDescription().contains(QStringLiteral("passes")));
    }

private:
    /// The row with the longest stretch of ink that is not the frame: where the line runs.
    static int middleOf(const QImage& image)
    {
        int best = image.height() / 2;
        std::ptrdiff_t most = 0;
        for (int y = 40; y < image.height() - 40; ++y) {
            const auto columns = lineColumns(image, y);
            const auto count = std::count(columns.begin(), columns.end(), true);
            if (count > most) {
                most = count;
                best = y;
            }
        }
        return best;
    }

    std::unique_ptr<LiveChart> m_chart;
};

QTEST_MAIN(TestLiveChart)
#include "test_live_chart.moc"
