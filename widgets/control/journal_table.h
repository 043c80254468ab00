#pragma once

#include <QWidget>

#include "widgets/control/journal_model.h"

class QLabel;
class QTableView;

namespace saikobi::controls {

/// The journal of commands: who, what, old → new, why, how long it took, what became of it.
class JournalTable : public QWidget {
    Q_OBJECT

public:
    explicit JournalTable(QWidget* parent = nullptr);
    void present(const std::vector<JournalRow>& rows);
    QString csv() const { return m_model.csv(); }

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    void measure();

    QLabel* m_heading;
    QTableView* m_view;
    JournalModel m_model{};
};

} // namespace saikobi::controls
