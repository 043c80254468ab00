#pragma once

#include <array>
#include <optional>

#include "widgets/control/panel.h"

class QLabel;
class QPushButton;
class QSpinBox;

namespace saikobi::controls {

/// Drafts another admission rate: exactly, or by steps of 5, 10 or 20 % of the rate in force.
class RatePanel : public Panel {
    Q_OBJECT

public:
    static constexpr int highestRate = 100000;
    static constexpr std::array<int, 6> steps{-20, -10, -5, 5, 10, 20};

    explicit RatePanel(QWidget* parent = nullptr);

    /// The rate in force. A draft that was not touched follows it.
    void setRateInForce(std::optional<int> rate);
    int draft() const;
    void setDraft(int rate);
    /// What the draft would change, in words of the page.
    void setConsequence(const QString& sentence);

    /// Whether the draft is a raise that only an override passes.
    void setOverridePossible(bool on);

signals:
    void overrideRequested();
    void drafted(int rate);

protected:
    void retranslate() override;

private:
    void step(int percent);
    void showChange();

    std::optional<int> m_inForce{};
    bool m_isTouched = false;
    QLabel* m_old;
    QSpinBox* m_draft;
    QLabel* m_change;
    QLabel* m_consequence;
    std::array<QPushButton*, steps.size()> m_steps{};
    QPushButton* m_arm;
    QPushButton* m_override;
};

} // namespace saikobi::controls
