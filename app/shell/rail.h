#pragma once

#include <QWidget>

#include <vector>

class QButtonGroup;
class QMenu;
class QPushButton;
class QVBoxLayout;

namespace saikobi::shell {

/// The screens, by number, and the menu with everything that has a key.
class Rail : public QWidget {
    Q_OBJECT

public:
    explicit Rail(QMenu& menu, QWidget* parent = nullptr);

    void addScreen(const QString& objectName);
    void setTitle(int screen, const QString& title);
    void setMenuTitle(const QString& title);
    void select(int screen);

signals:
    void selected(int screen);

private:
    QButtonGroup* m_group;
    QVBoxLayout* m_column;
    QPushButton* m_menu;
    std::vector<QPushButton*> m_screens{};
};

} // namespace saikobi::shell
