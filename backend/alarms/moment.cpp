#include "backend/alarms/moment.h"

namespace saikobi::alarms {

using contract::DataState;
using contract::Instant;

namespace {

constexpr std::array measuredByInstances{contract::Figure::RecordAge, contract::Figure::DiskFree,
        contract::Figure::Outside, contract::Figure::Balancer5xx};

void takeLine(const contract::LineState& line, Moment& into)
{
    into.phase = line.phase;
    into.isManual = line.pacing == contract::Pacing::Manual;
    if (line.rateCap)
        into.rateCap = line.rateCap->value;
}

} // namespace

Moment momentOf(const contract::FigureValues& figures,
        const std::optional<contract::LineState>& line, Instant now)
{
    Moment out;
    out.at = now;
    for (const auto& figure : contract::allFigures()) {
        const auto i = static_cast<std::size_t>(figure.figure);
        if (!figures.at(i))
            continue;
        const auto age
                = std::chrono::duration_cast<std::chrono::milliseconds>(now - figures[i]->asOf);
        if (contract::dataState(age, figure.period, false) < DataState::Stale)
            out.figures.at(i) = figures[i]->value;
    }
    if (line)
        takeLine(*line, out);
    return out;
}

Moment momentOf(const contract::SaleSnapshot& sale, Instant now)
{
    Moment out;
    out.at = now;
    for (const auto& figure : contract::allFigures()) {
        const auto i = static_cast<std::size_t>(figure.figure);
        if (sale.figures.at(i) && stateOf(sale, figure.figure, now) < DataState::Stale)
            out.figures.at(i) = sale.figures[i]->value;
    }
    for (const auto figure : measuredByInstances)
        out.figures.at(static_cast<std::size_t>(figure)).reset();
    if (sale.line)
        takeLine(sale.line->value, out);
    return out;
}

} // namespace saikobi::alarms
