#include "app/pages/chart_turns.h"

#include <algorithm>

#include "widgets/charts/live_chart.h"

namespace saikobi::pages {

using namespace std::chrono_literals;

namespace {

constexpr auto frame = 33ms; ///< as often as the pump takes a snapshot
constexpr auto leastJump = 2s; ///< what a second after the one before does not reach

} // namespace

ChartTurns::ChartTurns(QObject* parent)
    : QObject(parent)
{
    m_frame.setInterval(frame);
    connect(&m_frame, &QTimer::timeout, this, &ChartTurns::next);
}

void ChartTurns::present(charts::LiveChart& chart, const charts::ChartContent& content,
        const status::Formatter& formatter)
{
    const auto shown = m_shown.find(&chart);
    const bool follows = shown != m_shown.end() && content.window.to > shown->second.to
            && content.window.to - shown->second.to < leastJump
            && content.state == shown->second.state;
    if (!chart.isVisible() || !follows)
        return show(chart, {content, formatter});
    m_waiting.insert_or_assign(&chart, Turn{content, formatter});
    if (!m_frame.isActive())
        m_frame.start();
}

void ChartTurns::show(charts::LiveChart& chart, const Turn& turn)
{
    m_waiting.erase(&chart);
    m_shown.insert_or_assign(&chart, Shown{turn.content.window.to, turn.content.state});
    chart.present(turn.content, turn.formatter);
}

/// Whoever shows the oldest comes first, so that nobody waits for ever when much is presented.
void ChartTurns::next()
{
    const auto oldest = std::min_element(
            m_waiting.begin(), m_waiting.end(), [this](const auto& one, const auto& other) {
                return m_shown.at(one.first).to < m_shown.at(other.first).to;
            });
    if (oldest != m_waiting.end()) {
        const auto turn = m_waiting.extract(oldest);
        show(*turn.key(), turn.mapped());
    }
    if (m_waiting.empty())
        m_frame.stop();
}

} // namespace saikobi::pages
