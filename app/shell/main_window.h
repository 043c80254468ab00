#pragma once

#include <QMenu>
#include <QTimer>
#include <QWidget>

#include <map>
#include <string>

#include "app/pages/view.h"
#include "app/shell/frame_keys.h"
#include "app/shell/key_map.h"
#include "app/shell/shown_sale.h"
#include "backend/contract/runbook.h"
#include "widgets/status/words.h"

class QAction;
class QStackedWidget;

namespace saikobi::controls {
class ConfirmStrip;
}
namespace saikobi::pages {
class CommandFlow;
class ControlsPage;
class Page;
class RunbookPage;
} // namespace saikobi::pages

namespace saikobi::shell {

class AlarmSide;
class Appearance;
class BottomBand;
class Canvas;
class ConnectionSide;
class KeySheet;
class PaletteSheet;
class Rail;
class ReviewSide;
class Session;
class TopStrip;
class ViewExport;

/// The frame that is the same on all screens, with one screen inside.
class MainWindow : public QWidget {
    Q_OBJECT

public:
    MainWindow(Session& session, Appearance& appearance, QWidget* parent = nullptr);
    ~MainWindow() override;

    int screenCount() const;
    QString screenName(int screen) const; ///< "live", "controls": for files of pictures
    void showScreen(int screen);
    status::Mode mode() const { return m_mode; }
    KeyMap& keys() { return m_keyMap; }
    /// The screens stand still at what they show; strips, alarms and timeline go on, because nobody
    /// may be blind by choice.
    void freeze();
    void goLive();
    bool isFrozen() const { return m_shown.isFrozen(); }
    /// For a wall: the whole monitor, without the controls around. It never stands still, because
    /// nobody sits there to resume it.
    void setWall(bool on);
    bool isWall() const { return m_isWall; }
    /// In percent of the usual one, at once.
    void setTextSize(int percent);
    /// The right column, and how people are called to alarms.
    AlarmSide& alarmSide() { return *m_side; }
    /// Profiles, and the way to the stores of whatever is open.
    ConnectionSide& connection() { return *m_connection; }
    ReviewSide& review() { return *m_review; }
    /// Shown until the first snapshot comes.
    void announce(const QString& sentence);
    /// Shown as long as the window is.
    void setNotice(const QString& sentence);

signals:
    void languageChosen(const QString& language);
    void themeChosen();
    void textSizeChosen(int percent);
    void screenShown(int screen);
    void wallChanged(bool on);

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void layOut();
    void addScreens();
    void exportView();
    void setReadOnly(bool on);
    void connectKeys();
    void connectAppearance();
    void connectConnection();
    void connectRunbook();
    void openNextStep();
    void openControl(contract::ControlForm form, const std::map<std::string, std::string>& values);
    void presentRunbook();
    void showScreenOf(const QWidget* inside);
    void present();
    void presentClock();
    void showMarks();
    void retranslate();

    Session& m_session;
    Appearance& m_appearance;
    ShownSale m_shown;
    status::Mode m_mode = status::Mode::Connecting;
    contract::Instant m_presentedAt{};
    contract::Instant m_clockShown{};
    bool m_isWall = false;
    QMenu m_menu{};
    FrameKeys m_keys;
    KeyMap m_keyMap;
    TopStrip* m_top;
    controls::ConfirmStrip* m_strip;
    pages::CommandFlow* m_flow;
    ConnectionSide* m_connection;
    pages::ControlsPage* m_controls = nullptr;
    pages::RunbookPage* m_runbook = nullptr;
    Rail* m_rail;
    QStackedWidget* m_screens;
    AlarmSide* m_side;
    BottomBand* m_bottom;
    PaletteSheet* m_palette;
    KeySheet* m_keySheet;
    ViewExport* m_export;
    ReviewSide* m_review;
    Canvas* m_canvas = nullptr;
    QTimer m_beat{};
};

} // namespace saikobi::shell
