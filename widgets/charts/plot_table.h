#pragma once

#include <QAbstractTableModel>
#include <QWidget>

#include "widgets/charts/plot_values.h"

class QLabel;
class QTableView;

namespace saikobi::charts {

/// The values of a plot, newest first.
class PlotTableModel : public QAbstractTableModel {
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    void present(const PlotValues& values);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(
            int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    PlotValues m_values{};
    std::vector<contract::Instant> m_instants{};
};

/// A plot as a table, over the screen: for whoever reads numbers or hears them.
class PlotTable : public QWidget {
    Q_OBJECT

public:
    explicit PlotTable(QWidget* parent);

    void present(const PlotValues& values, const QString& heading);

signals:
    void closeRequested();

protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    PlotTableModel* m_model;
    QLabel* m_heading;
    QTableView* m_view;
};

} // namespace saikobi::charts
