#include "widgets/status/alarm_model.h"

#include <algorithm>

#include "widgets/status/alarm_words.h"

namespace saikobi::status {

AlarmModel::AlarmModel(QObject* parent)
    : QAbstractListModel(parent)
{
}

bool AlarmModel::isSame(const AlarmRow& a, const AlarmRow& b)
{
    return a.isFold == b.isFold && a.alarm.key() == b.alarm.key();
}

void AlarmModel::present(
        std::vector<AlarmRow> rows, contract::Instant now, const Formatter& formatter)
{
    m_now = now;
    m_formatter = formatter;
    removeGone(rows);
    insertNew(rows);
    reorder(rows);
    m_rows = std::move(rows);
    if (!m_rows.empty())
        emit dataChanged(index(0), index(rowCount() - 1));
}

void AlarmModel::removeGone(const std::vector<AlarmRow>& wanted)
{
    for (int i = rowCount() - 1; i >= 0; --i) {
        const bool isWanted = std::any_of(wanted.begin(), wanted.end(),
                [this, i](const auto& one) { return isSame(one, row(i)); });
        if (isWanted)
            continue;
        beginRemoveRows({}, i, i);
        m_rows.erase(m_rows.begin() + i);
        endRemoveRows();
    }
}

void AlarmModel::insertNew(const std::vector<AlarmRow>& wanted)
{
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        const bool isKnown = std::any_of(m_rows.begin(), m_rows.end(),
                [&](const auto& one) { return isSame(one, wanted[i]); });
        if (isKnown)
            continue;
        const auto place = std::min(i, m_rows.size());
        beginInsertRows({}, static_cast<int>(place), static_cast<int>(place));
        m_rows.insert(m_rows.begin() + static_cast<std::ptrdiff_t>(place), wanted[i]);
        endInsertRows();
    }
}

/// Both have the same lines now, perhaps in another order.
void AlarmModel::reorder(const std::vector<AlarmRow>& wanted)
{
    if (std::equal(wanted.begin(), wanted.end(), m_rows.begin(), m_rows.end(), isSame))
        return;
    emit layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
    for (const auto& old : persistentIndexList()) {
        const auto found = std::find_if(wanted.begin(), wanted.end(),
                [&](const auto& one) { return isSame(one, row(old.row())); });
        changePersistentIndex(old, index(static_cast<int>(found - wanted.begin())));
    }
    m_rows = wanted;
    emit layoutChanged({}, QAbstractItemModel::VerticalSortHint);
}

int AlarmModel::find(const AlarmKey& key) const
{
    const auto found = std::find_if(m_rows.begin(), m_rows.end(),
            [&key](const auto& one) { return !one.isFold && one.alarm.key() == key; });
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

int AlarmModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant AlarmModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    const auto& one = row(index.row());
    return one.isFold ? AlarmWords::fold(one) : AlarmWords::sentence(one.alarm, m_now, m_formatter);
}

} // namespace saikobi::status
