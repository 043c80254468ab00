#include "app/pages/connection_rows.h"

#include <limits>

#include "app/pages/connection_words.h"
#include "widgets/status/words.h"

namespace saikobi::pages {

using model::Hop;
using model::StorePath;

namespace {

constexpr char between = '\n'; ///< in no path and no sale id

} // namespace

std::string rowIdOf(const std::string& profile, const std::string& sale)
{
    return profile + between + sale;
}

std::pair<std::string, std::string> profileAndSaleOf(const std::string& rowId)
{
    const auto at = rowId.rfind(between);
    if (at == std::string::npos)
        return {rowId, {}};
    return {rowId.substr(0, at), rowId.substr(at + 1)};
}

ProfileRows::ProfileRows(std::vector<model::ProfileView> profiles, std::string open)
    : m_open(std::move(open))
{
    for (auto& profile : profiles) {
        auto sales = std::move(profile.sales);
        profile.sales.clear();
        if (sales.empty())
            sales.push_back({profile.sale, {}});
        for (auto& sale : sales)
            m_rows.push_back({profile, std::move(sale)});
    }
}

std::vector<status::FigureColumn> ProfileRows::columns()
{
    return {{tr("Profile", "column"), {}, false, 14},
            {tr("Kind", "column: production, rehearsal or development"), {}, false, 12},
            {tr("Sale", "column"), {}, false, 0}, {tr("User", "column"), {}, false, 10},
            {tr("Now", "column: whether a profile is open or cannot be used"), {}, false, 8}};
}

std::string ProfileRows::id(int row) const
{
    return rowIdOf(at(row).profile.id, at(row).sale.id);
}

QString ProfileRows::text(int row, int column) const
{
    const auto& [profile, sale] = at(row);
    switch (static_cast<Column>(column)) {
    case Name:
        return QString::fromStdString(profile.name);
    case Kind:
        return profile.problem.empty() ? status::Words::of(profile.kind) : QStringLiteral("·");
    case Sale:
        return sale.name.empty() ? QString::fromStdString(sale.id)
                                 : QStringLiteral("%1  %2").arg(QString::fromStdString(sale.id),
                                         QString::fromStdString(sale.name));
    case User:
        return QString::fromStdString(profile.user);
    case Where:
        break;
    }
    if (!profile.problem.empty())
        return tr("unusable", "a profile that cannot be read");
    return id(row) == m_open ? tr("open", "the profile that is open") : QString();
}

double ProfileRows::number(int, int) const
{
    return std::numeric_limits<double>::quiet_NaN();
}

QString ProfileRows::words(int row) const
{
    return text(row, Name) + u' ' + text(row, Sale);
}

HopRows::HopRows(std::optional<model::ConnectionReport> report, const status::Formatter& formatter)
    : m_report(std::move(report).value_or(model::ConnectionReport{}))
    , m_formatter(formatter)
{
}

std::vector<status::FigureColumn> HopRows::columns()
{
    return {{tr("Step", "column: of a connection"), {}, false, 16},
            {QStringLiteral("Postgres"), {}, false, 0},
            {tr("ms", "column: milliseconds"), {}, true, 6},
            {QStringLiteral("Redis"), {}, false, 17},
            {tr("ms", "column: milliseconds"), {}, true, 6}};
}

const model::HopResult& HopRows::at(int row, int column) const
{
    return m_report.at(
            column < Redis ? StorePath::Postgres : StorePath::Redis, static_cast<Hop>(row));
}

QString HopRows::text(int row, int column) const
{
    if (column == Step)
        return ConnectionWords::of(static_cast<Hop>(row));
    const auto& result = at(row, column);
    if (column == Postgres || column == Redis)
        return ConnectionWords::outcome(result);
    if (!result.ms)
        return {};
    return m_formatter.decimal(*result.ms, *result.ms < 10 ? 1 : 0);
}

double HopRows::number(int row, int column) const
{
    if (column == Step)
        return row;
    return at(row, column).ms.value_or(std::numeric_limits<double>::quiet_NaN());
}

} // namespace saikobi::pages
