#pragma once

#include <QList>
#include <QMap>
#include <QObject>
#include <QRect>
#include <QThreadPool>
#include <QTimer>

#include <functional>

class QWidget;

namespace saikobi::shell {

/// Where the window stood, for each set of monitors. When a monitor goes the window moves to one
/// that is left; when it comes back, so does the window.
class LayoutMemory : public QObject {
    Q_OBJECT

public:
    /// The room on each monitor, the main one first.
    using Monitors = std::function<QList<QRect>()>;

    /// `file`: kept there between two starts.
    LayoutMemory(QWidget& window, const QString& file, Monitors monitors, QObject* parent);

    /// Puts the window where it stood with these monitors; else it stays, as far as it can be seen.
    void arrange();
    void remember();

    int screen() const { return m_screen; }
    void setScreen(int screen);
    bool isWall() const { return m_isWall; }
    void setWall(bool on);

    static Monitors ofThisMachine();
    /// In the place for state, which is neither settings nor data.
    static QString usualFile();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QString key() const;
    void load();
    void save();

    QWidget& m_window;
    QString m_file;
    Monitors m_monitors;
    QMap<QString, QRect> m_places{}; ///< by the set of monitors
    int m_screen = 0;
    bool m_isWall = false;
    QTimer m_settling{}; ///< a window that is being moved is not asked at every pixel
    QString m_movedOn{};
    QThreadPool m_writing{}; ///< its end waits for what is being written
};

/// `wanted`, moved and shrunk so that it can be seen as a whole: on the monitor with most of it,
/// else on the first.
QRect placeFor(const QRect& wanted, const QList<QRect>& monitors);

} // namespace saikobi::shell
