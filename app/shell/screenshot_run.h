#pragma once

#include <QObject>
#include <QString>
#include <QTimer>

#include <chrono>
#include <vector>

#include "app/shell/options.h"
#include "widgets/status/palette.h"

namespace saikobi::shell {

class Appearance;
class MainWindow;
class Session;

/// Of a recording it also takes each side of the Review screen: review-figures-en-dark.png.
/// Watches for a while, then writes a picture of every screen in both languages, both themes and
/// every size: live-ja-light.png for the first, live-ja-light-1920x1080.png and so on for the
/// others.
class ScreenshotRun : public QObject {
    Q_OBJECT

public:
    struct Plan {
        QString folder{};
        std::chrono::milliseconds after{}; ///< counted from the first fresh picture of the sale
        bool isRecording = false; ///< then `begin` is called once it is shown
        std::chrono::milliseconds patience{120000}; ///< how long to wait for that picture
        std::vector<PictureSize> sizes{PictureSize{}};
    };

    ScreenshotRun(MainWindow& window, Appearance& appearance, Session& session, Plan plan,
            QObject* parent = nullptr);

    void start();
    void begin();

signals:
    /// `problem` is empty when all pictures are written.
    void finished(const QString& problem);

private:
    struct Shot {
        int screen = 0;
        QString language{};
        status::Theme theme{};
        std::size_t size = 0;
        int side = 0; ///< of the Review screen
    };

    int sidesOf(int screen) const;
    QString nameOf(const Shot& shot) const;

    void dress();
    void take();

    MainWindow& m_window;
    Appearance& m_appearance;
    Session& m_session;
    Plan m_plan;
    std::vector<Shot> m_shots{};
    QTimer m_patience{};
};

} // namespace saikobi::shell
