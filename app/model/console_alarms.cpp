#include "app/model/console_alarms.h"

#include <utility>

#include "backend/alarms/alarm_acts.h"

namespace saikobi::model {

using contract::AlarmAct;
using contract::Figure;
using contract::Instant;
using namespace std::chrono_literals;

namespace {

constexpr auto longestPause = 5s; ///< between two looks; longer, and the console stood still

/// What the sale says of itself under the same names is the backend's to judge.
constexpr std::array ofTheBackend{
        Figure::RecordAge, Figure::DiskFree, Figure::Outside, Figure::Balancer5xx};

std::string kindOf(AlarmAct act)
{
    switch (act) {
    case AlarmAct::Acknowledge:
        return "acknowledge";
    case AlarmAct::Confirm:
        return "confirm";
    case AlarmAct::Shelve:
    case AlarmAct::Unshelve:
        return "shelve";
    case AlarmAct::Test:
        return "test";
    }
    return {};
}

} // namespace

ConsoleAlarms::ConsoleAlarms(std::string name)
    : m_name(std::move(name))
    , m_engine({.seat = alarms::AlarmEngine::Seat::Console, .name = m_name, .settings = {}})
{
}

alarms::Moment ConsoleAlarms::momentOf(const contract::SaleSnapshot& sale, Instant now) const
{
    auto out = alarms::momentOf(sale, now);
    for (const auto figure : ofTheBackend)
        out.figures.at(static_cast<std::size_t>(figure)).reset();
    return out;
}

/// What cannot be read leaves the limits as they are; the backend tells why it cannot.
void ConsoleAlarms::takeSettings(const std::string& told)
{
    if (std::exchange(m_settings, told) == told)
        return;
    if (const auto read = contract::alarmSettingsFromJson(told))
        m_engine.setSettings(read.value());
}

bool ConsoleAlarms::look(const contract::SaleSnapshot& sale, Instant now)
{
    if (sale.source != contract::SnapshotSource::Live)
        return false;
    if (!m_last || now < *m_last || now - *m_last > longestPause)
        m_from = now + settles;
    m_last = now;
    m_sale = sale.sale;
    if (sale.line)
        m_run = sale.line->value.run;
    takeSettings(sale.alarmSettings);
    if (now < m_from)
        return false;
    bool isChanged = false;
    for (const auto& transition : m_engine.step(momentOf(sale, now), m_board)) {
        if (!m_board.apply(transition))
            continue;
        isChanged = true;
        for (auto& entry : alarms::entriesOf(transition, m_sale, m_run))
            note(std::move(entry), now);
    }
    return isChanged;
}

std::string ConsoleAlarms::act(const OwnAct& wanted, Instant now)
{
    const auto& before = m_board.of(wanted.alarm);
    const auto answer = alarms::act(before,
            {.act = wanted.act,
                    .occurrence = wanted.occurrence,
                    .actor = wanted.actor,
                    .at = now,
                    .why = wanted.why,
                    .until = wanted.until,
                    .isUntilClear = wanted.isUntilClear});
    if (!answer.why.empty())
        return answer.why;
    m_board.take(answer.after);
    contract::TimelineEntry entry;
    entry.id = "act:" + std::to_string(++m_acts);
    entry.sale = m_sale;
    entry.run = m_run;
    entry.actor = wanted.actor;
    entry.kind = kindOf(wanted.act);
    entry.subject = contract::name(wanted.alarm);
    entry.reason = wanted.why;
    entry.data.emplace("occurrence", std::to_string(answer.after.occurrence));
    if (wanted.act == AlarmAct::Unshelve) {
        entry.data.emplace("what", "over");
        entry.data.emplace("why", "operator");
    }
    note(std::move(entry), now);
    return {};
}

void ConsoleAlarms::note(contract::TimelineEntry entry, Instant at)
{
    // Versions of this board are no one else's, so neither are the ids made of them.
    entry.id = m_name + ":" + std::to_string(contract::toUnixMs(at)) + ":" + entry.id;
    entry.at = at;
    entry.source = m_name;
    m_entries.insert(m_entries.begin(), std::move(entry));
    if (m_entries.size() > mostEntries)
        m_entries.pop_back();
}

void ConsoleAlarms::forget()
{
    m_board = {};
    m_entries.clear();
    m_last.reset();
}

std::vector<contract::AlarmRecord> ConsoleAlarms::listed() const
{
    std::vector<contract::AlarmRecord> out;
    for (const auto& record : m_board.records)
        if (record.isListed())
            out.push_back(record);
    return out;
}

} // namespace saikobi::model
