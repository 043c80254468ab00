#pragma once

#include <QWidget>

class QVBoxLayout;
class QLabel;

namespace saikobi::controls {

/// A group of controls: outline and heading on bare ground, and a line kept for why its command is
/// not possible now. `Enter` anywhere inside asks to arm.
class Panel : public QWidget {
    Q_OBJECT

public:
    explicit Panel(QWidget* parent = nullptr);

    /// Empty: possible. The controls stay where they are either way.
    void setObstacle(const QString& reason);
    QString obstacle() const;

signals:
    void armRequested();

protected:
    void setHeading(const QString& heading);
    QVBoxLayout* body() const { return m_body; }
    QWidget* controls() const { return m_controls; }
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;
    virtual void retranslate() = 0;

private:
    QLabel* m_heading;
    QLabel* m_obstacle;
    QWidget* m_controls;
    QVBoxLayout* m_body;
};

} // namespace saikobi::controls
