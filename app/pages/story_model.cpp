#include "app/pages/story_model.h"

#include <algorithm>

#include "widgets/status/timeline_words.h"

namespace saikobi::pages {

namespace {

bool isOfTheStory(const contract::TimelineEntry& entry)
{
    return entry.kind == "pin" || entry.kind == "phase";
}

} // namespace

void StoryModel::present(
        std::vector<contract::TimelineEntry> entries, const status::Formatter& formatter)
{
    beginResetModel();
    m_entries = std::move(entries);
    m_formatter = formatter;
    choose();
    endResetModel();
}

void StoryModel::setAll(bool isAll)
{
    beginResetModel();
    m_isAll = isAll;
    choose();
    endResetModel();
}

void StoryModel::choose()
{
    m_shown.clear();
    for (std::size_t i = 0; i < m_entries.size(); ++i)
        if (m_isAll || isOfTheStory(m_entries[i]))
            m_shown.push_back(i);
}

const contract::TimelineEntry* StoryModel::entryAt(const QModelIndex& index) const
{
    return index.isValid() && checkIndex(index, CheckIndexOption::IndexIsValid)
            ? &m_entries.at(m_shown.at(static_cast<std::size_t>(index.row())))
            : nullptr;
}

QModelIndex StoryModel::rowBefore(contract::Instant at) const
{
    const auto after = std::upper_bound(m_shown.begin(), m_shown.end(), at,
            [this](auto instant, std::size_t place) { return instant < m_entries[place].at; });
    return index(static_cast<int>(after - m_shown.begin()) - 1);
}

int StoryModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

QVariant StoryModel::data(const QModelIndex& index, int role) const
{
    const auto* entry = entryAt(index);
    if (!entry || (role != Qt::DisplayRole && role != Qt::ToolTipRole))
        return {};
    return QStringLiteral("%1 %2 %3")
            .arg(m_formatter.clock(entry->at), status::TimelineWords::sentence(*entry),
                    status::TimelineWords::reason(*entry))
            .trimmed();
}

} // namespace saikobi::pages
