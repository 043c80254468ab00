#pragma once

#include <QAbstractListModel>

#include <vector>

#include "widgets/status/alarm_rows.h"
#include "widgets/status/formatter.h"

namespace saikobi::status {

/// The lines of the alarm list. A line that stays keeps its identity when its place changes, so
/// that a selection follows the alarm and never the place.
class AlarmModel : public QAbstractListModel {
    Q_OBJECT

public:
    explicit AlarmModel(QObject* parent = nullptr);

    void present(std::vector<AlarmRow> rows, contract::Instant now, const Formatter& formatter);
    const AlarmRow& row(int number) const { return m_rows.at(static_cast<std::size_t>(number)); }
    int find(const AlarmKey& key) const; ///< number of the line that is this alarm; -1: none
    contract::Instant now() const { return m_now; }
    const Formatter& formatter() const { return m_formatter; }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    static bool isSame(const AlarmRow& a, const AlarmRow& b);
    void removeGone(const std::vector<AlarmRow>& wanted);
    void insertNew(const std::vector<AlarmRow>& wanted);
    void reorder(const std::vector<AlarmRow>& wanted);

    std::vector<AlarmRow> m_rows{};
    contract::Instant m_now{};
    Formatter m_formatter{};
};

} // namespace saikobi::status
