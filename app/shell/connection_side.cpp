#include "app/shell/connection_side.h"

#include <QFileInfo>

#include "app/pages/connection_page.h"
#include "app/shell/appearance.h"
#include "app/shell/session.h"
#include "widgets/status/key_text.h"

namespace saikobi::shell {

using connection::ConnectionDesk;
using pages::ConnectionPage;
using pages::ConsolePanel;

ConnectionSide::ConnectionSide(
        Session& session, Appearance& appearance, pages::CommandFlow& flow, QWidget* parent)
    : QObject(parent)
    , m_session(session)
    , m_appearance(appearance)
    , m_desk([&session](const sources::Profile& profile) { session.openProfile(profile); },
              m_keychain)
    , m_page(new ConnectionPage(flow, m_desk.model(), parent))
{
    connectPage();
    connectConsole();
}

ConnectionSide::~ConnectionSide() = default;

void ConnectionSide::connectPage()
{
    connect(m_page, &ConnectionPage::testWanted, &m_desk, &ConnectionDesk::test);
    connect(m_page, &ConnectionPage::databaseWatched, &m_desk, &ConnectionDesk::watchDatabase);
    connect(m_page, &ConnectionPage::openWanted, this,
            [this](const QString& profile, const QString& sale) {
                if (const auto why = m_desk.open(profile, sale); !why.isEmpty())
                    emit said(why);
            });
    connect(m_page, &ConnectionPage::secretsGiven, this,
            [this](const QString& postgres, const QString& redis, bool isKept) {
                m_desk.give({postgres, redis}, isKept);
            });
    connect(&m_desk, &ConnectionDesk::asked, this, [this](const QString& profile) {
        emit said(tr("The passwords of %1 are kept nowhere: type them on Connection (%2).",
                "%1: a profile, %2: keys")
                          .arg(QFileInfo(profile).completeBaseName(),
                                  status::keysOf(*m_page, "actionScreen8")));
    });
}

void ConnectionSide::connectConsole()
{
    auto& console = m_page->console();
    connect(&console, &ConsolePanel::callTestWanted, this, &ConnectionSide::callTestWanted);
    connect(&console, &ConsolePanel::alarmTestWanted, this, [this](contract::AlarmId alarm) {
        // Those about what a console sees are this console's own.
        const auto& info = contract::allAlarms().at(static_cast<std::size_t>(alarm));
        const bool isOwn = info.watcher == contract::AlarmWatcher::Console;
        if (!m_session.alarms().test({alarm, isOwn}))
            emit said(tr("This alarm cannot be tested just now."));
    });
    connect(&console, &ConsolePanel::readOnlyWanted, this,
            [this](bool isWanted) { m_session.desk().setReadOnly(isWanted); });
    connect(&console, &ConsolePanel::languageWanted, this, &ConnectionSide::languageWanted);
    connect(&console, &ConsolePanel::themeWanted, this, &ConnectionSide::themeWanted);
    connect(&console, &ConsolePanel::textSizeWanted, this, &ConnectionSide::textSizeWanted);
}

void ConnectionSide::present()
{
    if (const auto sale = m_session.model().current()) {
        const auto path = sale->figures.at(static_cast<std::size_t>(contract::Figure::PathRtt));
        if (path)
            m_desk.notePath({path->asOf, path->value});
    }
    m_page->console().present(
            {m_session.desk().isReadOnly(), m_session.alarms().denial() == commands::Denial::None,
                    m_appearance.language(), m_appearance.theme(), m_appearance.textSize()});
}

} // namespace saikobi::shell
