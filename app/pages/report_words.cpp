#include "app/pages/report_words.h"

#include <QDateTime>
#include <QTimeZone>

#include <utility>

#include "widgets/status/alarm_words.h"
#include "widgets/status/words.h"

namespace saikobi::pages {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t mostRows = 40; ///< of one table; the rest is counted

QString text(const std::string& value)
{
    return QString::fromStdString(value);
}

const auto nothing = QStringLiteral("–");

} // namespace

ReportWords::ReportWords(
        const review::Recording& recording, status::Formatter formatter, bool isJapanese)
    : m_recording(recording)
    , m_report(review::reportOf(recording))
    , m_formatter(std::move(formatter))
    , m_isJapanese(isJapanese)
{
}

QString ReportWords::title() const
{
    return tr("Report on %1", "title of a report, %1: name of the sale")
            .arg(text(m_isJapanese ? m_recording.meta.nameJa : m_recording.meta.nameEn));
}

QString ReportWords::subtitle() const
{
    const auto& meta = m_recording.meta;
    const auto day = QDateTime::fromMSecsSinceEpoch(
            contract::toUnixMs(meta.from), QTimeZone(QByteArray::fromStdString(meta.timeZone)))
                             .date()
                             .toString(Qt::ISODate);
    return tr("Sale %1, run %2, %3, %4 to %5 %6",
            "%1: id of the sale, %2: run, %3: day, %4, %5: clock times, %6: time zone")
            .arg(text(meta.sale))
            .arg(meta.run.value)
            .arg(day, m_formatter.clock(meta.from), m_formatter.clock(meta.to),
                    m_formatter.zoneName(meta.from));
}

QString ReportWords::basis() const
{
    return tr("Counted from the recording alone; the same recording gives the same report. A dash "
              "means that it never happened or is not known.");
}

QString ReportWords::span(std::optional<std::chrono::seconds> length) const
{
    return length ? m_formatter.span(*length) : nothing;
}

QString ReportWords::span(std::optional<double> seconds) const
{
    return seconds ? m_formatter.span(std::chrono::seconds{std::llround(*seconds)}) : nothing;
}

QString ReportWords::statusWord(const std::string& status) const
{
    const auto known = contract::fromName<contract::OrderStatus>(status);
    if (!known)
        return text(status);
    switch (*known) {
    case contract::OrderStatus::Paid:
        return tr("paid", "state of an order");
    case contract::OrderStatus::Declined:
        return tr("declined", "state of an order");
    case contract::OrderStatus::SoldOut:
        return tr("sold out meanwhile", "state of an order");
    case contract::OrderStatus::Expired:
        return tr("not paid in time", "state of an order");
    case contract::OrderStatus::Cancelled:
        return tr("cancelled", "state of an order");
    case contract::OrderStatus::CaptureFailed:
        return tr("could not be captured", "state of an order");
    case contract::OrderStatus::Created:
    case contract::OrderStatus::Authorising:
    case contract::OrderStatus::ActionRequired:
    case contract::OrderStatus::Expiring:
    case contract::OrderStatus::Authorised:
    case contract::OrderStatus::Reserved:
    case contract::OrderStatus::Capturing:
    case contract::OrderStatus::Voiding:
        break;
    }
    return tr("unfinished", "state of an order");
}

ReportTable ReportWords::waits() const
{
    const auto& waits = m_report.waits;
    const auto count = [this, &waits](std::int64_t people) {
        return waits.isKnown ? m_formatter.count(static_cast<double>(people)) : nothing;
    };
    ReportTable out{tr("Waits", "heading of a report"), {}, {}};
    out.rows = {{},
            {tr("Most people in line"), m_formatter.count(waits.peakWaiting),
                    waits.peakAt ? m_formatter.clock(*waits.peakAt) : nothing},
            {tr("Wait of half of them (p50)"), span(waits.p50), QString()},
            {tr("Wait of nine in ten (p90)"), span(waits.p90), QString()},
            {tr("Longest wait"), span(waits.longest), QString()},
            {tr("Joined"), count(waits.joined), QString()},
            {tr("Called"), count(waits.called), QString()},
            {tr("Entered"), count(waits.entered), QString()},
            {tr("Called and did not come"), count(waits.notCome()), QString()},
            {tr("Still in line at the close"), count(waits.stillWaiting), QString()},
            {tr("Of these, already gone"), count(waits.gone), QString()}};
    out.note = tr("Waits count everybody who joined, also those who left: until they were called, "
                  "or until the close for those who were still in line.");
    return out;
}

ReportTable ReportWords::orders() const
{
    const auto& orders = m_report.orders;
    ReportTable out{tr("Orders", "heading of a report"), {{}}, {}};
    for (const auto& [status, count] : orders.byStatus)
        out.rows.push_back(
                {statusWord(status), m_formatter.count(static_cast<double>(count)), QString()});
    out.rows.push_back(
            {tr("Units sold"), m_formatter.count(static_cast<double>(orders.units)), QString()});
    out.rows.push_back({tr("Revenue"),
            tr("¥%1", "an amount of yen")
                    .arg(m_formatter.count(static_cast<double>(orders.revenue.value))),
            QString()});
    out.rows.push_back({tr("Most paid orders in a minute"),
            m_formatter.count(static_cast<double>(orders.mostPerMinute)),
            orders.mostAt ? m_formatter.clockMinutes(*orders.mostAt) : nothing});
    return out;
}

ReportTable ReportWords::failures() const
{
    ReportTable out{tr("Orders that ended unpaid", "heading of a report"),
            {{tr("End", "column of a report"), tr("Reason", "column of a report"),
                    tr("Orders", "column of a report")}},
            {}};
    for (const auto& [why, count] : m_report.orders.failures)
        out.rows.push_back({statusWord(why.first), why.second.empty() ? nothing : text(why.second),
                m_formatter.count(static_cast<double>(count))});
    return out;
}

ReportTable ReportWords::products() const
{
    ReportTable out{tr("Products", "heading of a report"),
            {{tr("Product", "column of a report"), tr("Sold", "column of a report"),
                    tr("Of", "column of a report: total stock"),
                    tr("Sold out at", "column of a report")}},
            {}};
    for (const auto& product : m_report.products)
        out.rows.push_back({QStringLiteral("%1 %2").arg(text(product.code),
                                    text(m_isJapanese ? product.nameJa : product.nameEn)),
                m_formatter.count(static_cast<double>(product.sold)),
                m_formatter.count(static_cast<double>(product.total)),
                product.soldOutAt ? m_formatter.clock(*product.soldOutAt) : nothing});
    return out;
}

ReportTable ReportWords::phases() const
{
    ReportTable out{tr("Time in each phase", "heading of a report"), {{}}, {}};
    for (const auto& [phase, length] : m_report.inPhase)
        out.rows.push_back({status::Words::of(phase), span(length)});
    return out;
}

ReportTable ReportWords::incidents() const
{
    ReportTable out{tr("Incidents", "heading of a report"),
            {{tr("First alarm", "column of a report"), tr("Began", "column of a report"),
                    tr("Noticed", "column of a report"), tr("Acknowledged", "column of a report"),
                    tr("Held", "column of a report"), tr("Recovered", "column of a report")}},
            tr("Times after the first alarm. Noticed: the first act of anybody.")};
    for (const auto& incident : m_report.incidents) {
        const auto& first = incident.alarms.front();
        const auto id = contract::alarmNamed(first.alarm);
        const auto name = id ? status::AlarmWords::of(*id) : QString();
        const auto others = static_cast<int>(incident.alarms.size()) - 1;
        const auto more
                = others > 0 ? tr("%n more", "alarms of the same incident", others) : QString();
        out.rows.push_back({QStringLiteral("%1 %2 %3").arg(text(first.alarm), name, more).trimmed(),
                m_formatter.clock(incident.from), span(incident.noticed),
                span(incident.acknowledged), span(incident.held), span(incident.recovered)});
    }
    return out;
}

ReportTable ReportWords::alarms() const
{
    const auto& load = m_report.alarms;
    const auto number = [this](int count) { return m_formatter.count(count); };
    ReportTable out{tr("Alarm load", "heading of a report"), {{}}, {}};
    out.rows.push_back({tr("Alarms raised"), number(load.raised)});
    out.rows.push_back({tr("Annunciations"), number(load.annunciations)});
    for (std::size_t i = 0; i < load.byPriority.size(); ++i)
        out.rows.push_back({QStringLiteral("P%1").arg(i + 1), number(load.byPriority.at(i))});
    out.rows.push_back(
            {tr("In ten minutes, on average"), m_formatter.decimal(load.perTenMinutes, 1)});
    out.rows.push_back({tr("Most in ten minutes"), number(load.mostInTenMinutes)});
    const auto longest = contract::alarmNamed(load.longestAlarm);
    out.rows.push_back({longest ? tr("Stood longest: %1", "%1: an alarm")
                                          .arg(QStringLiteral("%1 %2").arg(text(load.longestAlarm),
                                                  status::AlarmWords::of(*longest)))
                                : tr("Stood longest"),
            longest ? span(load.longest) : nothing});
    out.rows.push_back({tr("Still on at the end"), number(load.standing)});
    out.rows.push_back({tr("Untouched for 30 minutes"), number(load.untouched)});
    out.rows.push_back({tr("Shelved"), number(load.shelved)});
    out.rows.push_back({tr("Tests, not counted above"), number(load.tests)});
    constexpr int gradable = 4;
    if (load.annunciations < gradable)
        out.note = tr("Too few alarms to grade.");
    return out;
}

ReportTable ReportWords::commands() const
{
    const auto& commands = m_report.commands;
    const auto number = [this](int count) { return m_formatter.count(count); };
    ReportTable out{tr("Commands", "heading of a report"), {{}}, {}};
    out.rows.push_back({tr("Protective, in force"), number(commands.byClass[0])});
    out.rows.push_back({tr("Ordinary, in force"), number(commands.byClass[1])});
    out.rows.push_back({tr("Dangerous, in force"), number(commands.byClass[2])});
    out.rows.push_back({tr("Of these by override"), number(commands.overrides)});
    for (const auto& [kind, count] : commands.byKind) {
        const auto known = contract::fromName<contract::CommandKind>(kind);
        out.rows.push_back({known ? status::Words::of(*known) : text(kind), number(count)});
    }
    for (const auto& [result, count] : commands.byResult)
        if (const auto state = contract::fromName<contract::CommandState>(result);
                state && result != "in_force")
            out.rows.push_back({status::Words::of(*state), number(count)});
    return out;
}

ReportTable ReportWords::gaps() const
{
    ReportTable out{tr("Gaps of the record", "heading of a report"), {{}}, {}};
    for (const auto& gap : m_report.gaps)
        if (out.rows.size() <= mostRows)
            out.rows.push_back({m_formatter.clock(gap.from),
                    span(std::chrono::round<std::chrono::seconds>(gap.to - gap.from))});
    if (m_report.gaps.empty())
        out.note = tr("None: every second was recorded.");
    return out;
}

ReportTable ReportWords::audits() const
{
    ReportTable out{tr("Audit", "heading of a report"),
            {{tr("Look", "column of a report: what an audit looks for"),
                    tr("Most", "column of a report: most rows at any time"),
                    tr("At the end", "column of a report")}},
            tr("Rows of each look for violations; all is well at 0.")};
    for (const auto& audit : m_report.audits)
        out.rows.push_back({status::AlarmWords::of(audit.figure),
                audit.wasMeasured ? m_formatter.count(audit.most) : nothing,
                audit.wasMeasured ? m_formatter.count(audit.last) : nothing});
    return out;
}

std::vector<ReportTable> ReportWords::tables() const
{
    return {waits(), orders(), failures(), products(), phases(), incidents(), alarms(), commands(),
            gaps(), audits()};
}

} // namespace saikobi::pages
