#pragma once

#include <QObject>
#include <QString>
#include <QTimer>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "app/commands/clock.h"
#include "app/commands/entry_port.h"

namespace saikobi::model {
class SaleModel;
}

namespace saikobi::commands {

/// What was written at this console: notes, and that its sound was silenced. It is kept here at
/// once, in a file if there is one, and shared as soon as a store takes it; a viewer's stays here.
class NoteBook : public QObject {
    Q_OBJECT

public:
    static constexpr std::size_t mostKept = 500;
    static constexpr std::size_t longestNote = 1000; ///< characters, as the store has it
    static constexpr std::chrono::seconds triesAgain{5};

    NoteBook(model::SaleModel& model, EntryPort& port, Clock clock, std::string console,
            QObject* parent = nullptr);
    ~NoteBook() override;

    /// Folder of the files, one for each sale; empty: what is written ends with the program.
    void setFolder(const QString& folder);
    /// `at`: when its first letter was typed.
    void note(const QString& text, contract::Instant at);
    /// Muted for so long; nothing: what rang was silenced.
    void silenced(std::optional<std::chrono::minutes> muted);

    /// What the timeline of the sale does not show (yet), newest first; `data.local` is 1 where
    /// nobody else can see it.
    std::vector<contract::TimelineEntry> entries() const;
    /// Takes in answers and tries again; runs by itself.
    void look();

signals:
    void changed();

private:
    struct Inbox;
    struct Kept {
        contract::TimelineEntry entry{};
        bool isShared = false;
        bool isRefused = false;
    };

    void open();
    void add(contract::TimelineEntry entry);
    void append(const std::string& line) const;
    void send();
    void takeAnswers();

    model::SaleModel& m_model;
    EntryPort& m_port;
    Clock m_clock;
    const std::string m_console;
    QString m_folder{};
    QString m_file{};
    std::string m_sale{};
    std::vector<Kept> m_kept{}; ///< oldest first
    std::string m_underWay{}; ///< id; one at a time
    contract::Deadline m_nextTry{};
    std::shared_ptr<Inbox> m_inbox; ///< shared with answers that may come later than the book lives
    QTimer m_looking{};
};

} // namespace saikobi::commands
