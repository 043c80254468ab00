#include "app/review/range_text.h"

#include <QDateTime>
#include <QRegularExpression>
#include <QStringList>

#include <algorithm>
#include <array>

namespace saikobi::review {

using contract::Instant;

namespace {

constexpr auto dayTime = "yyyy-MM-dd hh:mm:ss";

std::optional<std::chrono::seconds> lengthFrom(const QString& text)
{
    static const QRegularExpression pattern(QStringLiteral("^(\\d{1,6})([smhd])$"));
    const auto found = pattern.match(text);
    if (!found.hasMatch())
        return std::nullopt;
    const std::chrono::seconds count{found.captured(1).toInt()};
    switch (found.captured(2).at(0).toLatin1()) {
    case 's':
        return count;
    case 'm':
        return count * 60;
    case 'h':
        return count * 3600;
    default:
        return count * 86400;
    }
}

std::optional<Instant> dayTimeFrom(const QString& text, const QTimeZone& zone)
{
    for (const auto* form : {dayTime, "yyyy-MM-dd hh:mm"})
        if (auto when = QDateTime::fromString(text, QLatin1String(form)); when.isValid()) {
            when.setTimeZone(zone);
            return contract::fromUnixMs(when.toMSecsSinceEpoch());
        }
    return std::nullopt;
}

std::optional<Instant> clockFrom(const QString& text, Instant start, const QTimeZone& zone)
{
    for (const auto* form : {"hh:mm:ss", "hh:mm", "h:mm"})
        if (const auto time = QTime::fromString(text, QLatin1String(form)); time.isValid()) {
            const auto first = QDateTime::fromMSecsSinceEpoch(contract::toUnixMs(start), zone);
            QDateTime when(first.date(), time, zone);
            if (when < first)
                when = when.addDays(1);
            return contract::fromUnixMs(when.toMSecsSinceEpoch());
        }
    return std::nullopt;
}

/// `since`: what "+10m" counts from, and the first moment that a bare clock time may mean.
std::optional<Instant> instantFrom(
        const QString& text, timeline::TimeWindow whole, Instant since, const QTimeZone& zone)
{
    if (text == QLatin1String("now"))
        return whole.to;
    if (text.startsWith(QLatin1String("now-"))) {
        const auto back = lengthFrom(text.mid(4));
        return back ? std::optional{whole.to - *back} : std::nullopt;
    }
    if (text.startsWith(QLatin1Char('+'))) {
        const auto ahead = lengthFrom(text.mid(1));
        return ahead ? std::optional{since + *ahead} : std::nullopt;
    }
    if (const auto whenSaid = dayTimeFrom(text, zone))
        return whenSaid;
    return clockFrom(text, since, zone);
}

} // namespace

std::optional<timeline::TimeWindow> rangeFromText(
        const QString& text, timeline::TimeWindow whole, const QTimeZone& zone)
{
    auto parts = text.trimmed().split(QRegularExpression(QStringLiteral("\\s*[/–~]\\s*")));
    if (parts.size() == 1 && parts.front().startsWith(QLatin1String("now-")))
        parts << QStringLiteral("now");
    if (parts.size() != 2)
        return std::nullopt;
    const auto from = instantFrom(parts[0], whole, whole.from, zone);
    const auto to = from ? instantFrom(parts[1], whole, *from, zone) : std::nullopt;
    if (!to)
        return std::nullopt;
    const timeline::TimeWindow cut{std::max(*from, whole.from), std::min(*to, whole.to)};
    return cut.from < cut.to ? std::optional{cut} : std::nullopt;
}

QString rangeToText(timeline::TimeWindow range, timeline::TimeWindow whole, const QTimeZone& zone)
{
    const bool isOneDay = range.to - whole.from < std::chrono::hours{24};
    const auto said = [&zone, isOneDay](Instant at) {
        return QDateTime::fromMSecsSinceEpoch(contract::toUnixMs(at), zone)
                .toString(QLatin1String(isOneDay ? "hh:mm:ss" : dayTime));
    };
    return said(range.from) + QLatin1Char('/') + said(range.to);
}

} // namespace saikobi::review
