#pragma once

#include <QCoreApplication>
#include <QString>

#include <optional>

#include "backend/contract/timeline_entry.h"

namespace saikobi::status {

/// Entries of the timeline that are about alarms, as sentences: what became of one, and what people
/// did to it.
class AlarmEntryWords {
    Q_DECLARE_TR_FUNCTIONS(saikobi::status::AlarmEntryWords)

public:
    /// Nothing for an entry of another kind.
    static std::optional<QString> sentence(const contract::TimelineEntry& entry);

private:
    static QString ofAlarm(const contract::TimelineEntry& entry);
    static QString ofShelving(const contract::TimelineEntry& entry);
    static QString end(const QString& why);
};

} // namespace saikobi::status
