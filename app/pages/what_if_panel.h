#pragma once

#include <QWidget>

#include <optional>

#include "app/review/what_if.h"
#include "widgets/status/formatter.h"

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QScrollArea;
class QSpinBox;

namespace saikobi::pages {

/// The recorded people once more, at another rate, with another hold or with more of them: what
/// happened, what the model says of the real settings with its error, and what it says of the
/// others.
class WhatIfPanel : public QWidget {
    Q_OBJECT

public:
    explicit WhatIfPanel(QWidget* parent = nullptr);

    void open(const review::RecordingPtr& recording, const status::Formatter& formatter);
    void retranslate();

protected:
    void changeEvent(QEvent* event) override;

private:
    void layOut();
    void run();
    /// What the controls ask for; empty where the hold cannot be read.
    std::optional<review::WhatIfPlan> wanted() const;
    QString said(const review::WhatIf& found) const;
    void show(const review::WhatIf& found);

    review::RecordingPtr m_recording{};
    status::Formatter m_formatter{};
    std::optional<review::WhatIf> m_found{}; ///< what is shown
    int m_number = 0; ///< of the newest run: an older answer is dropped
    QLabel* m_rateName;
    QSpinBox* m_rate; ///< percent of the rates that were set
    QLabel* m_crowdName;
    QSpinBox* m_crowd; ///< percent of the people who came
    QLabel* m_holdName;
    QLineEdit* m_hold; ///< a range as range_text.h reads it; empty: no more than there were
    QCheckBox* m_noHolds;
    QPushButton* m_run;
    QLabel* m_answer;
    QScrollArea* m_place; ///< of the answer: it is longer than a small window has room for
};

} // namespace saikobi::pages
