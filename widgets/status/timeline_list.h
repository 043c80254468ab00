#pragma once

#include <QWidget>

#include "widgets/status/timeline_model.h"

class QLabel;
class QListView;

namespace saikobi::status {

/// What happened, newest on top: time, sentence, reason.
class TimelineList : public QWidget {
    Q_OBJECT

public:
    explicit TimelineList(QWidget* parent = nullptr);
    void present(const std::vector<contract::TimelineEntry>& entries, const Formatter& formatter);
    /// Chooses what happened then and brings it into view; false: nothing did.
    bool reveal(contract::Instant at);

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();

    QLabel* m_heading;
    QListView* m_view;
    TimelineModel m_model{};
};

} // namespace saikobi::status
