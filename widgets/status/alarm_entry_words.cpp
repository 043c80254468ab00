#include "widgets/status/alarm_entry_words.h"

#include "widgets/status/alarm_words.h"

namespace saikobi::status {

namespace {

QString field(const contract::TimelineEntry& entry, const char* name)
{
    const auto found = entry.data.find(name);
    return found == entry.data.end() ? QString() : QString::fromStdString(found->second);
}

/// "A06 provider budget 96 %", or "A06 provider budget" where no value is told.
QString subject(const contract::TimelineEntry& entry)
{
    const auto id = QString::fromStdString(entry.subject);
    const auto figure = contract::figureNamed(field(entry, "figure").toStdString());
    const auto alarm = contract::alarmNamed(entry.subject);
    if (figure && !field(entry, "value").isEmpty())
        return QStringLiteral("%1 %2 %3")
                .arg(id, AlarmWords::of(*figure),
                        AlarmWords::value(*figure, field(entry, "value").toDouble(), Formatter()));
    return alarm ? QStringLiteral("%1 %2").arg(id, AlarmWords::of(*alarm)) : id;
}

} // namespace

QString AlarmEntryWords::end(const QString& why)
{
    if (why == QLatin1String("suppressed"))
        return tr("suppressed by design", "why an alarm ended");
    if (why == QLatin1String("out_of_service"))
        return tr("out of service", "why an alarm ended");
    if (why == QLatin1String("time"))
        return tr("its time is over", "why shelving ended");
    if (why == QLatin1String("cleared"))
        return tr("the alarm ended", "why shelving ended");
    if (why == QLatin1String("restart"))
        return tr("the backend was restarted", "why shelving ended");
    if (why == QLatin1String("operator"))
        return tr("taken back", "why shelving ended: somebody did so");
    return why;
}

QString AlarmEntryWords::ofAlarm(const contract::TimelineEntry& entry)
{
    const auto what = field(entry, "what");
    const QString priority{QStringLiteral("P") + field(entry, "priority")};
    const auto why = field(entry, "why");
    if (what.isEmpty())
        return tr("%1 on", "%1: id of an alarm and what it is about").arg(subject(entry));
    if (what == QLatin1String("raised"))
        return tr("%1 on (%2)", "%1: id of an alarm and what it is about, %2: priority")
                .arg(subject(entry), priority);
    if (what == QLatin1String("escalated"))
        return tr("%1 now %2", "%1: id of an alarm and what it is about, %2: higher priority")
                .arg(subject(entry), priority);
    if (what == QLatin1String("eased"))
        return tr("%1 eased to %2", "%1: id of an alarm and what it is about, %2: priority")
                .arg(subject(entry), priority);
    if (what == QLatin1String("again"))
        return tr("%1 rings again (%2)", "%1: id of an alarm and what it is about, %2: priority")
                .arg(subject(entry), priority);
    if (what == QLatin1String("cleared"))
        return why.isEmpty()
                ? tr("%1 over", "an alarm ended, %1: its id and what it is about")
                          .arg(subject(entry))
                : tr("%1 over: %2", "an alarm ended, %1: its id and what it is about, %2: why")
                          .arg(subject(entry), end(why));
    return QStringLiteral("%1 %2").arg(subject(entry), what);
}

QString AlarmEntryWords::ofShelving(const contract::TimelineEntry& entry)
{
    const auto who = QString::fromStdString(entry.actor);
    if (field(entry, "what") != QLatin1String("over"))
        return tr("%1 shelved (%2)", "%1: id of an alarm and what it is about, %2: by whom")
                .arg(subject(entry), who);
    return tr("%1 no longer shelved: %2", "%1: id of an alarm and what it is about, %2: why")
            .arg(subject(entry), end(field(entry, "why")));
}

std::optional<QString> AlarmEntryWords::sentence(const contract::TimelineEntry& entry)
{
    const auto who = QString::fromStdString(entry.actor);
    if (entry.kind == "alarm")
        return ofAlarm(entry);
    if (entry.kind == "acknowledge")
        return tr("%1 acknowledged (%2)", "%1: id of an alarm and what it is about, %2: by whom")
                .arg(subject(entry), who);
    if (entry.kind == "confirm")
        return tr("%1 acted on (%2)", "%1: id of an alarm and what it is about, %2: by whom")
                .arg(subject(entry), who);
    if (entry.kind == "shelve")
        return ofShelving(entry);
    if (entry.kind == "test")
        return tr("TEST of %1 (%2)", "%1: id of an alarm and what it is about, %2: by whom")
                .arg(subject(entry), who);
    if (entry.kind == "silence")
        return entry.subject == "mute"
                ? tr("sound muted for %1 min (%2)", "%1: minutes, %2: by whom")
                          .arg(field(entry, "minutes"), who)
                : tr("sound silenced (%1)", "%1: by whom").arg(who);
    return std::nullopt;
}

} // namespace saikobi::status
