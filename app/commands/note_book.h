#pragma once

#include <QObject>
#include <QString>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "app/commands/entry_journal.h"

namespace saikobi::commands {

/// What was written at this console: notes, and that its sound was silenced.
class NoteBook : public QObject {
    Q_OBJECT

public:
    static constexpr std::size_t mostKept = 500;
    static constexpr std::size_t longestNote = 1000; ///< characters, as the store has it
    static constexpr std::chrono::seconds triesAgain = EntryJournal::triesAgain;

    NoteBook(model::SaleModel& model, EntryPort& port, Clock clock, std::string console,
            QObject* parent = nullptr);

    /// Folder of the files, one for each sale; empty: what is written ends with the program.
    void setFolder(const QString& folder) { m_journal.setFolder(folder); }
    /// `at`: when its first letter was typed.
    void note(const QString& text, contract::Instant at);
    /// Muted for so long; nothing: what rang was silenced.
    void silenced(std::optional<std::chrono::minutes> muted);

    /// What the timeline of the sale does not show (yet), newest first; `data.local` is 1 where
    /// nobody else can see it.
    std::vector<contract::TimelineEntry> entries() const;
    /// Takes in answers and tries again; runs by itself.
    void look() { m_journal.look(); }

signals:
    void changed();

private:
    model::SaleModel& m_model;
    EntryJournal m_journal;
};

} // namespace saikobi::commands
