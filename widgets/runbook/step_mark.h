#pragma once

#include <QWidget>

#include "widgets/runbook/shown_card.h"

namespace saikobi::runbook {

/// What stands before a step: an empty box, an ink tick, the stripe of one that was passed over, a
/// clock for one that was put off or runs. Ink and accent only: alarm hues are the alarms' own.
class StepMark : public QWidget {
    Q_OBJECT

public:
    explicit StepMark(QWidget* parent = nullptr);

    void present(const ShownStep& step);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    contract::MarkState m_state = contract::MarkState::Open;
    bool m_isSettled = false;
    bool m_isGreyed = false;
};

} // namespace saikobi::runbook
