#include "widgets/charts/plot_table.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QTableView>
#include <QVBoxLayout>

#include <cmath>

#include "widgets/status/palette.h"
#include "widgets/status/type_scale.h"

namespace saikobi::charts {

void PlotTableModel::present(const PlotValues& values)
{
    beginResetModel(); // another plot: nothing of the old table is in the new one
    m_values = values;
    m_instants.clear();
    for (auto row = m_values.rows.rbegin(); row != m_values.rows.rend(); ++row)
        m_instants.push_back(row->first);
    endResetModel();
}

int PlotTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_instants.size());
}

int PlotTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_values.names.size()) + 1;
}

QVariant PlotTableModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    const auto at = m_instants.at(static_cast<std::size_t>(index.row()));
    if (index.column() == 0)
        return m_values.formatter.clock(at);
    const auto& value = m_values.rows.at(at).at(static_cast<std::size_t>(index.column()) - 1);
    if (!value)
        return tr("no data", "value of a line where nothing was recorded");
    return m_values.formatter.decimal(*value, std::abs(*value) < 20 ? 2 : 0);
}

QVariant PlotTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == 0 ? tr("Time", "column: clock time")
                        : m_values.names.at(static_cast<std::size_t>(section) - 1);
}

PlotTable::PlotTable(QWidget* parent)
    : QWidget(parent)
    , m_model(new PlotTableModel(this))
    , m_heading(new QLabel(this))
    , m_view(new QTableView(this))
{
    setObjectName(QStringLiteral("plotTable"));
    m_view->setObjectName(QStringLiteral("plotTableView"));
    m_view->setModel(m_model);
    m_view->setAttribute(Qt::WA_InputMethodEnabled, false);
    m_view->verticalHeader()->hide();
    m_view->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 4);
    m_view->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_heading->setFont(status::scaled(font(), status::TypeSize::Strong));
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_heading);
    column->addWidget(m_view, 1);
    setFocusProxy(m_view);
    m_view->installEventFilter(this);
}

void PlotTable::present(const PlotValues& values, const QString& heading)
{
    m_heading->setText(heading);
    m_view->setAccessibleName(tr("Table of the plot: %1", "%1: name of a plot").arg(heading));
    m_model->present(values);
    m_view->setCurrentIndex(m_model->index(0, 0));
}

void PlotTable::paintEvent(QPaintEvent*)
{
    QPainter(this).fillRect(rect(), status::paletteOf(*this).ground);
}

bool PlotTable::eventFilter(QObject* watched, QEvent* event)
{
    const bool isEscape = event->type() == QEvent::KeyPress
            && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape;
    if (watched == m_view && isEscape) {
        emit closeRequested();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace saikobi::charts
