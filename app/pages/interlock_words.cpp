#include "app/pages/interlock_words.h"

#include <QStringList>

#include "backend/contract/figures.h"

namespace saikobi::pages {

using commands::Interlock;
using commands::Verdict;
using contract::Figure;

namespace {

QString idOf(const std::optional<Figure>& figure)
{
    return figure ? QString::fromUtf8(contract::info(*figure).id.data(),
                   static_cast<qsizetype>(contract::info(*figure).id.size()))
                  : QString();
}

QString idOf(const std::optional<contract::AlarmId>& alarm)
{
    return alarm ? QString::fromStdString(std::string{contract::name(*alarm)}) : QString();
}

controls::CheckMark markOf(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Ok:
        return controls::CheckMark::Ok;
    case Verdict::Blocked:
        return controls::CheckMark::Blocked;
    case Verdict::Unknown:
        break;
    }
    return controls::CheckMark::Unknown;
}

} // namespace

QString InterlockWords::name(Interlock interlock)
{
    switch (interlock) {
    case Interlock::Step:
        return tr("step ≤ +20 %", "condition for raising the rate");
    case Interlock::Soak:
        return tr("last raise soaked", "condition for raising the rate: waited long enough");
    case Interlock::OrdersFollow:
        return tr("orders follow", "condition for raising the rate");
    case Interlock::Errors:
        return tr("errors", "condition for raising the rate");
    case Interlock::OwnTime:
        return tr("own time, pages", "condition for raising the rate");
    case Interlock::Budget:
        return tr("provider budget then", "condition for raising the rate: at the new rate");
    case Interlock::Lanes:
        return tr("lanes then", "condition for raising the rate: at the new rate");
    case Interlock::Machines:
        return tr("machines, Postgres", "condition for raising the rate");
    case Interlock::FreshData:
        return tr("data fresh", "condition for raising the rate");
    case Interlock::NoAlarm:
        return tr("no P1 or P2", "condition for raising the rate: active alarms");
    }
    return {};
}

QString InterlockWords::figure(
        const commands::InterlockLine& line, const status::Formatter& formatter)
{
    if (line.isLeftOut)
        return tr("%1 not measured here", "%1: id of a figure").arg(idOf(line.of));
    if (line.alarm && line.verdict == Verdict::Blocked)
        return tr("alarm %1 is active", "%1: number of an alarm").arg(idOf(line.alarm));
    if (line.alarm || (line.interlock == Interlock::NoAlarm && line.verdict == Verdict::Unknown))
        return tr("alarms not known", "no data");
    if (line.interlock == Interlock::FreshData)
        return line.verdict == Verdict::Ok
                ? QString()
                : tr("old or missing: %1", "%1: id of a figure").arg(idOf(line.of));
    if (!line.figure)
        return line.of ? tr("%1 not known", "%1: id of a figure").arg(idOf(line.of)) : QString();
    switch (line.interlock) {
    case Interlock::Step:
        return formatter.percent(*line.figure, 0);
    case Interlock::Soak:
        return *line.figure > 0 ? tr("%1 left", "%1: time until something is over")
                                          .arg(formatter.span(std::chrono::seconds{
                                                  static_cast<int>(*line.figure + 0.999)}))
                                : QString();
    case Interlock::OrdersFollow:
        return line.verdict == Verdict::Unknown
                ? tr("%1 not known", "%1: id of a figure").arg(idOf(line.of))
                : tr("%1/min, needed %2", "%1: orders a minute, %2: how many are needed")
                          .arg(formatter.count(*line.figure),
                                  formatter.count(line.limit.value_or(0)));
    case Interlock::OwnTime:
        return tr("%1 s < %2 s", "%1: seconds measured, %2: limit")
                .arg(formatter.decimal(*line.figure, 2), formatter.decimal(*line.limit, 1));
    case Interlock::NoAlarm:
        return formatter.count(*line.figure);
    default:
        return tr("%1 < %2", "%1: percentage measured, %2: limit")
                .arg(formatter.percent(*line.figure, line.interlock == Interlock::Errors ? 1 : 0),
                        formatter.percent(*line.limit, 0));
    }
}

std::vector<controls::CheckLine> InterlockWords::lines(
        const commands::InterlockLines& lines, const status::Formatter& formatter)
{
    std::vector<controls::CheckLine> out;
    for (const auto& line : lines)
        out.push_back({markOf(line.verdict), name(line.interlock), figure(line, formatter)});
    return out;
}

QString InterlockWords::obstacles(const commands::InterlockLines& lines)
{
    QStringList names;
    for (const auto& line : lines)
        if (line.verdict != Verdict::Ok)
            names << name(line.interlock);
    return names.join(QStringLiteral(", "));
}

QString InterlockWords::proposal(const commands::Proposal& proposal, std::optional<double> advised,
        const status::Formatter& formatter)
{
    const auto most = advised
            ? tr("Advised at most: %1/min.", "%1: admission rate").arg(formatter.count(*advised))
            : tr("Advised rate not known.", "no data");
    using Kind = commands::Proposal::Kind;
    switch (proposal.kind) {
    case Kind::NoRaiseNeeded:
        return tr("No raise needed. %1", "proposal, %1: another sentence").arg(most);
    case Kind::Raise:
        return tr("Proposed: %1/min. %2", "proposal, %1: admission rate, %2: another sentence")
                .arg(formatter.count(proposal.rate), most);
    case Kind::Lower:
        return tr("Above what is advised: lower to %1/min.", "proposal, %1: admission rate")
                .arg(formatter.count(proposal.rate));
    case Kind::Unknown:
        break;
    }
    return tr("No proposal: figures are missing. %1", "%1: another sentence").arg(most);
}

std::array<controls::ForeseenTable::Row, controls::ForeseenTable::rows> InterlockWords::foreseen(
        const std::array<commands::Foreseen, 4>& seen, const status::Formatter& formatter)
{
    std::array<controls::ForeseenTable::Row, controls::ForeseenTable::rows> out;
    const std::array names{tr("wait, joining now", "what a rate changes"),
            tr("provider budget", "what a rate changes"), tr("shoppers", "what a rate changes"),
            tr("lanes", "what a rate changes")};
    const auto text = [&formatter](Figure figure, std::optional<double> value) {
        if (!value)
            return QStringLiteral("·");
        if (figure == Figure::Shoppers)
            return formatter.count(*value);
        return figure == Figure::WaitNew ? tr("%1 min", "%1: minutes").arg(formatter.count(*value))
                                         : formatter.percent(*value, 0);
    };
    for (std::size_t i = 0; i < out.size(); ++i)
        out.at(i) = {names.at(i), text(seen.at(i).figure, seen.at(i).before),
                text(seen.at(i).figure, seen.at(i).after)};
    return out;
}

} // namespace saikobi::pages
