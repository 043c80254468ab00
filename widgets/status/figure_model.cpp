#include "widgets/status/figure_model.h"

#include <QFont>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "widgets/status/data_marks.h"

namespace saikobi::status {

namespace {

QString quoted(const QString& field)
{
    static const auto special = QStringLiteral(",\"\r\n");
    const bool isPlain
            = std::none_of(field.begin(), field.end(), [](QChar c) { return special.contains(c); });
    if (isPlain)
        return field;
    auto doubled = field;
    return QLatin1Char('"') + doubled.replace(QLatin1Char('"'), QStringLiteral("\"\""))
            + QLatin1Char('"');
}

} // namespace

FigureModel::FigureModel(QObject* parent)
    : QAbstractTableModel(parent)
{
}

void FigureModel::setColumns(std::vector<FigureColumn> columns)
{
    if (columns.size() == m_columns.size()) {
        m_columns = std::move(columns);
        if (!m_columns.empty())
            emit headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
        return;
    }
    beginResetModel();
    m_columns = std::move(columns);
    endResetModel();
}

bool FigureModel::isSameRows(const FigureRows& rows) const
{
    if (static_cast<std::size_t>(rows.count()) != m_ids.size())
        return false;
    for (int i = 0; i < rows.count(); ++i)
        if (rows.id(i) != m_ids[static_cast<std::size_t>(i)])
            return false;
    return true;
}

void FigureModel::present(std::shared_ptr<const FigureRows> rows)
{
    if (!rows)
        return;
    const bool isSame = m_rows && isSameRows(*rows);
    if (isSame) {
        m_rows = std::move(rows);
        const bool isDue = m_column >= 0 && !m_isStill && ++m_sincePlaced >= resortAfter;
        if (isDue)
            arrange(wantedOrder());
        if (rowCount() > 0)
            emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
        return;
    }
    // Rows came or went: those in front of the first difference keep their indexes.
    const Shown before{m_rows, m_ids};
    Shown after{std::move(rows), {}};
    for (int i = 0; i < after.rows->count(); ++i)
        after.ids.push_back(after.rows->id(i));
    m_rows = after.rows;
    m_ids = after.ids;
    auto order = wantedOrder();
    m_rows = before.rows;
    m_ids = before.ids;
    replace(std::move(after), std::move(order));
}

void FigureModel::replace(Shown after, std::vector<int> order)
{
    m_sincePlaced = 0;
    std::size_t same = 0;
    while (same < order.size() && same < m_order.size()
            && after.ids[static_cast<std::size_t>(order[same])]
                    == m_ids[static_cast<std::size_t>(m_order[same])])
        ++same;
    const auto kept = static_cast<int>(same);
    if (kept < rowCount()) {
        beginRemoveRows({}, kept, rowCount() - 1);
        m_order.resize(same);
        endRemoveRows();
    }
    m_rows = std::move(after.rows);
    m_ids = std::move(after.ids);
    std::copy_n(order.begin(), same, m_order.begin());
    if (same < order.size()) {
        beginInsertRows({}, kept, static_cast<int>(order.size()) - 1);
        m_order = std::move(order);
        endInsertRows();
    }
    if (kept > 0)
        emit dataChanged(index(0, 0), index(kept - 1, columnCount() - 1));
}

std::vector<int> FigureModel::wantedOrder() const
{
    std::vector<int> order;
    if (!m_rows)
        return order;
    for (int row = 0; row < m_rows->count(); ++row)
        if (m_filter.isEmpty() || m_rows->words(row).contains(m_filter, Qt::CaseInsensitive))
            order.push_back(row);
    if (m_column < 0 || m_column >= columnCount())
        return order;
    const auto sorted = [&](const auto& keyOf, const auto& isKnown) {
        std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
            if (isKnown(a) != isKnown(b))
                return isKnown(a);
            return m_direction == Qt::AscendingOrder ? keyOf(a) < keyOf(b) : keyOf(b) < keyOf(a);
        });
    };
    if (m_columns[static_cast<std::size_t>(m_column)].isNumber) {
        std::vector<double> keys(static_cast<std::size_t>(m_rows->count()));
        for (const int row : order)
            keys[static_cast<std::size_t>(row)] = m_rows->number(row, m_column);
        sorted([&](int row) { return keys[static_cast<std::size_t>(row)]; },
                [&](int row) { return !std::isnan(keys[static_cast<std::size_t>(row)]); });
        return order;
    }
    std::vector<QString> keys(static_cast<std::size_t>(m_rows->count()));
    for (const int row : order)
        keys[static_cast<std::size_t>(row)] = m_rows->text(row, m_column);
    sorted([&](int row) { return keys[static_cast<std::size_t>(row)]; },
            [&](int row) { return !keys[static_cast<std::size_t>(row)].isEmpty(); });
    return order;
}

/// The same rows in another order.
void FigureModel::arrange(std::vector<int> order)
{
    m_sincePlaced = 0;
    if (order == m_order)
        return;
    emit layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
    std::vector<int> placeOf(m_ids.size(), -1);
    for (std::size_t i = 0; i < order.size(); ++i)
        placeOf[static_cast<std::size_t>(order[i])] = static_cast<int>(i);
    const auto held = persistentIndexList();
    QModelIndexList moved;
    for (const auto& each : held) {
        const int row = m_order[static_cast<std::size_t>(each.row())];
        const int place = placeOf[static_cast<std::size_t>(row)];
        moved << (place < 0 ? QModelIndex() : createIndex(place, each.column()));
    }
    m_order = std::move(order);
    changePersistentIndexList(held, moved);
    emit layoutChanged({}, QAbstractItemModel::VerticalSortHint);
}

void FigureModel::setFilter(const QString& words)
{
    if (m_filter == words.trimmed())
        return;
    m_filter = words.trimmed();
    if (m_rows)
        replace({m_rows, m_ids}, wantedOrder());
}

void FigureModel::sort(int column, Qt::SortOrder order)
{
    m_column = column;
    m_direction = order;
    arrange(wantedOrder());
    if (columnCount() > 0)
        emit headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
}

std::string FigureModel::idAt(int row) const
{
    return row >= 0 && row < rowCount()
            ? m_ids[static_cast<std::size_t>(m_order[static_cast<std::size_t>(row)])]
            : std::string{};
}

int FigureModel::rowOf(const std::string& id) const
{
    for (std::size_t i = 0; i < m_order.size(); ++i)
        if (m_ids[static_cast<std::size_t>(m_order[i])] == id)
            return static_cast<int>(i);
    return -1;
}

int FigureModel::total() const
{
    return static_cast<int>(m_ids.size());
}

QString FigureModel::csv() const
{
    QString out;
    for (std::size_t i = 0; i < m_columns.size(); ++i)
        out += (i > 0 ? QStringLiteral(",") : QString()) + quoted(m_columns[i].name);
    out += QStringLiteral("\r\n");
    for (int row = 0; row < rowCount(); ++row) {
        for (int column = 0; column < columnCount(); ++column)
            out += (column > 0 ? QStringLiteral(",") : QString()) + quoted(shown(row, column));
        out += QStringLiteral("\r\n");
    }
    return out;
}

QString FigureModel::shown(int row, int column) const
{
    const auto text = m_rows->text(m_order[static_cast<std::size_t>(row)], column);
    if (!m_columns[static_cast<std::size_t>(column)].isNumber)
        return text;
    return marked(text, m_rows->state(column));
}

int FigureModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_order.size());
}

int FigureModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

QVariant FigureModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const int row = m_order[static_cast<std::size_t>(index.row())];
    const auto& column = m_columns[static_cast<std::size_t>(index.column())];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        return shown(index.row(), index.column());
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::Alignment(
                Qt::AlignVCenter | (column.isNumber ? Qt::AlignRight : Qt::AlignLeft)));
    case Qt::FontRole: {
        if (!m_rows->isStruck(row, index.column()))
            return {};
        QFont struck;
        struck.setStrikeOut(true);
        return struck;
    }
    case StateRole:
        return static_cast<int>(m_rows->state(index.column()));
    default:
        return {};
    }
}

QVariant FigureModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    const bool isOurs = orientation == Qt::Horizontal && section >= 0 && section < columnCount();
    if (!isOurs)
        return QAbstractTableModel::headerData(section, orientation, role);
    const auto& column = m_columns[static_cast<std::size_t>(section)];
    if (role == Qt::FontRole && section == m_column) {
        QFont sorted;
        sorted.setBold(true);
        return sorted;
    }
    if (role == Qt::DisplayRole)
        return column.name;
    if (role == Qt::ToolTipRole)
        return column.hint;
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::Alignment(
                Qt::AlignVCenter | (column.isNumber ? Qt::AlignRight : Qt::AlignLeft)));
    return {};
}

} // namespace saikobi::status
