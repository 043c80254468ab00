#include <QAction>
#include <QPainter>

#include "app/pages/connection_page.h"
#include "app/shell/alarm_caller.h"
#include "app/shell/alarm_side.h"
#include "app/shell/appearance.h"
#include "app/shell/canvas.h"
#include "app/shell/connection_side.h"
#include "app/shell/main_window.h"
#include "app/shell/rail.h"
#include "widgets/control/confirm_strip.h"
#include "widgets/status/mode_badge.h"

namespace saikobi::shell {

void MainWindow::setTextSize(int percent)
{
    m_appearance.setTextSize(percent);
    m_canvas->setScale(m_appearance.textSize());
    m_connection->present();
}

void MainWindow::connectAppearance()
{
    const auto choose = [this](const QString& language) {
        m_appearance.setLanguage(language);
        emit languageChosen(language);
    };
    const auto paint = [this](status::Theme theme) {
        m_appearance.setTheme(theme);
        emit themeChosen();
    };
    connect(m_keys.japanese, &QAction::triggered, this, [choose] { choose(QStringLiteral("ja")); });
    connect(m_keys.english, &QAction::triggered, this, [choose] { choose(QStringLiteral("en")); });
    connect(m_keys.light, &QAction::triggered, this, [paint] { paint(status::Theme::Light); });
    connect(m_keys.dark, &QAction::triggered, this, [paint] { paint(status::Theme::Dark); });
}

/// The screen Connection has the same switches as the menu.
void MainWindow::connectConnection()
{
    connect(m_connection, &ConnectionSide::said, m_strip, &controls::ConfirmStrip::say);
    connect(&m_connection->desk(), &connection::ConnectionDesk::asked, this,
            [this] { showScreenOf(&m_connection->page()); });
    connect(m_connection, &ConnectionSide::callTestWanted, this,
            [this] { m_side->caller().playTest(); });
    connect(m_connection, &ConnectionSide::languageWanted, this, [this](const QString& language) {
        (language == QLatin1String("ja") ? m_keys.japanese : m_keys.english)->trigger();
    });
    connect(m_connection, &ConnectionSide::themeWanted, this, [this](status::Theme theme) {
        (theme == status::Theme::Dark ? m_keys.dark : m_keys.light)->trigger();
    });
    connect(m_connection, &ConnectionSide::textSizeWanted, this, [this](int percent) {
        setTextSize(percent);
        emit textSizeChosen(percent);
    });
}

void MainWindow::setWall(bool on)
{
    if (m_isWall == on)
        return;
    goLive();
    m_isWall = on;
    m_rail->setVisible(!on); // not the strip: what is armed must be seen, even there
    on ? setCursor(Qt::BlankCursor) : unsetCursor();
    on ? showFullScreen() : showNormal();
    m_keys.fullScreen->setChecked(on);
    present();
    emit wallChanged(on);
}

void MainWindow::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    status::paintModeFrame(painter, QRectF(rect()), m_mode, status::paletteOf(*this));
}

} // namespace saikobi::shell
