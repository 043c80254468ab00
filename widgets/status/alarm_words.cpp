#include "widgets/status/alarm_words.h"

#include <algorithm>
#include <cmath>

namespace saikobi::status {

using contract::AlarmStanding;
using contract::Figure;

QString AlarmWords::of(Figure figure)
{
    switch (figure) {
    case Figure::AuditOversold:
        return tr("oversold, rows", "alarm: rows of the audit that found units sold twice");
    case Figure::ErrorRatio:
        return tr("errors", "alarm: share of failed answers");
    case Figure::OwnP95:
        return tr("own time p95", "alarm: our own share of an order's time");
    case Figure::PageP95:
        return tr("pages p95", "alarm: time of a buyer's page");
    case Figure::Reloads:
        return tr("reloads", "alarm: buyers who ask again too early");
    case Figure::PaymentSuccess:
        return tr("payment success", "alarm: share of approved payments");
    case Figure::BudgetUsed:
        return tr("provider budget", "alarm: used share of the calls that the provider takes");
    case Figure::RefusedForRate:
        return tr("refused for rate",
                "alarm: calls that the provider refused because there were too many");
    case Figure::MethodP95:
        return tr("payment time", "alarm: of a payment method, against its usual time");
    case Figure::Unsettled:
        return tr("unsettled orders", "alarm: authorised and neither captured nor voided");
    case Figure::InboxAge:
        return tr("notification waits",
                "alarm: a notification of the provider that was not applied yet");
    case Figure::OpenDifferences:
        return tr("open differences", "alarm: between our orders and the provider's");
    case Figure::LaneUse:
        return tr("busiest lane", "alarm: use of the busiest executor or lane");
    case Figure::Cpu:
        return tr("busiest CPU", "alarm: use of the busiest host");
    case Figure::PgConnections:
        return tr("DB connections", "alarm: share of Postgres's connections in use");
    case Figure::PgLockWaiters:
        return tr("waiting for locks", "alarm: connections of Postgres that wait for a lock");
    case Figure::PgOldestTx:
        return tr("oldest transaction", "alarm: of Postgres");
    case Figure::PgDeadlocks:
        return tr("deadlocks", "alarm: of Postgres");
    case Figure::RedisMemory:
        return tr("Redis memory", "alarm: used share");
    case Figure::RedisRefused:
        return tr("Redis refused writes", "alarm: or threw data away");
    case Figure::StoreLost:
        return tr("store lost", "alarm: Redis or Postgres does not answer");
    case Figure::FeedAge:
        return tr("data is old", "alarm: nothing new comes from a store");
    case Figure::PathRtt:
        return tr("command path", "alarm: round trip of a command");
    case Figure::Unconfirmed:
        return tr("unconfirmed", "alarm: commands that nobody has confirmed");
    case Figure::PassAge:
        return tr("no pass given", "alarm: the queue is stuck, since");
    case Figure::RateActual:
        return tr("rate off by", "alarm: passes given against the set rate");
    case Figure::AbsentShare:
        return tr("absent share", "alarm: people who were called and are not there");
    case Figure::WaitNew:
        return tr("wait, joining now", "alarm: forecast for who joins now");
    case Figure::Conversion:
        return tr("orders fell by", "alarm: orders of the passes given, against their mean");
    case Figure::AuditStrandedStock:
        return tr("stranded units", "alarm: of the audit");
    case Figure::AuditOrphanPayment:
        return tr("orphan payments", "alarm: of the audit: paid, but without an order");
    case Figure::AuditUnfinishedOrder:
        return tr("unfinished orders", "alarm: of the audit");
    case Figure::AuditDoubleCapture:
        return tr("double captures", "alarm: of the audit: money taken twice");
    case Figure::HeldOverdue:
        return tr("held too long", "alarm: units past the deadline of their order");
    case Figure::ArrivalsRatio:
        return tr("arrivals of plan", "alarm: arrivals as a multiple of the plan");
    case Figure::SourceShare:
        return tr("one source joins", "alarm: share of the largest source");
    case Figure::InstancesChanged:
        return tr("instances changed", "alarm: restarted, gone, or of another version");
    case Figure::ResumeOverdue:
        return tr("resume overdue", "alarm: the promised time of resuming is over");
    case Figure::RecordAge:
        return tr("recorder is late", "alarm: since it last wrote");
    case Figure::DiskFree:
        return tr("disk space left", "alarm: where the record is written");
    case Figure::ClockSkew:
        return tr("clock is off", "alarm: against the stores' clock");
    case Figure::Outside:
        return tr("outside walk", "alarm: the journey through the public name");
    case Figure::Balancer5xx:
        return tr("balancer errors", "alarm: 5xx of the load balancer");
    default:
        return QString::fromUtf8(contract::info(figure).id.data(),
                static_cast<qsizetype>(contract::info(figure).id.size()));
    }
}

QString AlarmWords::of(contract::AlarmId alarm)
{
    using contract::AlarmId;
    switch (alarm) {
    case AlarmId::A01:
        return tr("oversold", "name of alarm A01");
    case AlarmId::A02:
        return tr("errors", "name of alarm A02");
    case AlarmId::A03:
        return tr("own time", "name of alarm A03");
    case AlarmId::A04:
        return tr("buyer pages", "name of alarm A04");
    case AlarmId::A05:
        return tr("payment success", "name of alarm A05");
    case AlarmId::A06:
        return tr("provider budget", "name of alarm A06");
    case AlarmId::A07:
        return tr("refused for rate", "name of alarm A07");
    case AlarmId::A08:
        return tr("payment time", "name of alarm A08");
    case AlarmId::A09:
        return tr("unsettled payments", "name of alarm A09");
    case AlarmId::A10:
        return tr("lanes and CPU", "name of alarm A10");
    case AlarmId::A11:
        return tr("DB connections", "name of alarm A11");
    case AlarmId::A12:
        return tr("DB locks", "name of alarm A12");
    case AlarmId::A13:
        return tr("Redis memory", "name of alarm A13");
    case AlarmId::A14:
        return tr("store lost", "name of alarm A14");
    case AlarmId::A15:
        return tr("data is old", "name of alarm A15");
    case AlarmId::A16:
        return tr("command path", "name of alarm A16");
    case AlarmId::A17:
        return tr("queue stuck", "name of alarm A17");
    case AlarmId::A18:
        return tr("rate off", "name of alarm A18");
    case AlarmId::A19:
        return tr("long wait", "name of alarm A19");
    case AlarmId::A20:
        return tr("orders fell", "name of alarm A20");
    case AlarmId::A21:
        return tr("audit findings", "name of alarm A21");
    case AlarmId::A22:
        return tr("held too long", "name of alarm A22");
    case AlarmId::A23:
        return tr("odd arrivals", "name of alarm A23");
    case AlarmId::A24:
        return tr("instances changed", "name of alarm A24");
    case AlarmId::A25:
        return tr("hold without news", "name of alarm A25");
    case AlarmId::A26:
        return tr("record, disk, clock", "name of alarm A26");
    case AlarmId::A27:
        return tr("outside walk", "name of alarm A27");
    }
    return {};
}

QString AlarmWords::of(contract::AlarmPriority priority)
{
    return QStringLiteral("P%1").arg(static_cast<int>(priority));
}

QString AlarmWords::of(AlarmSort sort)
{
    switch (sort) {
    case AlarmSort::UnacknowledgedFirst:
        return tr("unseen first", "order of the alarms: not acknowledged ones on top");
    case AlarmSort::Newest:
        return tr("newest first", "order of the alarms");
    case AlarmSort::Oldest:
        return tr("oldest first", "order of the alarms");
    case AlarmSort::Severity:
        return tr("by severity", "order of the alarms");
    }
    return {};
}

QString AlarmWords::value(Figure figure, double value, const Formatter& formatter)
{
    const auto unit = contract::info(figure).unit;
    // Held against something else, they are no plain figures any more (contract/alarm_limits.h).
    if (unit == "%" || figure == Figure::RateActual)
        return formatter.percent(value, std::abs(value) < 10 ? 1 : 0);
    if (figure == Figure::MethodP95 || figure == Figure::ArrivalsRatio)
        return tr("%1×", "%1: multiple of what is usual").arg(formatter.decimal(value, 1));
    if (unit == "s")
        return tr("%1 s", "%1: seconds")
                .arg(formatter.decimal(value, std::abs(value) < 1 ? 2 : std::abs(value) < 10));
    if (unit == "ms")
        return formatter.milliseconds(value);
    if (unit == "min")
        return tr("%1 min", "%1: minutes").arg(formatter.decimal(value, 0));
    if (unit == "/min")
        return tr("%1/min", "%1: number per minute").arg(formatter.count(value));
    if (unit == "GiB")
        return tr("%1 GiB", "%1: gibibytes").arg(formatter.decimal(value, 1));
    return formatter.count(value);
}

QString AlarmWords::title(const contract::AlarmRecord& record, const Formatter& formatter)
{
    const auto figure = contract::figureNamed(record.figure);
    const auto words = figure ? tr("%1 %2", "%1: what an alarm is about, %2: value with its unit")
                                        .arg(of(*figure), value(*figure, record.value, formatter))
                              : of(record.alarm);
    return record.isTest ? tr("TEST %1", "%1: an alarm that is only tried out").arg(words) : words;
}

QString AlarmWords::standing(const ListedAlarm& alarm, contract::Instant now)
{
    const auto& record = alarm.record;
    if (!alarm.asked.isEmpty())
        return alarm.asked;
    if (record.isShelved())
        return tr("shelved, %1 left", "an alarm, %1: time until it comes back")
                .arg(duration(std::chrono::ceil<std::chrono::seconds>(
                        record.shelvedUntil.value_or(now) - now)));
    switch (standingOf(record)) {
    case AlarmStanding::Unacknowledged:
        return tr("not acknowledged", "an alarm");
    case AlarmStanding::Acknowledged:
        return tr("seen: %1", "an alarm that was acknowledged, %1: by whom")
                .arg(QString::fromStdString(record.acknowledgedBy));
    case AlarmStanding::Returned:
        return record.isLatched && record.acknowledged
                ? tr("over, confirm it", "an alarm that waits to be confirmed as acted on")
                : tr("over, not seen", "an alarm that has ended, and nobody has acknowledged");
    case AlarmStanding::Normal:
        break;
    }
    return tr("normal", "an alarm");
}

QString AlarmWords::duration(std::chrono::seconds length)
{
    const auto total = std::max<std::int64_t>(0, length.count());
    const auto two = [](std::int64_t value) {
        return QStringLiteral("%1").arg(value, 2, 10, QLatin1Char('0'));
    };
    const QString minutes = two(total / 60 % 60) + QLatin1Char(':') + two(total % 60);
    return total < 3600 ? minutes : QString(two(total / 3600) + QLatin1Char(':') + minutes);
}

QString AlarmWords::since(const contract::AlarmRecord& record, contract::Instant now)
{
    return record.raised ? duration(std::chrono::floor<std::chrono::seconds>(now - *record.raised))
                         : QString();
}

QString AlarmWords::asked(contract::CommandKind act)
{
    using contract::CommandKind;
    if (act == CommandKind::AlarmAcknowledge)
        return tr("acknowledging…", "an alarm: sent, not read back yet");
    if (act == CommandKind::AlarmConfirm)
        return tr("confirming…", "an alarm: sent, not read back yet");
    if (act == CommandKind::AlarmShelve)
        return tr("shelving…", "an alarm: sent, not read back yet");
    if (act == CommandKind::AlarmUnshelve)
        return tr("coming back…", "a shelved alarm: sent, not read back yet");
    return tr("testing…", "an alarm: sent, not read back yet");
}

QString AlarmWords::priorities(const std::array<int, 3>& counts)
{
    return QStringLiteral("P1 %1  P2 %2  P3 %3").arg(counts[0]).arg(counts[1]).arg(counts[2]);
}

QString AlarmWords::fold(const AlarmRow& row)
{
    const auto all
            = tr("%n follow(s)", "alarms that are consequences of the one above", row.folded);
    return row.unseen == 0
            ? all
            : tr("%1, %2 unseen", "%1: alarms that follow from another, %2: number of them")
                      .arg(all)
                      .arg(row.unseen);
}

QString AlarmWords::sentence(
        const ListedAlarm& alarm, contract::Instant now, const Formatter& formatter)
{
    const auto& record = alarm.record;
    return tr("%1 %2 %3, %4, since %5",
            "%1: priority such as P2, %2: id, %3: what it is about, %4: whether it was seen, "
            "%5: minutes and seconds")
            .arg(of(record.priority), QString::fromStdString(std::string{name(record.alarm)}),
                    title(record, formatter), standing(alarm, now), since(record, now));
}

} // namespace saikobi::status
