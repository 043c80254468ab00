#include "app/pages/audit_rows.h"

#include <algorithm>
#include <limits>

#include "app/pages/desk_words.h"
#include "widgets/status/words.h"

namespace saikobi::pages {

using contract::DataState;

namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

} // namespace

AuditRows::AuditRows(const View& view, const std::vector<contract::AuditView>& views)
    : m_formatter(view.formatter)
    , m_state(DeskWords::recordState(view))
{
    if (!view.sale.record || m_state >= DataState::Lost)
        return;
    for (const auto& row : view.sale.record->value.audits)
        if (std::find(views.begin(), views.end(), row.view) != views.end())
            m_rows.push_back(row);
    if (view.sale.products && !m_rows.empty())
        for (const auto& product : view.sale.products->value)
            m_codes.emplace(std::to_string(product.id.value), QString::fromStdString(product.code));
}

std::vector<status::FigureColumn> AuditRows::columns()
{
    return {{tr("Audit", "column: which audit found it"), {}, false, 12},
            {tr("Of", "column: product, slot or order that an audit names"), {}, false, 10},
            {tr("What", "column: what an audit found"), {}, false, 0},
            {tr("Found", "column: number that an audit found"),
                    tr("what was found ≠ what would be right"), true, 10}};
}

QString AuditRows::absence(const View& view)
{
    return DeskWords::recordState(view) >= DataState::Lost
            ? tr("Not known: Postgres does not tell.", "in place of rows of the audit")
            : tr("No rows: every promise holds.", "in place of rows of the audit");
}

QString AuditRows::remark(const View& view, const std::vector<contract::AuditView>& views)
{
    const auto state = DeskWords::recordState(view);
    if (!view.sale.record)
        return status::Words::of(state);
    std::int64_t rows = 0;
    for (const auto each : views)
        rows += view.sale.record->value.auditRows.at(static_cast<std::size_t>(each));
    const auto age = view.formatter.age(view.age(view.sale.record->asOf));
    if (state >= DataState::Lost)
        return status::Words::of(state) + QLatin1Char(' ') + age;
    return tr("%n row(s), %1", "rows of the audit views, %1: age", static_cast<int>(rows)).arg(age);
}

std::string AuditRows::id(int row) const
{
    const auto& each = m_rows[static_cast<std::size_t>(row)];
    return std::string{contract::name(each.view)} + each.id + each.what;
}

QString AuditRows::text(int row, int column) const
{
    const auto& each = m_rows[static_cast<std::size_t>(row)];
    const auto number = [this](const std::optional<std::int64_t>& value) {
        return value ? m_formatter.count(static_cast<double>(*value)) : QString();
    };
    switch (column) {
    case 0:
        return DeskWords::of(each.view);
    case 1: {
        const auto code = m_codes.find(each.id);
        if (each.subject == "product" && code != m_codes.end())
            return code->second;
        if (each.subject == "slot")
            return tr("slot %1", "%1: number of a pickup slot")
                    .arg(QString::fromStdString(each.id));
        return DeskWords::shortId(each.id);
    }
    case 2:
        return DeskWords::violation(each.what);
    default:
        return each.found && each.allowed && *each.found != *each.allowed
                ? QStringLiteral("%1 ≠ %2").arg(number(each.found), number(each.allowed))
                : number(each.found);
    }
}

double AuditRows::number(int row, int column) const
{
    const auto& each = m_rows[static_cast<std::size_t>(row)];
    return each.found && column == 3 ? static_cast<double>(*each.found) : unknown;
}

QString AuditRows::words(int row) const
{
    return text(row, 0) + QLatin1Char(' ') + text(row, 1) + QLatin1Char(' ') + text(row, 2);
}

FindingRows::FindingRows(const View& view)
    : m_formatter(view.formatter)
    , m_state(DeskWords::recordState(view))
{
    if (view.sale.record && m_state < DataState::Lost)
        m_rows = view.sale.record->value.findings;
}

QString FindingRows::heading()
{
    return tr("Findings of the reconciler", "heading of a table");
}

std::vector<status::FigureColumn> FindingRows::columns()
{
    return {{tr("Found at", "column"), {}, false, 9},
            {tr("What", "column: what the reconciler found"), {}, false, 0},
            {tr("State", "column: of a difference"), {}, false, 20},
            {tr("Yen", "column: amount"), {}, true, 8}, {tr("Order", "column: id"), {}, false, 11}};
}

QString FindingRows::absence(const View& view)
{
    return DeskWords::recordState(view) >= DataState::Lost
            ? tr("Not known: Postgres does not tell.", "in place of findings of the reconciler")
            : tr("Nothing found: provider, orders and stock agree.",
                    "in place of findings of the reconciler");
}

std::string FindingRows::id(int row) const
{
    return std::to_string(m_rows[static_cast<std::size_t>(row)].id);
}

QString FindingRows::text(int row, int column) const
{
    const auto& each = m_rows[static_cast<std::size_t>(row)];
    switch (column) {
    case 0:
        return m_formatter.clock(each.foundAt);
    case 1:
        return DeskWords::finding(each.kind);
    case 2:
        return DeskWords::repair(each);
    case 3:
        return m_formatter.count(static_cast<double>(each.amount));
    default:
        return DeskWords::shortId(each.order.empty() ? each.reference : each.order);
    }
}

double FindingRows::number(int row, int column) const
{
    const auto& each = m_rows[static_cast<std::size_t>(row)];
    return column == 3 ? static_cast<double>(each.amount)
                       : static_cast<double>(contract::toUnixMs(each.foundAt));
}

QString FindingRows::words(int row) const
{
    return text(row, 1) + QLatin1Char(' ') + text(row, 2) + QLatin1Char(' ') + text(row, 4);
}

} // namespace saikobi::pages
