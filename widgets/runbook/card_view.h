#pragma once

#include <QScrollArea>

#include <vector>

#include "widgets/runbook/shown_card.h"

class QFrame;
class QLabel;
class QVBoxLayout;

namespace saikobi::runbook {

class StepRow;

/// A whole card: what it is for, what to do first (boxed), what then, what to tell the venue, and
/// when it is finished. The chosen step is always in view.
class CardView : public QScrollArea {
    Q_OBJECT

public:
    explicit CardView(QWidget* parent = nullptr);

    void present(const ShownCard& card);
    const ShownCard& shown() const { return m_card; }
    StepRow* row(int place) const; ///< null: no such place

signals:
    void chosen(int place);
    void opened(int place); ///< double click

private:
    void presentList(std::size_t from, const std::vector<ShownStep>& steps, QVBoxLayout* into);
    StepRow* addRow(QVBoxLayout* into);
    void showChosen(bool isMoved);

    ShownCard m_card{};
    QLabel* m_title;
    QLabel* m_heading;
    std::vector<QLabel*> m_paragraphs{};
    QFrame* m_first;
    QLabel* m_firstHeading;
    QLabel* m_thenHeading;
    QVBoxLayout* m_firstRows;
    QVBoxLayout* m_thenRows;
    QVBoxLayout* m_lastRows;
    QLabel* m_venue;
    std::vector<StepRow*> m_rows{}; ///< in the order of the card
    QWidget* m_page;
};

} // namespace saikobi::runbook
