#pragma once

#include <QString>

#include <vector>

#include "backend/contract/result.h"
#include "backend/contract/timeline_entry.h"

namespace saikobi::review {

/// Pins and notes that somebody made while reviewing, in a file beside the recording (FILE.pins,
/// one JSON object a line): the recording itself is never changed. A pin keeps its time.
class PinBook {
public:
    static constexpr int mostPins = 1000;

    /// What is there already; a file that cannot be read is an empty book.
    explicit PinBook(const QString& recordingPath);

    const std::vector<contract::TimelineEntry>& entries() const { return m_entries; } ///< by time
    /// Refused when the book is full, unavailable when the file cannot be written.
    contract::Outcome pin(contract::Instant at, const QString& text, const QString& actor);
    contract::Outcome remove(const std::string& id);

private:
    contract::Outcome write() const;

    QString m_path;
    std::vector<contract::TimelineEntry> m_entries{};
};

} // namespace saikobi::review
