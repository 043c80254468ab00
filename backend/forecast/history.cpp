#include "backend/forecast/history.h"

#include "backend/forecast/second_log.h"

namespace saikobi::forecast {

using std::chrono::seconds;

namespace {

constexpr seconds oldest{3};

contract::HistoryRow rowOf(contract::Instant at, const contract::FigureValues& figures)
{
    contract::HistoryRow row{at, {}};
    for (std::size_t i = 0; i < figures.size(); ++i)
        if (figures[i] && at - figures[i]->asOf <= oldest)
            row.values[i] = figures[i]->value;
    return row;
}

} // namespace

void HistoryKeeper::add(contract::Instant second, const contract::FigureValues& figures)
{
    if (!m_rows.empty() && second <= m_rows.back().at)
        return;
    // Ticks may come a few seconds apart; a longer silence is a gap.
    if (!m_rows.empty() && second - m_rows.back().at > SecondLog::gapAfter) {
        auto silent = std::max(m_rows.back().at + seconds{1}, second - length);
        for (; silent < second; silent += seconds{1})
            m_rows.push_back({silent, {}});
    }
    m_rows.push_back(rowOf(second, figures));
    while (second - m_rows.front().at >= length)
        m_rows.pop_front();
}

std::shared_ptr<const contract::History> HistoryKeeper::rows() const
{
    return std::make_shared<const contract::History>(m_rows.begin(), m_rows.end());
}

} // namespace saikobi::forecast
