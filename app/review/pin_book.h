#pragma once

#include <QString>

#include <vector>

#include "backend/contract/result.h"
#include "backend/contract/timeline_entry.h"

class QIODevice;

namespace saikobi::review {

/// Pins and notes that somebody made while reviewing, in a file beside the recording (FILE.pins,
/// one JSON object a line): the recording itself is never changed. A pin keeps its time. A copy
/// that is made to be handed on has them inside, in a table of its own that no digest covers;
/// whoever opens it goes on from there.
class PinBook {
public:
    static constexpr int mostPins = 1000;

    /// What is there already; a file that cannot be read is an empty book.
    explicit PinBook(const QString& recordingPath);

    const std::vector<contract::TimelineEntry>& entries() const { return m_entries; } ///< by time
    /// Refused when the book is full, unavailable when the file cannot be written.
    contract::Outcome pin(contract::Instant at, const QString& text, const QString& actor);
    contract::Outcome remove(const std::string& id);
    /// Copies the recording to `path`, which is replaced, with its pins inside. Takes as long as
    /// copying does; uses no state of this object but its entries, so that a copy of the book may
    /// do it on another thread. Unavailable names what went wrong.
    contract::Outcome handOn(const QString& path) const;

private:
    void readBeside(QIODevice& file);
    void readInside();
    contract::Outcome write() const;

    QString m_recording;
    QString m_path; ///< of the file beside it
    std::vector<contract::TimelineEntry> m_entries{};
};

} // namespace saikobi::review
