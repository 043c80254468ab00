#pragma once

#include <QWidget>

#include "widgets/runbook/shown_card.h"

class QLabel;

namespace saikobi::runbook {

class StepMark;

/// One step: its mark, its text, the live figure beside it, and who did what when.
class StepRow : public QWidget {
    Q_OBJECT

public:
    explicit StepRow(QWidget* parent = nullptr);

    void present(const ShownStep& step, bool isChosen);
    const ShownStep& shown() const { return m_step; }
    bool isChosen() const { return m_isChosen; }

signals:
    void clicked();
    void doubleClicked();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;

private:
    ShownStep m_step{};
    bool m_isChosen = false;
    StepMark* m_mark;
    QLabel* m_text;
    QLabel* m_figure;
    QLabel* m_note;
};

} // namespace saikobi::runbook
