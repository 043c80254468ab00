#pragma once

#include <QCoreApplication>
#include <QString>

#include "backend/contract/timeline_entry.h"

namespace saikobi::status {

/// A timeline entry as a sentence for staff.
class TimelineWords {
    Q_DECLARE_TR_FUNCTIONS(saikobi::status::TimelineWords)

public:
    static QString sentence(const contract::TimelineEntry& entry);
    /// What stands under it; empty where the sentence has said it.
    static QString reason(const contract::TimelineEntry& entry);
    /// "120 → 132", "before → open": what a command changed; empty when it changed nothing shown.
    static QString change(const contract::TimelineEntry& entry);
    /// The word for a code that says why a command was refused; the code itself when it is new.
    static QString refusal(const QString& code);

private:
    static QString ofCommand(const contract::TimelineEntry& entry);
    static QString ofPhase(const contract::TimelineEntry& entry);
    static QString ofHolder(const contract::TimelineEntry& entry);
    static QString ofInstance(const contract::TimelineEntry& entry);
    static QString ofNote(const contract::TimelineEntry& entry);
    static QString ofDifference(const contract::TimelineEntry& entry);
    static QString mark(const contract::TimelineEntry& entry);
    static QString walk(const contract::TimelineEntry& entry);
    static QString alarmRefusal(const QString& code);
};

} // namespace saikobi::status
