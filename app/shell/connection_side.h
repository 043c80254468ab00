#pragma once

#include <QObject>

#include <memory>

#include "app/connection/connection_desk.h"
#include "app/shell/keychain.h"
#include "widgets/status/palette.h"

namespace saikobi::pages {
class CommandFlow;
class ConnectionPage;
} // namespace saikobi::pages

namespace saikobi::shell {

class Appearance;
class Session;

/// Joins the screen Connection to what stands behind it: the desk of profiles and tests, the
/// session, the looks of the program.
class ConnectionSide : public QObject {
    Q_OBJECT

public:
    ConnectionSide(
            Session& session, Appearance& appearance, pages::CommandFlow& flow, QWidget* parent);
    ~ConnectionSide() override;

    pages::ConnectionPage& page() { return *m_page; }
    connection::ConnectionDesk& desk() { return m_desk; }
    /// What the page cannot see by itself; once a second while it is shown.
    void present();

signals:
    void said(const QString& sentence);
    void callTestWanted();
    void languageWanted(const QString& language);
    void themeWanted(saikobi::status::Theme theme);
    void textSizeWanted(int percent);

private:
    void connectPage();
    void connectConsole();

    Session& m_session;
    Appearance& m_appearance;
    Keychain m_keychain{};
    connection::ConnectionDesk m_desk;
    pages::ConnectionPage* m_page;
};

} // namespace saikobi::shell
