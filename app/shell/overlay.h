#pragma once

#include <QPointer>
#include <QWidget>

namespace saikobi::shell {

/// A sheet over the screens. It takes the keyboard and gives it back; `Esc` or going elsewhere
/// closes it. Nothing below it moves.
class Overlay : public QWidget {
    Q_OBJECT

public:
    explicit Overlay(QWidget& over);

    void open();
    void close();

signals:
    void opened();

protected:
    /// What has the keyboard first.
    virtual QWidget* first() = 0;
    /// The share of the window that it may cover.
    virtual QSize roomIn(const QSize& window) const = 0;
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void place();

    QWidget& m_over;
    QPointer<QWidget> m_before{}; ///< had the keyboard before
};

} // namespace saikobi::shell
