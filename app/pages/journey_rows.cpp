#include "app/pages/journey_rows.h"

#include <QUrl>

#include <limits>

namespace saikobi::pages {

using model::JourneyRole;

namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

} // namespace

JourneyRows::JourneyRows(std::vector<model::JourneyStop> stops, const status::Formatter& formatter)
    : m_stops(std::move(stops))
    , m_formatter(formatter)
{
}

QString JourneyRows::heading()
{
    return tr("Hosts that a purchase passes", "heading of a table");
}

std::vector<status::FigureColumn> JourneyRows::columns()
{
    return {{tr("For", "column: what a host is there for"), {}, false, 10},
            {tr("Host", "column"), {}, false, 0}, {tr("Address", "column: IP"), {}, false, 16},
            {tr("Certificate of", "column: whom a certificate names"), {}, false, 16},
            {tr("Days left", "column: of a certificate"), {}, true, 9},
            {tr("Answers", "column: who answers at a host"), {}, false, 22},
            {tr("ms", "column: milliseconds"), {}, true, 7}};
}

std::string JourneyRows::id(int row) const
{
    return std::to_string(static_cast<int>(at(row).role)) + at(row).url;
}

QString JourneyRows::whose(const model::JourneyStop& stop) const
{
    if (!stop.isOver)
        return QStringLiteral("…");
    if (!stop.isOurs)
        return stop.problem.empty() ? tr("somebody", "a host answers; whose it is cannot be told")
                                    : QString::fromStdString(stop.problem);
    return *stop.isOurs ? tr("one of our instances", "who answers at a host")
                        : tr("not ours: %1", "%1: what a host answered")
                                  .arg(QString::fromStdString(stop.problem));
}

QString JourneyRows::text(int row, int column) const
{
    const auto& stop = at(row);
    switch (static_cast<Column>(column)) {
    case Role:
        switch (stop.role) {
        case JourneyRole::Pages:
            return tr("pages", "what a host is there for");
        case JourneyRole::Return:
            return tr("return", "what a host is there for: buyers come back from the provider");
        case JourneyRole::Webhook:
            return tr("webhook", "what a host is there for: notifications of the provider");
        case JourneyRole::Assets:
            return tr("assets", "what a host is there for: pictures and styles");
        }
        return {};
    case Host: {
        const QUrl url{QString::fromStdString(stop.url)};
        return url.port() < 0 ? url.host()
                              : url.host() + QLatin1Char(':') + QString::number(url.port());
    }
    case Address:
        if (stop.addresses.empty())
            return stop.isOver ? QStringLiteral("—") : QStringLiteral("…");
        return QString::fromStdString(stop.addresses.front())
                + (stop.addresses.size() > 1 ? QStringLiteral(" +%1").arg(stop.addresses.size() - 1)
                                             : QString());
    case Certificate:
        return stop.certificateDays ? QString::fromStdString(stop.certificateOf)
                                    : QStringLiteral("·");
    case Days:
        return stop.certificateDays ? m_formatter.count(*stop.certificateDays)
                                    : QStringLiteral("·");
    case Whose:
        return whose(stop);
    case Took:
        break;
    }
    return stop.ms ? m_formatter.count(*stop.ms) : QString();
}

double JourneyRows::number(int row, int column) const
{
    const auto& stop = at(row);
    if (column == Days && stop.certificateDays)
        return *stop.certificateDays;
    return column == Took ? stop.ms.value_or(unknown) : unknown;
}

} // namespace saikobi::pages
