#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "backend/alarms/alarm_engine.h"
#include "backend/contract/snapshot.h"
#include "backend/contract/timeline_entry.h"

namespace saikobi::model {

/// What a person did to an alarm of this console.
struct OwnAct {
    contract::AlarmAct act = contract::AlarmAct::Acknowledge;
    contract::AlarmId alarm{};
    std::int64_t occurrence = 0; ///< the one that was seen
    std::string actor{};
    std::string why{}; ///< of shelving
    std::optional<contract::Instant> until{};
    bool isUntilClear = false;
};

/// The alarms about what only this console can see: how old its data is, how long its commands
/// take, which store does not answer it, whether its clock is right. The rules are those of the
/// backend. Nobody else hears of them, so that they live and end with the console.
class ConsoleAlarms {
public:
    /// After a time without a look (a laptop that slept) the first answers have to come before
    /// silence means anything.
    static constexpr std::chrono::seconds settles{5};
    static constexpr std::size_t mostEntries = 200;

    /// `name` of the console; every alarm of its own bears it.
    explicit ConsoleAlarms(std::string name);

    /// Once for each snapshot, and while none comes. True: something changed.
    bool look(const contract::SaleSnapshot& sale, contract::Instant now);
    /// Empty: done; else why not, as contract/alarm_acts has it.
    std::string act(const OwnAct& wanted, contract::Instant now);
    /// Another sale is opened: nothing of the old one is carried over.
    void forget();

    std::vector<contract::AlarmRecord> listed() const;
    const contract::AlarmRings& rings() const { return m_board.rings; }
    /// What became of them, newest first.
    const std::vector<contract::TimelineEntry>& entries() const { return m_entries; }

private:
    void takeSettings(const std::string& told);
    alarms::Moment momentOf(const contract::SaleSnapshot& sale, contract::Instant now) const;
    void note(contract::TimelineEntry entry, contract::Instant at);

    const std::string m_name;
    alarms::AlarmEngine m_engine;
    alarms::AlarmBoard m_board{};
    std::vector<contract::TimelineEntry> m_entries{};
    std::string m_settings{}; ///< as they were told
    std::string m_sale{};
    contract::Run m_run{1};
    std::optional<contract::Instant> m_last{};
    contract::Instant m_from{};
    std::uint64_t m_acts = 0;
};

} // namespace saikobi::model
