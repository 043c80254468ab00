#include "tests/faults/walk_console.h"

#include <chrono>

#include "app/sources/profile.h"
#include "backend/contract/shipped_cards.h"

namespace saikobi::tests {

WalkConsole::WalkConsole(const sources::Profile& profile, const QString& journalFolder)
    : m_folder(journalFolder)
    , m_pump(m_inbox, m_model, nullptr)
    , m_source(m_inbox, profile)
    , m_gateway(profile)
    , m_desk(m_model, m_gateway, commands::Clock::ofThisMachine())
    , m_runbook(makeDesk())
{
    m_desk.setReadOnly(false);
    QObject::connect(&m_model, &model::SaleModel::changed, &m_model,
            [this](const contract::SnapshotPtr& sale) {
                for (const auto& mark : sale->walks ? sale->walks->value : contract::WalkMarks{})
                    m_seen.emplace(mark.id, now());
            });
    m_source.start();
}

WalkConsole::~WalkConsole()
{
    m_source.stop();
}

qint64 WalkConsole::now()
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(
            std::chrono::steady_clock::now().time_since_epoch())
            .count();
}

std::unique_ptr<commands::RunbookDesk> WalkConsole::makeDesk()
{
    auto out = std::make_unique<commands::RunbookDesk>(
            m_model, m_gateway, commands::Clock::ofThisMachine(), m_desk.seat().console);
    out->setCards(contract::shippedCards());
    out->setFolder(m_folder);
    return out;
}

void WalkConsole::restartDesk()
{
    m_runbook.reset();
    m_runbook = makeDesk();
    m_runbook->look();
}

contract::MarkState WalkConsole::stateOf(const std::string& card, std::string_view step) const
{
    const auto* walk = m_runbook->walkOf(card);
    return walk ? walk->state(step) : contract::MarkState::Open;
}

std::unique_ptr<WalkConsole> WalkConsole::open(const QString& profilePath, const QString& folder)
{
    const auto profile = sources::readProfile(profilePath);
    if (!profile) {
        qWarning("%s", profile.error().detail.c_str());
        return nullptr;
    }
    return std::make_unique<WalkConsole>(profile.value(), folder);
}

} // namespace saikobi::tests
