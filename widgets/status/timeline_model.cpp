#include "widgets/status/timeline_model.h"

#include <algorithm>

#include "widgets/status/timeline_words.h"

namespace saikobi::status {

namespace {

using Entries = std::vector<contract::TimelineEntry>;

bool isSame(const contract::TimelineEntry& a, const contract::TimelineEntry& b)
{
    return a.id == b.id;
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

    // Usually nothing or one entry is new, always in front; the oldest fall off the end.
    const auto known = m_entries.empty()
            ? wanted.end()
            : std::find_if(wanted.begin(), wanted.end(),
                    [&](const auto& entry) { return isSame(entry, m_entries.front()); });
    const auto fresh = known - wanted.begin();
    const auto kept = std::min<std::ptrdiff_t>(
            wanted.end() - known, static_cast<std::ptrdiff_t>(m_entries.size()));
    const bool continues = std::equal(known, known + kept, m_entries.begin(), isSame);
    const int keep = continues ? static_cast<int>(kept) : 0;
    const int rows = static_cast<int>(m_entries.size());
    if (keep < rows) {
        beginRemoveRows({}, keep, rows - 1);
        m_entries.erase(m_entries.begin() + keep, m_entries.end());
        endRemoveRows();
    }
    const auto inFront = continues ? fresh : static_cast<std::ptrdiff_t>(wanted.size());
    if (inFront > 0) {
        beginInsertRows({}, 0, static_cast<int>(inFront) - 1);
        m_entries.insert(m_entries.begin(), wanted.begin(), wanted.begin() + inFront);
        endInsertRows();
    }
    const auto shown = static_cast<std::ptrdiff_t>(m_entries.size());
    if (shown < static_cast<std::ptrdiff_t>(wanted.size())) {
        beginInsertRows({}, static_cast<int>(shown), static_cast<int>(wanted.size()) - 1);
        m_entries.insert(m_entries.end(), wanted.begin() + shown, wanted.end());
        endInsertRows();
    }
}

void TimelineModel::retranslate()
{
    if (!m_entries.empty())
        emit dataChanged(index(0), index(rowCount() - 1));
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
        return QString::fromStdString(entry.reason);
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        return QStringLiteral("%1 %2 %3")
                .arg(m_formatter.clock(entry.at), TimelineWords::sentence(entry),
                        QString::fromStdString(entry.reason))
                .trimmed();
    default:
        return {};
    }
}

} // namespace saikobi::status
