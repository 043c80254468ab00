#include <QSignalSpy>
#include <QTest>
#include <QTimer>

#include "app/pages/chart_turns.h"
#include "widgets/charts/live_chart.h"

using namespace saikobi;
using namespace std::chrono_literals;

/// Plots that follow each other take turns; what is no next second is shown at once.
class TestChartTurns : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression{QStringLiteral(".*")});
        m_window = std::make_unique<QWidget>();
        m_turns = std::make_unique<pages::ChartTurns>(nullptr);
        m_charts.clear();
        for (int i = 0; i < 4; ++i) {
            m_charts.push_back(new charts::LiveChart(m_window.get()));
            m_charts.back()->setGeometry(0, 150 * i, 400, 150);
        }
        m_window->resize(400, 600);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }

    void theFirstContentIsThereAtOnce()
    {
        Presented seen(m_charts);
        present(0s);
        QCOMPARE(seen.count(), 4);
    }

    void theNextSecondComesOneAFrame()
    {
        present(0s);
        Presented seen(m_charts);
        present(1s);
        QCOMPARE(seen.count(), 0);
        int inThisTurn = 0;
        int most = 0;
        for (auto* chart : m_charts)
            connect(chart, &charts::LiveChart::presented, m_window.get(), [&] {
                most = std::max(most, ++inThisTurn);
                QTimer::singleShot(0, m_window.get(), [&inThisTurn] { inThisTurn = 0; });
            });
        QTRY_COMPARE(seen.count(), 4);
        QCOMPARE(most, 1);
        for (int i = 0; i < 4; ++i)
            QCOMPARE(seen.count(i), 1);
    }

    void nobodyIsForgottenWhenMoreComesThanFits()
    {
        present(0s);
        Presented seen(m_charts);
        for (int tenth = 1; seen.count() < 8; ++tenth) {
            present(std::chrono::milliseconds{100 * tenth});
            const auto before = seen.count();
            QVERIFY(QTest::qWaitFor([&] { return seen.count() > before; }));
        }
        for (int i = 0; i < 4; ++i)
            QCOMPARE(seen.count(i), 2);
    }

    void whatIsNoNextSecondIsThereAtOnce_data()
    {
        QTest::addColumn<int>("second");
        QTest::addColumn<bool>("isStale");
        QTest::addRow("the same second in other words") << 100 << false;
        QTest::addRow("back in time") << 40 << false;
        QTest::addRow("a jump ahead") << 160 << false;
        QTest::addRow("data that has become old") << 101 << true;
    }

    void whatIsNoNextSecondIsThereAtOnce()
    {
        QFETCH(int, second);
        QFETCH(bool, isStale);
        present(100s);
        Presented seen(m_charts);
        present(std::chrono::seconds{second},
                isStale ? contract::DataState::Stale : contract::DataState::Live);
        QCOMPARE(seen.count(), 4);
    }

    void aHiddenPlotNeedsNoTurn()
    {
        present(0s);
        m_window->hide();
        Presented seen(m_charts);
        present(1s);
        QCOMPARE(seen.count(), 4);
    }

private:
    /// How often each plot was presented.
    class Presented {
    public:
        explicit Presented(const std::vector<charts::LiveChart*>& charts)
        {
            for (auto* chart : charts)
                m_spies.push_back(
                        std::make_unique<QSignalSpy>(chart, &charts::LiveChart::presented));
        }
        qsizetype count(int chart) const
        {
            return m_spies.at(static_cast<std::size_t>(chart))->count();
        }
        qsizetype count() const
        {
            qsizetype all = 0;
            for (const auto& spy : m_spies)
                all += spy->count();
            return all;
        }

    private:
        std::vector<std::unique_ptr<QSignalSpy>> m_spies{};
    };

    void present(
            std::chrono::milliseconds since, contract::DataState state = contract::DataState::Live)
    {
        const contract::Instant now{std::chrono::hours{24} + since};
        charts::ChartContent content;
        content.window = {now - 15min, now};
        content.state = state;
        for (auto* chart : m_charts)
            m_turns->present(*chart, content, status::Formatter{});
    }

    std::unique_ptr<QWidget> m_window{};
    std::unique_ptr<pages::ChartTurns> m_turns{};
    std::vector<charts::LiveChart*> m_charts{};
};

QTEST_MAIN(TestChartTurns)
#include "test_chart_turns.moc"
