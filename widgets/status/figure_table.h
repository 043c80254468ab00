#pragma once

#include <QWidget>

#include <memory>

#include "widgets/status/figure_model.h"

class QLabel;
class QLineEdit;
class QTableView;

namespace saikobi::status {

/// A table of figures: heading, number of rows, filter, sorting by a click or a key. At most thirty
/// rows are in view. Letters work with an input method on, and belong to the page.
class FigureTable : public QWidget {
    Q_OBJECT
    Q_PROPERTY(int neededWidth READ neededWidth)
    Q_PROPERTY(int shownRows READ shownRows)

public:
    static constexpr int mostInView = 30;

    /// `name` is the object name; the view gets "View", the filter "Filter" behind it.
    FigureTable(const QString& name, bool hasFilter, QWidget* parent = nullptr);

    void setHeading(const QString& heading, std::vector<FigureColumn> columns);
    void present(std::shared_ptr<const FigureRows> rows);
    /// What stands behind the heading, and in the place of rows where there are none.
    void setRemark(const QString& remark, const QString& absence);

    void sortBy(int column, Qt::SortOrder order);
    void focusFilter();
    std::string chosen() const; ///< id of the row; empty: none
    void choose(const std::string& id);
    FigureModel& model() { return m_model; }
    const FigureModel& model() const { return m_model; }
    int neededWidth() const; ///< of the headings and columns; tests look at it
    int shownRows() const { return m_model.rowCount(); }
    QString csv() const { return m_model.csv(); }

signals:
    void chosenChanged();
    void activated(); ///< `Enter` or a double click on a row
    void ticked(); ///< `Space` on a row

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void measure();
    void showCount();

    QLabel* m_heading;
    QLabel* m_remark;
    QLabel* m_absence;
    QLineEdit* m_filter = nullptr;
    QTableView* m_view;
    FigureModel m_model{};
    std::vector<FigureColumn> m_columns{};
    QString m_said{};
    QString m_absent{};
};

} // namespace saikobi::status
