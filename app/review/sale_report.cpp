#include "app/review/sale_report.h"

#include <algorithm>
#include <cmath>

namespace saikobi::review {

using contract::Instant;
using namespace std::chrono_literals;

namespace {

constexpr std::array audits{contract::Figure::AuditOversold, contract::Figure::AuditDoubleCapture,
        contract::Figure::AuditStrandedStock, contract::Figure::AuditOrphanPayment,
        contract::Figure::AuditUnfinishedOrder};

std::vector<AuditFigure> auditsOf(const Recording& recording)
{
    std::vector<AuditFigure> out;
    for (const auto figure : audits) {
        AuditFigure found{.figure = figure};
        if (const auto* series = recording.find(contract::info(figure).id))
            for (const float rows : series->values)
                if (!std::isnan(rows)) {
                    found.wasMeasured = true;
                    found.last = static_cast<int>(std::lround(rows));
                    found.most = std::max(found.most, found.last);
                }
        out.push_back(found);
    }
    return out;
}

} // namespace

OrderFigures ordersOf(const Recording& recording)
{
    OrderFigures out;
    std::map<Instant, std::int64_t> minutes;
    for (const auto& purchase : recording.purchases) {
        out.byStatus[purchase.status] += 1;
        if (purchase.status != "paid") {
            if (purchase.endedAt)
                out.failures[{purchase.status, purchase.reason}] += 1;
            continue;
        }
        out.paid += 1;
        out.revenue.value += purchase.amount.value;
        for (const auto& line : purchase.lines)
            out.units += line.quantity;
        minutes[std::chrono::floor<std::chrono::minutes>(purchase.createdAt)] += 1;
    }
    for (const auto& [minute, count] : minutes)
        if (count > out.mostPerMinute) {
            out.mostPerMinute = count;
            out.mostAt = minute;
        }
    return out;
}

SaleReport reportOf(const Recording& recording)
{
    SaleReport out;
    out.waits = waitsOf(recording);
    out.orders = ordersOf(recording);
    out.products = recording.products;
    std::stable_sort(out.products.begin(), out.products.end(), [](const auto& a, const auto& b) {
        const auto never = Instant::max();
        return a.soldOutAt.value_or(never) < b.soldOutAt.value_or(never);
    });
    out.phases = phasesOf(recording);
    for (const auto& span : out.phases)
        out.inPhase[span.phase]
                += std::chrono::round<std::chrono::seconds>(span.time.to - span.time.from);
    out.incidents = incidentsOf(recording);
    out.alarms = alarmLoadOf(recording);
    out.commands = commandsOf(recording);
    out.gaps = gapsOf(recording);
    out.audits = auditsOf(recording);
    return out;
}

} // namespace saikobi::review
