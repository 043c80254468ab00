#include "tests/faults/replay_match.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace saikobi::tests {

using contract::Figure;
using contract::SaleSnapshot;
using contract::SnapshotPtr;
using namespace std::chrono_literals;

namespace {

/// Ticks that came late, by the other store, may have counted in another second of a window.
constexpr double closeEnough = 0.02;

bool isClose(double a, double b, double share)
{
    return std::abs(a - b) <= share * std::max({1.0, std::abs(a), std::abs(b)});
}

/// What ticks do not tell, or not alone: looked at by a console itself, whenever it comes to it.
/// Compared by compareMarks().
constexpr Figure ownLooks[]{Figure::Unsettled, Figure::AuditRows, Figure::PurchaseTime,
        Figure::ClockSkew, Figure::PathRtt, Figure::Unconfirmed, Figure::StoreLost, Figure::FeedAge,
        Figure::Conversion};

bool isOwn(Figure figure)
{
    return std::find(std::begin(ownLooks), std::end(ownLooks), figure) != std::end(ownLooks);
}

QString nameOf(Figure figure)
{
    const auto id = contract::info(figure).id;
    return QString::fromUtf8(id.data(), static_cast<int>(id.size()));
}

/// The newest ticks that a snapshot shows: of the line, and of each instance.
std::vector<std::int64_t> heardIn(const SaleSnapshot& sale)
{
    const auto& waiting = sale.figures.at(static_cast<std::size_t>(Figure::Waiting));
    std::vector<std::int64_t> out{waiting ? contract::toUnixMs(waiting->asOf) / 1000 : 0};
    for (const auto& instance : sale.instances)
        out.push_back(instance.tickAt ? contract::toUnixMs(*instance.tickAt) / 1000 : 0);
    return out;
}

QString textOf(const std::optional<contract::Observed<double>>& value)
{
    return value ? QStringLiteral("%1 of %2")
                           .arg(value->value, 0, 'g', 12)
                           .arg(contract::toUnixMs(value->asOf) % 1'000'000)
                 : QStringLiteral("nothing");
}

const std::optional<contract::Observed<double>>& valueOf(const SaleSnapshot& sale, Figure figure)
{
    return sale.figures.at(static_cast<std::size_t>(figure));
}

void compareFigures(const SaleSnapshot& live, const SaleSnapshot& replay, Differences& into)
{
    for (const auto& info : contract::allFigures()) {
        if (isOwn(info.figure))
            continue;
        const auto& ours = valueOf(live, info.figure);
        const auto& theirs = valueOf(replay, info.figure);
        const bool isSame = ours.has_value() == theirs.has_value()
                && (!ours
                        || (isClose(ours->value, theirs->value, closeEnough)
                                && ours->asOf == theirs->asOf));
        if (!isSame)
            into.note(nameOf(info.figure), textOf(ours) + u" ≠ " + textOf(theirs));
    }
}

void compareMethods(const SaleSnapshot& live, const SaleSnapshot& replay, Differences& into)
{
    if (live.methodFigures.has_value() != replay.methodFigures.has_value()) {
        into.note(QStringLiteral("methods"), QStringLiteral("known on one side only"));
        return;
    }
    if (!live.methodFigures)
        return;
    const auto& ours = live.methodFigures->value.byMethod;
    const auto& theirs = replay.methodFigures->value.byMethod;
    const bool isSame = std::equal(ours.begin(), ours.end(), theirs.begin(), theirs.end(),
            [](const auto& a, const auto& b) {
                return a.first == b.first
                        && a.second.attemptsPerSecond == b.second.attemptsPerSecond
                        && a.second.inFlight == b.second.inFlight
                        && a.second.successPercent == b.second.successPercent
                        && a.second.declinedPercent == b.second.declinedPercent
                        && a.second.p50Seconds == b.second.p50Seconds
                        && a.second.p95Seconds == b.second.p95Seconds
                        && a.second.ends == b.second.ends;
            });
    if (!isSame)
        into.note(QStringLiteral("methods"), QStringLiteral("other figures"));
}

void compareInstances(const SaleSnapshot& live, const SaleSnapshot& replay, Differences& into)
{
    const bool isSame = std::equal(live.instances.begin(), live.instances.end(),
            replay.instances.begin(), replay.instances.end(), [](const auto& a, const auto& b) {
                return a.name == b.name && a.incarnation == b.incarnation && a.version == b.version
                        && a.startedAt == b.startedAt && a.isReady == b.isReady
                        && a.figures.cpuPercent == b.figures.cpuPercent
                        && a.figures.rssMiB == b.figures.rssMiB
                        && a.figures.redisRttMs == b.figures.redisRttMs
                        && a.figures.postgresRttMs == b.figures.postgresRttMs
                        && a.figures.connections == b.figures.connections
                        && a.figures.sockets == b.figures.sockets
                        && a.figures.underWay == b.figures.underWay;
            });
    if (!isSame)
        into.note(QStringLiteral("instances"),
                QStringLiteral("%1 and %2")
                        .arg(live.instances.size())
                        .arg(replay.instances.size()));
}

/// True when one of the seconds says the same.
bool isInOne(const Candidates& replayed, const std::function<bool(const SaleSnapshot&)>& isSame)
{
    return std::any_of(replayed.begin(), replayed.end(),
            [&isSame](const SnapshotPtr& one) { return one && isSame(*one); });
}

bool isSameStock(const contract::ProductStock& a, const contract::ProductStock& b)
{
    return a.id == b.id && a.code == b.code && a.name == b.name && a.total == b.total
            && a.held == b.held && a.sold == b.sold && a.kept == b.kept && a.state == b.state
            && a.offerAt == b.offerAt && a.offerUnits == b.offerUnits;
}

/// Each product by itself: two of them may have changed in the same second, one before and one
/// after this console looked.
void compareStock(const SaleSnapshot& live, const Candidates& replayed, Differences& into)
{
    for (std::size_t i = 0; live.products && i < live.products->value.size(); ++i) {
        const auto& ours = live.products->value[i];
        const bool isSame = isInOne(replayed, [&](const SaleSnapshot& replay) {
            return replay.products && i < replay.products->value.size()
                    && isSameStock(ours, replay.products->value[i]);
        });
        if (!isSame)
            into.note(QStringLiteral("stock"),
                    QStringLiteral("%1 at %2: held %3, sold %4")
                            .arg(QString::fromStdString(ours.code))
                            .arg(contract::toUnixMs(live.madeAt) % 1'000'000)
                            .arg(ours.held)
                            .arg(ours.sold));
        const bool hasRate = isInOne(replayed, [&](const SaleSnapshot& replay) {
            const auto& theirs = replay.products && i < replay.products->value.size()
                    ? replay.products->value[i].perMinute
                    : std::nullopt;
            return theirs.has_value() == ours.perMinute.has_value()
                    && (!theirs || isClose(*theirs, *ours.perMinute, 0.1)
                            || std::abs(*theirs - *ours.perMinute) <= 4);
        });
        if (!hasRate)
            into.note(QStringLiteral("units per minute"),
                    QString::number(ours.perMinute.value_or(-1)));
    }
}

} // namespace

void Differences::note(const QString& field, const QString& example)
{
    ++fields[field];
    if (!examples.contains(field))
        examples[field] = example;
}

void Differences::report(const char* of) const
{
    qInfo("%s: %d snapshots compared, %d fields differ somewhere", of, compared,
            static_cast<int>(fields.size()));
    for (auto each = fields.begin(); each != fields.end(); ++each)
        qInfo("  %s: %d times, as %s", qPrintable(each.key()), each.value(),
                qPrintable(examples.value(each.key())));
}

QString Differences::names() const
{
    QStringList out;
    for (auto each = fields.begin(); each != fields.end(); ++each)
        if (each.value() > mostDiffering * compared)
            out << each.key();
    return out.join(QStringLiteral(", "));
}

void compareTicked(const SaleSnapshot& live, const Candidates& replayed, Differences& into)
{
    const auto heard = heardIn(live);
    std::vector<const SaleSnapshot*> aligned;
    for (const auto& one : replayed)
        if (one && heardIn(*one) == heard)
            aligned.push_back(one.get());
    ++into.compared;
    if (aligned.empty()) {
        QStringList seconds;
        for (const auto second : heard)
            seconds << QString::number(second % 1000);
        into.note(QStringLiteral("newest ticks"),
                QString::number(contract::toUnixMs(live.madeAt) % 1'000'000) + u": "
                        + seconds.join(u' '));
        return;
    }
    Differences least;
    for (std::size_t i = 0; i < aligned.size(); ++i) {
        Differences found;
        compareFigures(live, *aligned[i], found);
        compareMethods(live, *aligned[i], found);
        compareInstances(live, *aligned[i], found);
        const bool isOfTicks = !live.lineFromPostgres;
        if (isOfTicks
                && contract::toJson(live.line->value) != contract::toJson(aligned[i]->line->value))
            found.note(QStringLiteral("line"), QStringLiteral("another state"));
        if (i == 0 || found.fields.size() < least.fields.size())
            least = found;
    }
    for (auto each = least.fields.begin(); each != least.fields.end(); ++each)
        into.note(each.key(), least.examples.value(each.key()));
}

void compareMarks(const SaleSnapshot& live, const Candidates& replayed, Differences& into)
{
    ++into.compared;
    for (const auto& info : contract::allFigures()) {
        const auto state = contract::stateOf(live, info.figure, live.madeAt);
        const bool isSame = isInOne(replayed, [&](const SaleSnapshot& replay) {
            return contract::stateOf(replay, info.figure, replay.madeAt) == state;
        });
        if (!isSame)
            into.note(nameOf(info.figure), QStringLiteral("state %1").arg(static_cast<int>(state)));
    }
    const auto compareFeed = [&](const char* name, contract::Feed SaleSnapshot::*feed) {
        if (!isInOne(replayed, [&](const SaleSnapshot& replay) {
                return (replay.*feed).error == (live.*feed).error;
            }))
            into.note(QLatin1String(name), QString::fromStdString((live.*feed).error));
    };
    compareFeed("Redis", &SaleSnapshot::redis);
    compareFeed("Postgres", &SaleSnapshot::postgres);
    for (const auto figure : {Figure::PathRtt, Figure::ClockSkew, Figure::Unconfirmed,
                 Figure::AuditRows, Figure::PurchaseTime, Figure::Conversion, Figure::Unsettled}) {
        const auto& ours = valueOf(live, figure);
        const bool isSame = isInOne(replayed, [&](const SaleSnapshot& replay) {
            const auto& theirs = valueOf(replay, figure);
            return ours.has_value() == theirs.has_value()
                    && (!ours || isClose(ours->value, theirs->value, 0.00001));
        });
        if (!isSame)
            into.note(nameOf(figure) + u" (value)", textOf(ours));
    }
}

void compareHeld(const SaleSnapshot& live, const Candidates& replayed, Differences& into)
{
    ++into.compared;
    compareStock(live, replayed, into);
    const auto same = [&](const char* field, const std::function<bool(const SaleSnapshot&)>& is) {
        if (!isInOne(replayed, is))
            into.note(QLatin1String(field),
                    QString::number(contract::toUnixMs(live.madeAt) % 1'000'000));
    };
    same("places", [&](const SaleSnapshot& replay) {
        return live.pickupSlots.has_value() == replay.pickupSlots.has_value()
                && (!live.pickupSlots
                        || std::equal(live.pickupSlots->value.begin(),
                                live.pickupSlots->value.end(), replay.pickupSlots->value.begin(),
                                replay.pickupSlots->value.end(), [](const auto& a, const auto& b) {
                                    return a.id == b.id && a.from == b.from && a.to == b.to
                                            && a.total == b.total && a.isStopped == b.isStopped;
                                }));
    });
    same("methods", [&](const SaleSnapshot& replay) {
        return live.methods && replay.methods
                && std::equal(live.methods->value.begin(), live.methods->value.end(),
                        replay.methods->value.begin(), replay.methods->value.end(),
                        [](const auto& a, const auto& b) {
                            return a.id == b.id && a.nameJa == b.nameJa && a.nameEn == b.nameEn
                                    && a.isEnabled == b.isEnabled && a.usualTo == b.usualTo
                                    && a.callsPerSecond == b.callsPerSecond;
                        });
    });
    // What is raised while Postgres is away is in the timeline alone until it is back.
    same("alarms", [&](const SaleSnapshot& replay) {
        if (!live.postgres.error.empty())
            return true;
        return live.alarms && replay.alarms
                && std::equal(live.alarms->value.records.begin(), live.alarms->value.records.end(),
                        replay.alarms->value.records.begin(), replay.alarms->value.records.end(),
                        [](const auto& a, const auto& b) {
                            return contract::toJson(a) == contract::toJson(b);
                        });
    });
    same("name, zone, limits", [&](const SaleSnapshot& replay) {
        return live.saleName == replay.saleName && live.timeZone == replay.timeZone
                && live.providerLimitPerSecond == replay.providerLimitPerSecond
                && live.user == replay.user;
    });
    same("rows of audits", [&](const SaleSnapshot& replay) {
        return live.record && replay.record
                && live.record->value.auditRows == replay.record->value.auditRows
                && live.record->value.findings.size() == replay.record->value.findings.size();
    });
    // What came in the last seconds may be on one side only; what is older is on both.
    for (const auto& entry : live.timeline)
        if (live.madeAt - entry.at > 3s)
            same("timeline", [&](const SaleSnapshot& replay) {
                return std::any_of(replay.timeline.begin(), replay.timeline.end(),
                        [&entry](const auto& one) { return one.id == entry.id; });
            });
}

void compareWalks(const SaleSnapshot& live, const Candidates& replayed, Differences& into)
{
    ++into.compared;
    if (!live.walks)
        return;
    for (const auto& mark : live.walks->value) {
        const bool isSame = isInOne(replayed, [&mark](const SaleSnapshot& replay) {
            return replay.walks
                    && std::any_of(replay.walks->value.begin(), replay.walks->value.end(),
                            [&mark](const auto& one) {
                                return one.id == mark.id && one.walk == mark.walk
                                        && one.step == mark.step && one.state == mark.state
                                        && contract::toUnixMs(one.at) == contract::toUnixMs(mark.at)
                                        && one.reason == mark.reason && one.steps == mark.steps;
                            });
        });
        if (!isSame)
            into.note(QString::fromStdString(mark.walk.card + " " + mark.step),
                    QString::number(contract::toUnixMs(live.madeAt) % 1'000'000));
    }
}

} // namespace saikobi::tests
