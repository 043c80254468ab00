#include "app/pages/stock_rows.h"

#include <limits>

#include "app/pages/desk_words.h"
#include "widgets/status/words.h"

namespace saikobi::pages {

using contract::DataState;
using contract::ProductState;

namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

QString counted(const status::Formatter& formatter, std::int64_t value)
{
    return formatter.count(static_cast<double>(value));
}

} // namespace

StockRows::StockRows(const View& view, const std::set<std::int64_t>& inPlot)
    : m_formatter(view.formatter)
    , m_state(DeskWords::stockState(view, view.sale.products))
    , m_auditState(contract::worse(m_state, DeskWords::recordState(view)))
    , m_inPlot(inPlot)
    , m_inconsistent(inconsistent(view))
{
    if (view.sale.products)
        m_products = view.sale.products->value;
}

std::set<std::int64_t> StockRows::inconsistent(const View& view)
{
    std::set<std::int64_t> out;
    if (view.sale.record)
        for (const auto& row : view.sale.record->value.audits)
            if (row.view == contract::AuditView::Oversold && row.subject == "product")
                out.insert(QString::fromStdString(row.id).toLongLong());
    if (view.sale.products)
        for (const auto& product : view.sale.products->value)
            if (!product.isSound())
                out.insert(product.id.value);
    return out;
}

QString StockRows::heading()
{
    return tr("Products", "heading of a table");
}

std::vector<status::FigureColumn> StockRows::columns()
{
    return {{QStringLiteral("◆"), tr("in the plot (Space)", "column"), false, 3},
            {tr("Code", "column: code of a product"), {}, false, 8},
            {tr("Product", "column"), {}, false, 0},
            {tr("Stock", "column: units at first"), {}, true, 7},
            {tr("Available", "column: units"), tr("units that nobody holds"), true, 9},
            {tr("Held", "column: units held"),
                    tr("held by unfinished orders, kept ones among them"), true, 6},
            {tr("Kept", "column: units kept"),
                    tr("given back after \"sold out\", for an announced offer"), true, 5},
            {tr("Sold", "column: units sold"), {}, true, 7},
            {tr("/min", "unit: per minute"), tr("units that left the shelf, last 60 s"), true, 5},
            {tr("Sells out", "column: when a product will be gone"),
                    tr("as a range, from the last 10 min"), true, 12},
            {QStringLiteral("="), tr("available + held + sold = stock, and the audit agrees"),
                    false, 3}};
}

std::string StockRows::id(int row) const
{
    return idOf(at(row).id);
}

QString StockRows::sellsOut(const contract::ProductStock& product) const
{
    if (m_inconsistent.contains(product.id.value))
        return tr("inconsistent", "a value that contradicts itself");
    if (product.offerAt)
        return tr("%1 at %2", "%1: kept units that are offered, %2: clock time")
                .arg(counted(m_formatter, product.offerUnits),
                        m_formatter.clockMinutes(*product.offerAt));
    if (product.state != ProductState::OnSale)
        return status::Words::of(product.state);
    if (product.sellsOutFrom && product.sellsOutTo)
        return QStringLiteral("%1–%2").arg(m_formatter.clockMinutes(*product.sellsOutFrom),
                m_formatter.clockMinutes(*product.sellsOutTo));
    return product.isMovementKnown ? tr("not today", "a product that will not be gone soon")
                                   : tr("not known", "nothing can be said yet");
}

QString StockRows::text(int row, int column) const
{
    const auto& product = at(row);
    switch (static_cast<Column>(column)) {
    case Plot:
        return m_inPlot.contains(product.id.value) ? QStringLiteral("◆") : QString();
    case Code:
        return QString::fromStdString(product.code);
    case Name:
        return QString::fromStdString(product.name);
    case Total:
        return counted(m_formatter, product.total);
    case Available:
        return counted(m_formatter, product.available());
    case Held:
        return counted(m_formatter, product.held);
    case Kept:
        return counted(m_formatter, product.kept);
    case Sold:
        return counted(m_formatter, product.sold);
    case PerMinute:
        return product.perMinute
                ? m_formatter.decimal(*product.perMinute, *product.perMinute < 10 ? 1 : 0)
                : QStringLiteral("·");
    case SellsOut:
        return sellsOut(product);
    case Sound:
        if (m_inconsistent.contains(product.id.value))
            return QStringLiteral("✗");
        return m_auditState >= DataState::Stale ? QStringLiteral("?") : QStringLiteral("✓");
    }
    return {};
}

double StockRows::number(int row, int column) const
{
    const auto& product = at(row);
    switch (static_cast<Column>(column)) {
    case Total:
        return static_cast<double>(product.total);
    case Available:
        return static_cast<double>(product.available());
    case Held:
        return static_cast<double>(product.held);
    case Kept:
        return static_cast<double>(product.kept);
    case Sold:
        return static_cast<double>(product.sold);
    case PerMinute:
        return product.perMinute.value_or(unknown);
    case SellsOut:
        return product.sellsOutFrom && product.state == ProductState::OnSale
                ? static_cast<double>(contract::toUnixMs(*product.sellsOutFrom))
                : unknown;
    case Plot:
    case Code:
    case Name:
    case Sound:
        break;
    }
    return unknown;
}

QString StockRows::words(int row) const
{
    return text(row, Code) + QLatin1Char(' ') + text(row, Name) + QLatin1Char(' ')
            + text(row, SellsOut);
}

DataState StockRows::state(int column) const
{
    return column <= Name || column == Sound ? DataState::Live : m_state;
}

bool StockRows::isStruck(int row, int column) const
{
    return column >= Total && column <= Sold && m_inconsistent.contains(at(row).id.value);
}

SlotRows::SlotRows(const View& view)
    : m_formatter(view.formatter)
    , m_state(DeskWords::stockState(view, view.sale.pickupSlots))
{
    if (view.sale.pickupSlots)
        m_places = view.sale.pickupSlots->value;
}

QString SlotRows::heading()
{
    return tr("Pickup slots", "heading of a table");
}

std::vector<status::FigureColumn> SlotRows::columns()
{
    return {{tr("Slot", "column: pickup slot"), {}, false, 0},
            {tr("Places", "column: of a pickup slot"), {}, true, 7},
            {tr("Taken", "column: places held or paid"), {}, true, 7},
            {tr("Paid", "column: places of paid orders"), {}, true, 7}};
}

std::string SlotRows::id(int row) const
{
    return std::to_string(at(row).id.value);
}

QString SlotRows::text(int row, int column) const
{
    const auto& slot = at(row);
    switch (column) {
    case 0: {
        const auto times = QStringLiteral("%1–%2").arg(
                m_formatter.clockMinutes(slot.from), m_formatter.clockMinutes(slot.to));
        return slot.isStopped ? tr("%1, stopped", "%1: pickup slot").arg(times) : times;
    }
    case 1:
        return counted(m_formatter, slot.total);
    case 2:
        return counted(m_formatter, slot.held + slot.sold);
    default:
        return counted(m_formatter, slot.sold);
    }
}

double SlotRows::number(int row, int column) const
{
    const auto& slot = at(row);
    switch (column) {
    case 1:
        return static_cast<double>(slot.total);
    case 2:
        return static_cast<double>(slot.held + slot.sold);
    case 3:
        return static_cast<double>(slot.sold);
    default:
        return static_cast<double>(contract::toUnixMs(slot.from));
    }
}

bool SlotRows::isStruck(int row, int column) const
{
    const auto& slot = at(row);
    return column > 0 && slot.held + slot.sold > slot.total;
}

MoveRows::MoveRows(const View& view)
    : m_formatter(view.formatter)
    , m_state(DeskWords::stockState(view, view.sale.productDetail))
{
    if (view.sale.productDetail)
        m_moves = view.sale.productDetail->value.moves;
}

QString MoveRows::heading()
{
    return tr("Last 50 movements", "heading of a table");
}

std::vector<status::FigureColumn> MoveRows::columns()
{
    return {{tr("Time", "column"), {}, false, 9}, {tr("Units", "column"), {}, true, 6},
            {tr("Status", "column: of an order"), {}, false, 0},
            {tr("Order", "column: id"), {}, false, 11}};
}

std::string MoveRows::id(int row) const
{
    const auto& move = m_moves[static_cast<std::size_t>(row)];
    return move.order + std::to_string(row);
}

QString MoveRows::text(int row, int column) const
{
    const auto& move = m_moves[static_cast<std::size_t>(row)];
    switch (column) {
    case 0:
        return move.order.empty() ? QString() : m_formatter.clock(move.at);
    case 1:
        return counted(m_formatter, move.quantity);
    case 2:
        return DeskWords::orderStatus(move.status);
    default:
        return DeskWords::shortId(move.order);
    }
}

double MoveRows::number(int row, int column) const
{
    const auto& move = m_moves[static_cast<std::size_t>(row)];
    return column == 1 ? static_cast<double>(move.quantity)
                       : static_cast<double>(contract::toUnixMs(move.at));
}

} // namespace saikobi::pages
