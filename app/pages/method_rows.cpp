#include "app/pages/method_rows.h"

#include <algorithm>
#include <array>
#include <limits>

#include "app/pages/desk_words.h"
#include "app/pages/limits.h"

namespace saikobi::pages {

using contract::DataState;
using contract::PaymentEnd;

namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

double usualTo(const contract::MethodView& method)
{
    return std::chrono::duration<double>(method.usualTo).count();
}

} // namespace

MethodRows::MethodRows(const View& view)
    : m_formatter(view.formatter)
    , m_listState(DeskWords::stockState(view, view.sale.methods))
    , m_state(DeskWords::methodState(view))
{
    if (view.sale.methods)
        m_methods = view.sale.methods->value;
    m_figures.resize(m_methods.size());
    if (!view.sale.methodFigures)
        return;
    const auto& measured = view.sale.methodFigures->value.byMethod;
    for (std::size_t i = 0; i < m_methods.size(); ++i)
        if (const auto found = measured.find(m_methods[i].id); found != measured.end())
            m_figures[i] = found->second;
}

QString MethodRows::heading()
{
    return tr("Payment methods", "heading of a table");
}

std::vector<status::FigureColumn> MethodRows::columns()
{
    std::vector<status::FigureColumn> out{
            {QStringLiteral("#"), tr("key that chooses the method", "column"), false, 4},
            {tr("Method", "column: payment method"), {}, false, 0},
            {tr("/s", "column: attempts per second"), tr("attempts per second, last 60 s"), true,
                    5},
            {tr("In flight", "column"), tr("calls not answered, of the bound of all instances"),
                    true, 8},
            {tr("Success", "column"), tr("approved ÷ (attempts − declines), last 120 s"), true, 8},
            {tr("Declined", "column: share of declined payments"),
                    tr("declined ÷ attempts, last 120 s"), true, 8},
            {tr("p50 s", "column: median time of the provider, seconds"), tr("last 60 s"), true, 6},
            {tr("p95 s", "column: 95th percentile of the provider's time, seconds"),
                    tr("last 60 s"), true, 7},
            {tr("Usual s", "column: usual time of the provider, seconds"),
                    tr("of an ordinary day, from the catalogue"), true, 8},
            {tr("Own p95", "column: our share, seconds"),
                    tr("our own share of the time, last 60 s"), true, 9}};
    constexpr std::array<int, contract::paymentEndCount> widths{9, 9, 12, 9, 11, 6};
    for (std::size_t i = 0; i < widths.size(); ++i)
        out.push_back({DeskWords::of(static_cast<PaymentEnd>(i)), tr("how many, last 60 s"), true,
                widths.at(i)});
    return out;
}

QString MethodRows::usual(const contract::MethodView& method, const status::Formatter& formatter)
{
    const auto seconds = [&formatter](std::chrono::milliseconds span) {
        const double value = std::chrono::duration<double>(span).count();
        return formatter.decimal(value, span.count() % 1000 == 0 ? 0 : value < 0.1 ? 2 : 1);
    };
    return QStringLiteral("%1–%2").arg(seconds(method.usualFrom), seconds(method.usualTo));
}

std::string MethodRows::id(int row) const
{
    return m_methods[static_cast<std::size_t>(row)].id;
}

std::optional<double> MethodRows::figure(int row, int column) const
{
    const auto& figures = m_figures[static_cast<std::size_t>(row)];
    switch (static_cast<Column>(column)) {
    case Attempts:
        return figures.attemptsPerSecond;
    case InFlight:
        return figures.inFlight;
    case Success:
        return figures.successPercent;
    case Declined:
        return figures.declinedPercent;
    case P50:
        return figures.p50Seconds;
    case P95:
        return figures.p95Seconds;
    case OwnP95:
        return figures.ownP95Seconds;
    case Key:
    case Name:
    case Usual:
        return std::nullopt;
    case FirstEnd:
        break;
    }
    // Without attempts nothing came out in any way, which is known; without ticks it is not.
    if (!figures.attemptsPerSecond)
        return std::nullopt;
    return figures.ends.at(static_cast<std::size_t>(column - FirstEnd));
}

QString MethodRows::inFlight(int row) const
{
    const auto& figures = m_figures[static_cast<std::size_t>(row)];
    if (!figures.inFlight)
        return QStringLiteral("·");
    const auto now = m_formatter.count(*figures.inFlight);
    return figures.inFlightBound
            ? QStringLiteral("%1/%2").arg(now, m_formatter.count(*figures.inFlightBound))
            : now;
}

QString MethodRows::text(int row, int column) const
{
    const auto& method = m_methods[static_cast<std::size_t>(row)];
    const auto value = figure(row, column);
    const auto number = [&](int digits) {
        return value ? m_formatter.decimal(*value, digits) : QStringLiteral("·");
    };
    switch (column) {
    case Key:
        return row < 9 ? QString::number(row + 1) : QString();
    case Name:
        return method.isEnabled
                ? DeskWords::name(method)
                : tr("%1 (disabled)", "%1: payment method").arg(DeskWords::name(method));
    case Attempts:
        return number(1);
    case InFlight:
        return inFlight(row);
    case Success:
    case Declined:
        return value ? m_formatter.percent(*value, 1) : tr("too few", "too few cases for a ratio");
    case P95:
        // A mark that also a glance at a grey picture finds.
        if (value && *value > limits::slowMethodFactor * usualTo(method))
            return QStringLiteral("↑ ") + number(*value < 1 ? 2 : 1);
        [[fallthrough]];
    case P50:
        return number(value && *value < 1 ? 2 : 1);
    case Usual:
        return usual(method, m_formatter);
    case OwnP95:
        return number(3);
    default:
        return value ? m_formatter.count(*value) : QStringLiteral("·");
    }
}

double MethodRows::number(int row, int column) const
{
    if (column == Usual)
        return static_cast<double>(m_methods[static_cast<std::size_t>(row)].usualTo.count());
    return figure(row, column).value_or(unknown);
}

DataState MethodRows::state(int column) const
{
    if (column <= Name)
        return DataState::Live;
    return column == Usual ? m_listState : m_state;
}

OwnShareRows::OwnShareRows(const View& view)
    : m_formatter(view.formatter)
    , m_state(DeskWords::methodState(view))
{
    if (!view.sale.methodFigures)
        return;
    const auto& measured = view.sale.methodFigures->value;
    if (view.sale.methods)
        for (const auto& method : view.sale.methods->value)
            if (const auto found = measured.byMethod.find(method.id);
                    found != measured.byMethod.end() && found->second.ownP95Seconds)
                m_rows.push_back(
                        {method.id, DeskWords::name(method), *found->second.ownP95Seconds});
    for (const auto& [product, seconds] : measured.ownP95ByProduct) {
        QString name = product == 0 ? tr("other products", "row of a table") : QString();
        if (view.sale.products)
            for (const auto& each : view.sale.products->value)
                if (each.id.value == product)
                    name = QString::fromStdString(each.code) + QLatin1Char(' ')
                            + QString::fromStdString(each.name);
        if (!name.isEmpty())
            m_rows.push_back({"product " + std::to_string(product), name, seconds});
    }
}

QString OwnShareRows::heading()
{
    return tr("Own share p95", "heading of a table: our share of an order's time");
}

std::vector<status::FigureColumn> OwnShareRows::columns()
{
    return {{tr("Method or product", "column"), {}, false, 0},
            {tr("s", "column: seconds"), tr("our own share of the time, last 60 s"), true, 7}};
}

QString OwnShareRows::text(int row, int column) const
{
    const auto& each = m_rows[static_cast<std::size_t>(row)];
    return column == 0 ? each.name : m_formatter.decimal(each.seconds, 3);
}

double OwnShareRows::number(int row, int column) const
{
    return column == 0 ? unknown : m_rows[static_cast<std::size_t>(row)].seconds;
}

} // namespace saikobi::pages
