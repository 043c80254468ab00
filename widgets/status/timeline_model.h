#pragma once

#include <QAbstractListModel>

#include <vector>

#include "backend/contract/timeline_entry.h"
#include "widgets/status/formatter.h"

namespace saikobi::status {

/// The newest entries of the timeline as rows, newest first. DisplayRole is the whole sentence with
/// its time; `TimeRole` and `SentenceRole` are its parts for painting.
class TimelineModel : public QAbstractListModel {
    Q_OBJECT

public:
    static constexpr int mostRows = 200;
    enum Role { TimeRole = Qt::UserRole, SentenceRole, ReasonRole };

    explicit TimelineModel(QObject* parent = nullptr);

    /// `entries` newest first. Rows already shown stay; only what is new is inserted.
    void present(const std::vector<contract::TimelineEntry>& entries, const Formatter& formatter);
    /// The same rows in another language.
    void retranslate();

    /// Row of what happened nearest to that time, within two seconds; −1: nothing.
    int rowAt(contract::Instant at) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    std::vector<contract::TimelineEntry> m_entries{};
    Formatter m_formatter{};
};

} // namespace saikobi::status
