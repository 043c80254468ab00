#pragma once

#include <optional>

#include "widgets/control/panel.h"

class QLabel;
class QPushButton;
class QSpinBox;

namespace saikobi::controls {

/// Goes on after a hold, at half of the last rate unless staff choose another.
class ReleasePanel : public Panel {
    Q_OBJECT

public:
    explicit ReleasePanel(QWidget* parent = nullptr);

    void setLastRate(std::optional<int> rate);
    int draft() const;

protected:
    void retranslate() override;

private:
    std::optional<int> m_last{};
    QLabel* m_name;
    QSpinBox* m_rate;
    QLabel* m_lastRate;
    QPushButton* m_arm;
};

/// Gives a few passes while held, one by one, as a test.
class AdmitPanel : public Panel {
    Q_OBJECT

public:
    static constexpr int most = 10;

    explicit AdmitPanel(QWidget* parent = nullptr);
    int draft() const;

protected:
    void retranslate() override;

private:
    QLabel* m_name;
    QSpinBox* m_count;
    QPushButton* m_arm;
};

} // namespace saikobi::controls
