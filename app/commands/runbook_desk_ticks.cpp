#include <QUuid>

#include "app/commands/runbook_desk.h"
#include "app/commands/step_values.h"

/// What the desk ticks by itself: command steps once their command is in force, what only a console
/// can see, and timers.
namespace saikobi::commands {

using contract::MarkState;
using contract::WalkMark;
using namespace std::chrono_literals;

namespace {

const QUuid markSpace{QStringLiteral("{6f1b7f4e-5d7a-4b0e-9a53-0f7d9f0b9c11}")};

/// The same on every console that sees the same, so that it counts once.
std::string idOf(const contract::WalkName& walk, const std::string& step, const std::string& why)
{
    const auto text = std::to_string(walk.run) + "|" + walk.card + "|" + std::to_string(walk.number)
            + "|" + step + "|" + why;
    return QUuid::createUuidV5(markSpace, QByteArray::fromStdString(text))
            .toString(QUuid::WithoutBraces)
            .toStdString();
}

void addTicks(const contract::Walk& walk, const contract::Card& card,
        const contract::TimelineEntry& entry, const contract::SaleSnapshot& sale,
        std::vector<WalkMark>& into)
{
    for (const auto& step : walk.steps) {
        const auto* written = card.step(step.id);
        if (!written || !fulfils(*written, entry, sale))
            continue;
        WalkMark mark;
        mark.id = idOf(walk.name, step.id, entry.id);
        const auto* there = walk.mark(step.id);
        if (there && (there->id == mark.id || there->at >= entry.at))
            continue;
        mark.walk = walk.name;
        mark.step = step.id;
        mark.state = MarkState::Done;
        mark.source = contract::MarkSource::Command;
        mark.by = entry.actor;
        mark.at = entry.at;
        into.push_back(std::move(mark));
    }
}

} // namespace

/// A command step is done once the command that it means is in force, whoever gave it.
void RunbookDesk::tickCommands(const contract::SaleSnapshot& sale)
{
    std::vector<WalkMark> made;
    for (const auto& walk : m_walks) {
        const auto* card = m_cards.card(walk.name.card);
        if (!walk.isOpen() || !card || walk.name.run != run())
            continue;
        for (const auto& entry : sale.timeline)
            if (entry.at >= walk.mark(contract::walk_step::begin)->at)
                addTicks(walk, *card, entry, sale, made);
    }
    for (auto& mark : made)
        keep(std::move(mark));
}

/// While no backend is seen, and what only a console can see.
void RunbookDesk::judge(const contract::SaleSnapshot& sale)
{
    for (auto& change : m_watch.look(sale, m_walks, now())) {
        if (change.mark.walk.run != run())
            continue;
        change.mark.id = idOf(change.mark.walk, change.mark.step, change.before + change.mark.id);
        keep(std::move(change.mark));
    }
}

void RunbookDesk::ringTimers()
{
    for (const auto& walk : m_walks) {
        if (!walk.isOpen())
            continue;
        for (const auto& [step, mark] : walk.marks) {
            const bool isRunning
                    = mark.state == MarkState::Started || mark.state == MarkState::Called;
            const bool isOver
                    = isRunning && mark.until && now() >= *mark.until && now() - *mark.until < 1min;
            if (isOver && m_rung.insert(mark.id).second)
                emit timerOver(walk.name.card, step);
        }
    }
}

} // namespace saikobi::commands
