#include "widgets/status/timeline_model.h"

#include <algorithm>

#include "widgets/status/front_update.h"
#include "widgets/status/timeline_words.h"

namespace saikobi::status {

namespace {

using Entries = std::vector<contract::TimelineEntry>;

std::vector<std::string> idsOf(const Entries& entries)
{
    std::vector<std::string> ids;
    for (const auto& entry : entries)
        ids.push_back(entry.id);
    return ids;
}

} // namespace

TimelineModel::TimelineModel(QObject* parent)
    : QAbstractListModel(parent)
{
}

void TimelineModel::present(const Entries& entries, const Formatter& formatter)
{
    m_formatter = formatter;
    const auto count = std::min<std::size_t>(entries.size(), mostRows);
    const Entries wanted(entries.begin(), entries.begin() + static_cast<std::ptrdiff_t>(count));
    const auto update = frontUpdate(idsOf(m_entries), idsOf(wanted));
    const int shown = rowCount();
    if (update.kept < shown) {
        beginRemoveRows({}, update.kept, shown - 1);
        m_entries.erase(m_entries.begin() + update.kept, m_entries.end());
        endRemoveRows();
    }
    if (update.inFront > 0) {
        beginInsertRows({}, 0, update.inFront - 1);
        m_entries.insert(m_entries.begin(), wanted.begin(), wanted.begin() + update.inFront);
        endInsertRows();
    }
    if (update.behind > 0) {
        beginInsertRows({}, rowCount(), rowCount() + update.behind - 1);
        m_entries.insert(m_entries.end(), wanted.end() - update.behind, wanted.end());
        endInsertRows();
    }
}

void TimelineModel::retranslate()
{
    if (!m_entries.empty())
        emit dataChanged(index(0), index(rowCount() - 1));
}

int TimelineModel::rowAt(contract::Instant at) const
{
    constexpr std::chrono::seconds reach{2};
    int row = -1;
    auto least = std::chrono::nanoseconds{reach} + std::chrono::nanoseconds{1};
    for (std::size_t i = 0; i < m_entries.size(); ++i)
        if (const auto apart = std::chrono::abs(m_entries[i].at - at); apart < least) {
            least = apart;
            row = static_cast<int>(i);
        }
    return row;
}

int TimelineModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

QVariant TimelineModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto& entry = m_entries.at(static_cast<std::size_t>(index.row()));
    switch (role) {
    case TimeRole:
        return m_formatter.clock(entry.at);
    case SentenceRole:
        return TimelineWords::sentence(entry);
    case ReasonRole:
        return TimelineWords::reason(entry);
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        return QStringLiteral("%1 %2 %3")
                .arg(m_formatter.clock(entry.at), TimelineWords::sentence(entry),
                        TimelineWords::reason(entry))
                .trimmed();
    default:
        return {};
    }
}

} // namespace saikobi::status
