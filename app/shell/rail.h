#pragma once

#include <QWidget>

#include <optional>
#include <vector>

#include "widgets/status/alarm_mark.h"

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

    /// `number`: stands before its name and ends the name of its action.
    void addScreen(const QString& objectName, int number);
    void setTitle(int screen, const QString& title);
    /// How far the unfinished card of a screen is, in its name; empty: none.
    void setProgress(int screen, const QString& progress);
    void setMenuTitle(const QString& title);
    void select(int screen);
    /// What stands beside the name of a screen: the gravest alarm about it; empty: none.
    void setMark(int screen, const std::optional<status::AlarmMark>& mark);
    std::optional<status::AlarmMark> mark(int screen) const;

protected:
    void changeEvent(QEvent* event) override;

signals:
    void selected(int screen);

private:
    class Mark;

    void fit();
    void name(int screen);

    QButtonGroup* m_group;
    QVBoxLayout* m_column;
    QPushButton* m_menu;
    std::vector<QPushButton*> m_screens{};
    std::vector<Mark*> m_marks{};
    std::vector<int> m_numbers{};
    std::vector<QString> m_titles{};
    std::vector<QString> m_progress{};
};

} // namespace saikobi::shell
