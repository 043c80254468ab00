#pragma once

#include <QObject>

#include <map>
#include <optional>
#include <string>

#include "app/commands/entry_journal.h"
#include "backend/contract/snapshot.h"

namespace saikobi::commands {

/// What this console saw of the stores, for whoever replays the sale (app/review/console_sight.h):
/// an entry `feed` whenever a store was lost or came back, and one a minute with how long its ways
/// took, second by second. Times are the stores', as far as their clock is known.
class FeedLog : public QObject {
    Q_OBJECT

public:
    static constexpr std::size_t mostKept = 2000; ///< a day without any store

    FeedLog(model::SaleModel& model, EntryPort& port, Clock clock, std::string console,
            QObject* parent = nullptr);
    ~FeedLog() override;

    void setFolder(const QString& folder) { m_journal.setFolder(folder); }
    const std::vector<EntryJournal::Kept>& kept() const { return m_journal.kept(); }
    void look() { m_journal.look(); }

private:
    using Looks = std::map<std::string, double>; ///< by name; what is not known is not in it

    void see(const contract::SaleSnapshot& sale);
    void seeStore(const char* store, const contract::Feed& feed,
            std::optional<std::string>& lastError, contract::Instant now,
            contract::Instant::duration ahead);
    void flush();

    EntryJournal m_journal;
    std::string m_sale{};
    std::optional<std::string> m_redisError{}; ///< as told last; empty text: it answers
    std::optional<std::string> m_postgresError{};
    std::map<contract::Instant, Looks> m_minute{}; ///< of one minute, by second
};

} // namespace saikobi::commands
