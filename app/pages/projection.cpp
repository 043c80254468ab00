#include "app/pages/projection.h"

#include "app/pages/limits.h"
#include "app/pages/live_stock.h"

namespace saikobi::pages {

using contract::DataState;
using contract::Figure;

Projection Projections::queue(const View& view)
{
    const auto waiting = view.value(Figure::Waiting);
    const auto arrivals = view.value(Figure::Arrivals);
    const auto front = view.value(Figure::Front);
    Projection result;
    result.state = contract::worse(view.state(Figure::Waiting),
            contract::worse(view.state(Figure::Arrivals), view.state(Figure::Front)));
    if (!view.sale.line || !waiting || !arrivals || !front) {
        result.state = contract::worse(result.state, DataState::Lost);
        return result;
    }
    switch (view.sale.line->value.phase) {
    case contract::Phase::Before:
        result.sentence = tr("opens with %1 people in line", "%1: number of waiting people")
                                  .arg(view.formatter.count(*waiting));
        return result;
    case contract::Phase::Held:
        result.sentence = tr("stands still while held", "forecast of the queue");
        return result;
    case contract::Phase::Closed:
        result.sentence = tr("is closed", "forecast of the queue");
        return result;
    case contract::Phase::Open:
        break;
    }
    const double perMinute = *front - *arrivals;
    if (*waiting < 1)
        result.sentence = tr("is empty", "forecast of the queue");
    else if (perMinute < -1)
        result.sentence = tr("grows by %1 people/min", "%1: people per minute")
                                  .arg(view.formatter.count(-perMinute));
    else if (perMinute <= 1)
        result.sentence = tr("keeps its length", "forecast of the queue");
    else {
        const std::chrono::duration<double, std::ratio<60>> minutes{*waiting / perMinute};
        const auto at = view.now + std::chrono::duration_cast<std::chrono::seconds>(minutes);
        result.sentence = tr("drains about %1 at this rate", "%1: clock time")
                                  .arg(view.formatter.clockMinutes(at));
    }
    return result;
}

Projection Projections::stock(const View& view)
{
    Projection result;
    result.state = LiveStock::state(view);
    if (const auto* product = LiveStock::soonest(view))
        result.sentence = tr("%1 sells out %2–%3", "%1: product code, %2 and %3: clock times")
                                  .arg(QString::fromStdString(product->code),
                                          view.formatter.clockMinutes(*product->sellsOutFrom),
                                          view.formatter.clockMinutes(*product->sellsOutTo));
    else if (!LiveStock::isMovementKnown(view))
        result.sentence = tr("not known yet", "forecast of the stock: watched too briefly");
    else
        result.sentence = tr("nothing sells out within %n hour(s)", "forecast of the stock",
                static_cast<int>(limits::soldOutSoonHours));
    return result;
}

Projection Projections::budget(const View& view)
{
    Projection result;
    result.state = view.state(Figure::BudgetUsed);
    if (const auto used = view.value(Figure::BudgetUsed))
        result.sentence = tr("payments use %1 of the calls", "%1: percentage of the call budget")
                                  .arg(view.formatter.percent(*used, 0));
    return result;
}

} // namespace saikobi::pages
