#include "tests/e2e/console.h"

#include "app/sources/profile.h"

namespace saikobi::tests {

Console::Console(sources::Profile profile)
    : m_pump(m_inbox, m_model, nullptr)
    , m_source(m_inbox, profile)
    , m_gateway(profile)
    , m_desk(m_model, m_gateway, commands::Clock::ofThisMachine())
{
    m_desk.setReadOnly(false);
    // One console at the desk of a test: it takes command as soon as it sees that nobody has it.
    QObject::connect(&m_model, &model::SaleModel::changed, &m_model, [this] {
        const auto kind = contract::CommandKind::TakeCommand;
        const bool isFree
                = m_model.current()->line && m_model.current()->line->value.holder.empty();
        if (isFree && !m_desk.hasOpenCommand())
            m_desk.issue(kind, {}, {});
    });
    m_source.start();
}

Console::~Console()
{
    m_source.stop();
}

QString Console::issue(contract::CommandKind kind,
        const std::map<std::string, std::string>& parameters, const QString& reason)
{
    return m_desk.issue(kind, parameters, reason);
}

bool Console::isInForce(const QString& id) const
{
    const auto* found = report(id);
    return found && found->state == contract::CommandState::InForce;
}

const commands::CommandReport* Console::report(const QString& id) const
{
    for (const auto& each : m_desk.journal())
        if (each.command.id == id.toStdString())
            return &each;
    return nullptr;
}

std::unique_ptr<Console> Console::open(const QString& profilePath)
{
    auto profile = sources::readProfile(profilePath);
    if (!profile) {
        qWarning("%s", profile.error().detail.c_str());
        return nullptr;
    }
    return std::make_unique<Console>(std::move(profile).value());
}

} // namespace saikobi::tests
