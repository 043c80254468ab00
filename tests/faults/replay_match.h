#pragma once

#include <QMap>
#include <QString>

#include <vector>

#include "app/commands/command_gateway_port.h"
#include "backend/contract/snapshot.h"

namespace saikobi::tests {

/// What a replay shows of the seconds around a live snapshot. A field is the same when it is so in
/// one of them: a live console hears of a second when it happens to ask.
using Candidates = std::vector<contract::SnapshotPtr>;

/// A field may differ in so many of the snapshots: a figure that changes several times a second can
/// have a value between two seconds that only this console saw.
inline constexpr double mostDiffering = 0.05;

struct Differences {
    int compared = 0;
    QMap<QString, int> fields{}; ///< how often each differed
    QMap<QString, QString> examples{};

    void note(const QString& field, const QString& example);
    void report(const char* of) const;
    QString names() const; ///< of what differed in more than `mostDiffering` of the snapshots
};

/// All that the ticks tell: line, figures, methods, instances. Held against the second that shows
/// the same newest ticks, and then equal to the last bit, times included.
void compareTicked(
        const contract::SaleSnapshot& live, const Candidates& replayed, Differences& into);
/// In which state each figure is painted, which store is lost, and the figures of the console's own
/// ways.
void compareMarks(
        const contract::SaleSnapshot& live, const Candidates& replayed, Differences& into);
/// Stock, places, methods, alarms, blocks, audits, ages and timeline.
void compareHeld(const contract::SaleSnapshot& live, const Candidates& replayed, Differences& into);

/// How far each card is walked.
void compareWalks(
        const contract::SaleSnapshot& live, const Candidates& replayed, Differences& into);

/// Leads nowhere, as in a replay.
class NoWay : public commands::CommandGateway {
public:
    void send(const contract::Command&, std::function<void(const commands::SendOutcome&)>) override
    {
    }
};

} // namespace saikobi::tests
