#pragma once

#include <QObject>
#include <QString>
#include <QTimer>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "app/commands/clock.h"
#include "app/commands/entry_port.h"

namespace saikobi::model {
class SaleModel;
}

namespace saikobi::commands {

/// Entries that this console makes: kept here at once, in a file of their sale if there is a
/// folder, and shared as soon as a store takes them, one after the other and each once. A viewer's
/// stay here.
class EntryJournal : public QObject {
    Q_OBJECT

public:
    static constexpr std::chrono::seconds triesAgain{5};

    struct Kind {
        std::string console{}; ///< its name, source of every entry
        QString suffix{}; ///< of the files, one for each sale
        std::size_t mostKept = 500; ///< then the oldest goes
        bool forgetsShared = false; ///< what is shared needs no place here any more
    };
    struct Kept {
        contract::TimelineEntry entry{};
        bool isShared = false;
        bool isRefused = false;
    };

    EntryJournal(model::SaleModel& model, EntryPort& port, Clock clock, Kind kind,
            QObject* parent = nullptr);
    ~EntryJournal() override;

    /// Empty: what is written ends with the program.
    void setFolder(const QString& folder);
    /// Of the sale that is shown; id, run and actor are filled in. Nothing without a sale.
    void add(contract::TimelineEntry entry);
    const std::vector<Kept>& kept() const { return m_kept; } ///< oldest first
    const Clock& clock() const { return m_clock; }
    /// Takes in answers and tries again; runs by itself.
    void look();

signals:
    void changed();

private:
    struct Inbox;

    void open();
    void append(const std::string& line) const;
    void send();
    void takeAnswers();

    model::SaleModel& m_model;
    EntryPort& m_port;
    Clock m_clock;
    const Kind m_kind;
    QString m_folder{};
    QString m_file{};
    std::string m_sale{};
    std::vector<Kept> m_kept{};
    std::string m_underWay{}; ///< id; one at a time
    contract::Deadline m_nextTry{};
    std::shared_ptr<Inbox> m_inbox; ///< shared with answers that may come later than this lives
    QTimer m_looking{};
};

} // namespace saikobi::commands
