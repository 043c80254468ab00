#pragma once

#include <QWidget>

#include <functional>

#include "app/review/what_if.h"
#include "widgets/status/formatter.h"

class QCheckBox;
class QLabel;
class QPushButton;
class QSpinBox;

namespace saikobi::pages {

/// The recorded people once more, at another rate or without the holds: what happened, what the
/// model says of the real settings with its error, and what it says of the others.
class WhatIfPanel : public QWidget {
    Q_OBJECT

public:
    explicit WhatIfPanel(QWidget* parent = nullptr);

    void open(const review::RecordingPtr& recording, const status::Formatter& formatter);
    void retranslate();

protected:
    void changeEvent(QEvent* event) override;

private:
    void run();
    void show(const review::WhatIf& found);

    review::RecordingPtr m_recording{};
    status::Formatter m_formatter{};
    int m_number = 0; ///< of the newest run: an older answer is dropped
    QLabel* m_rateName;
    QSpinBox* m_rate; ///< percent of the rates that were set
    QCheckBox* m_noHolds;
    QPushButton* m_run;
    QLabel* m_answer;
};

} // namespace saikobi::pages
