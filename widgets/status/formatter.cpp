#include "widgets/status/formatter.h"

#include <QDateTime>

#include <algorithm>
#include <cmath>

namespace saikobi::status {

namespace {

QDateTime dateTime(contract::Instant at, const QTimeZone& zone)
{
    return QDateTime::fromMSecsSinceEpoch(contract::toUnixMs(at), zone);
}

} // namespace

Formatter::Formatter(QLocale locale, QTimeZone zone)
    : m_locale(std::move(locale))
    , m_zone(zone.isValid() ? std::move(zone) : QTimeZone::utc())
{
}

QString Formatter::count(double value) const
{
    return m_locale.toString(static_cast<qlonglong>(std::llround(value)));
}

QString Formatter::thousands(double value) const
{
    return tr("%1k", "%1: a number of thousands").arg(count(value / 1000));
}

QString Formatter::about(double value) const
{
    if (value < 100)
        return count(value);
    const double step = std::pow(10, std::floor(std::log10(value)) - 1);
    const double rounded = std::round(value / step) * step;
    if (rounded < 1000)
        return count(rounded);
    return tr("%1k", "%1: a number of thousands")
            .arg(decimal(rounded / 1000, rounded < 10'000 ? 1 : 0));
}

QString Formatter::decimal(double value, int digits) const
{
    return m_locale.toString(value, 'f', digits);
}

QString Formatter::percent(double value, int digits) const
{
    return tr("%1 %", "%1: a number, already in percent").arg(decimal(value, digits));
}

QString Formatter::milliseconds(double value) const
{
    return tr("%1 ms", "%1: milliseconds of a round trip")
            .arg(value < 10 ? decimal(value, 1) : count(value));
}

QString Formatter::age(std::chrono::milliseconds age) const
{
    // A clock that runs ahead of ours must not show an age below zero.
    const double seconds = std::max(0.0, std::chrono::duration<double>(age).count());
    if (seconds < 10)
        return tr("%1 s", "%1: seconds of an age").arg(decimal(seconds, 1));
    if (seconds < 120)
        return tr("%1 s", "%1: seconds of an age").arg(count(std::floor(seconds)));
    if (seconds < 7200)
        return tr("%1 min", "%1: minutes of an age").arg(count(std::floor(seconds / 60)));
    return tr("%1 h", "%1: hours of an age").arg(count(std::floor(seconds / 3600)));
}

QString Formatter::clock(contract::Instant at) const
{
    return dateTime(at, m_zone).toString(QStringLiteral("HH:mm:ss"));
}

QString Formatter::clockMinutes(contract::Instant at) const
{
    return dateTime(at, m_zone).toString(QStringLiteral("HH:mm"));
}

QString Formatter::span(std::chrono::seconds length) const
{
    const auto total = std::abs(length.count());
    return QStringLiteral("%1:%2:%3")
            .arg(total / 3600, 2, 10, QLatin1Char('0'))
            .arg(total / 60 % 60, 2, 10, QLatin1Char('0'))
            .arg(total % 60, 2, 10, QLatin1Char('0'));
}

QString Formatter::zoneName(contract::Instant at) const
{
    return m_zone.abbreviation(dateTime(at, m_zone));
}

std::chrono::seconds Formatter::utcOffset(contract::Instant at) const
{
    return std::chrono::seconds{m_zone.offsetFromUtc(dateTime(at, m_zone))};
}

} // namespace saikobi::status
