#pragma once

#include <QMenu>
#include <QTimer>
#include <QWidget>

#include <array>

#include "app/pages/view.h"
#include "widgets/status/words.h"

class QAction;
class QStackedWidget;

namespace saikobi::controls {
class ConfirmStrip;
}
namespace saikobi::pages {
class CommandFlow;
class Page;
} // namespace saikobi::pages
namespace saikobi::status {
class TimelineList;
}

namespace saikobi::shell {

class Appearance;
class BottomBand;
class Rail;
class Session;
class TopStrip;

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
    /// Shown until the first snapshot comes.
    void announce(const QString& sentence);
    /// Shown as long as the window is.
    void setNotice(const QString& sentence);

signals:
    void languageChosen(const QString& language);
    void themeChosen();

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Keys {
        QAction* hold;
        QAction* maintenance;
        QAction* readOnly;
        QAction* japanese;
        QAction* english;
        QAction* light;
        QAction* dark;
        QAction* fullScreen;
        QAction* exportView;
        QAction* quit;
    };

    void layOut();
    void addScreens();
    void exportView();
    void savePaidOrders();
    void saySaved(const contract::Result<QString>& path);
    QAction* addKey(const char* name, const QKeySequence& keys);
    void buildMenu();
    void connectKeys();
    void present();
    void presentClock();
    status::Mode modeOf(const contract::SaleSnapshot* sale) const;
    contract::Instant nowFor(const contract::SaleSnapshot& sale) const;
    void retranslate();
    void showTitle();

    Session& m_session;
    Appearance& m_appearance;
    status::Mode m_mode = status::Mode::Connecting;
    contract::Instant m_presentedAt{};
    contract::Instant m_clockShown{};
    QMenu m_menu{};
    QMenu* m_languages = nullptr;
    QMenu* m_themes = nullptr;
    Keys m_keys{};
    TopStrip* m_top;
    controls::ConfirmStrip* m_strip;
    pages::CommandFlow* m_flow;
    Rail* m_rail;
    QStackedWidget* m_screens;
    status::TimelineList* m_timeline;
    BottomBand* m_bottom;
    QTimer m_beat{};
};

} // namespace saikobi::shell
