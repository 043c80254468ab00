#pragma once

#include <QWidget>

#include <array>

#include "backend/contract/alarm.h"
#include "widgets/status/palette.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;

namespace saikobi::pages {

/// How this console looks, sounds and whether it only looks; each alarm may be tried out here.
class ConsolePanel : public QWidget {
    Q_OBJECT

public:
    /// How things stand, which the panel itself does not know.
    struct Standing {
        bool isReadOnly = true;
        bool mayTest = false; ///< the stores take a test of an alarm from this user
        QString language{};
        status::Theme theme = status::Theme::Light;
        int textSize = 100; ///< percent
    };
    static constexpr std::array textSizes{100, 125, 150, 200};

    explicit ConsolePanel(QWidget* parent = nullptr);

    void present(const Standing& standing);

signals:
    void callTestWanted(); ///< sound and notification
    void alarmTestWanted(saikobi::contract::AlarmId alarm);
    void readOnlyWanted(bool isReadOnly);
    void languageWanted(const QString& language);
    void themeWanted(saikobi::status::Theme theme);
    void textSizeWanted(int percent);

protected:
    void changeEvent(QEvent* event) override;

private:
    void layOut();
    void retranslate();

    QLabel* m_callCaption;
    QPushButton* m_call;
    QLabel* m_alarmCaption;
    QComboBox* m_alarm;
    QPushButton* m_alarmTest;
    QCheckBox* m_readOnly;
    QLabel* m_languageCaption;
    QComboBox* m_language;
    QLabel* m_themeCaption;
    QComboBox* m_theme;
    QLabel* m_sizeCaption;
    QComboBox* m_size;
};

} // namespace saikobi::pages
