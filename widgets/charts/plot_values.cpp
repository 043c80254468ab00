#include "widgets/charts/plot_values.h"

#include <QDateTime>
#include <QStringList>

namespace saikobi::charts {

namespace {

QString quoted(QString text)
{
    text.replace(QLatin1Char('"'), QLatin1String("\"\""));
    return QLatin1Char('"') + text + QLatin1Char('"');
}

} // namespace

void PlotValues::add(const PlotValues& other)
{
    const auto before = names.size();
    names.insert(names.end(), other.names.begin(), other.names.end());
    for (const auto& [at, values] : other.rows) {
        auto& row = rows[at];
        row.resize(before);
        row.insert(row.end(), values.begin(), values.end());
    }
    for (auto& [at, row] : rows)
        row.resize(names.size());
    formatter = other.formatter;
}

QString PlotValues::csv() const
{
    if (rows.empty())
        return {};
    QStringList head{QStringLiteral("time_utc")};
    for (const auto& name : names)
        head << quoted(name);
    QStringList lines{head.join(QLatin1Char(','))};
    for (const auto& [at, values] : rows) {
        QStringList line{QDateTime::fromMSecsSinceEpoch(contract::toUnixMs(at), Qt::UTC)
                                 .toString(Qt::ISODateWithMs)};
        for (const auto& value : values)
            line << (value ? QString::number(*value, 'g', 10) : QString());
        lines << line.join(QLatin1Char(','));
    }
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

} // namespace saikobi::charts
