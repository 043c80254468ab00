#pragma once

#include <QAbstractListModel>

#include <vector>

#include "backend/contract/timeline_entry.h"
#include "widgets/status/formatter.h"

namespace saikobi::pages {

/// What happened, oldest first: pins and changes of phase, or everything.
class StoryModel : public QAbstractListModel {
    Q_OBJECT

public:
    using QAbstractListModel::QAbstractListModel;

    void present(std::vector<contract::TimelineEntry> entries, const status::Formatter& formatter);
    void setAll(bool isAll);
    bool isAll() const { return m_isAll; }
    const contract::TimelineEntry* entryAt(const QModelIndex& index) const;
    /// The last row that had happened by then; an invalid one before the first.
    QModelIndex rowBefore(contract::Instant at) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

private:
    void choose();

    std::vector<contract::TimelineEntry> m_entries{};
    std::vector<std::size_t> m_shown{}; ///< places in m_entries
    status::Formatter m_formatter{};
    bool m_isAll = false;
};

} // namespace saikobi::pages
