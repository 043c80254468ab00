#include "app/commands/entry_journal.h"

#include <QUuid>

#include <algorithm>
#include <mutex>
#include <utility>

#include "app/commands/line_file.h"
#include "app/model/sale_model.h"

namespace saikobi::commands {

using namespace std::chrono_literals;

namespace {

constexpr auto lookPeriod = 500ms;

} // namespace

/// Answers wait here for the journal's thread.
struct EntryJournal::Inbox {
    std::mutex mutex{};
    std::vector<std::pair<std::string, EntryOutcome>> answers{};
};

EntryJournal::EntryJournal(
        model::SaleModel& model, EntryPort& port, Clock clock, Kind kind, QObject* parent)
    : QObject(parent)
    , m_model(model)
    , m_port(port)
    , m_clock(std::move(clock))
    , m_kind(std::move(kind))
    , m_inbox(std::make_shared<Inbox>())
{
    connect(&model, &model::SaleModel::changed, this, &EntryJournal::look);
    connect(&m_looking, &QTimer::timeout, this, &EntryJournal::look);
    m_looking.start(lookPeriod);
}

EntryJournal::~EntryJournal() = default;

void EntryJournal::setFolder(const QString& folder)
{
    m_folder = folder;
    m_sale.clear(); // its file is looked for at the next snapshot
}

/// What a sale's earlier notes were, and which of them nobody else has seen yet.
void EntryJournal::open()
{
    m_kept.clear();
    m_underWay.clear();
    m_file = openLines(m_folder, m_sale, m_kind.suffix,
            {[this](const std::string& line) {
                 if (auto entry = contract::timelineEntryFromJson(line))
                     m_kept.push_back({std::move(entry).value()});
             },
                    [this](const std::string& id) {
                        std::erase_if(
                                m_kept, [&id](const auto& one) { return one.entry.id == id; });
                    }});
    if (m_kept.size() > m_kind.mostKept)
        m_kept.erase(m_kept.begin(), m_kept.end() - static_cast<std::ptrdiff_t>(m_kind.mostKept));
}

void EntryJournal::append(const std::string& line) const
{
    appendLine(m_file, line);
}

void EntryJournal::add(contract::TimelineEntry entry)
{
    const auto sale = m_model.current();
    // The past is not written on; and of the same sale, it would get into today's timeline.
    if (!sale || sale->source == contract::SnapshotSource::Recorded)
        return;
    look();
    entry.id = "console:" + QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString();
    entry.sale = sale->sale;
    if (sale->line)
        entry.run = sale->line->value.run;
    entry.source = m_kind.console;
    entry.actor = sale->user;
    append(contract::toJson(entry));
    if (m_kept.size() == m_kind.mostKept)
        m_kept.erase(m_kept.begin());
    m_kept.push_back({std::move(entry)});
    m_nextTry = m_clock.steady();
    send();
    emit changed();
}

void EntryJournal::look()
{
    const auto sale = m_model.current();
    if (!sale)
        return;
    if (std::exchange(m_sale, sale->sale) != sale->sale)
        open();
    takeAnswers();
    // A recording and a demo have notes of their own; nobody else's timeline is theirs.
    if (sale->source == contract::SnapshotSource::Live && sale->mayCommand)
        send();
}

void EntryJournal::send()
{
    const auto sale = m_model.current();
    const bool mayShare = sale->source == contract::SnapshotSource::Live && sale->mayCommand;
    if (!mayShare || !m_underWay.empty() || m_clock.steady() < m_nextTry)
        return;
    const auto next = std::find_if(m_kept.begin(), m_kept.end(),
            [](const auto& one) { return !one.isShared && !one.isRefused; });
    if (next == m_kept.end())
        return;
    m_underWay = next->entry.id;
    m_port.write(next->entry, [inbox = m_inbox, id = m_underWay](EntryOutcome outcome) {
        const std::lock_guard lock(inbox->mutex);
        inbox->answers.emplace_back(id, outcome);
    });
}

void EntryJournal::takeAnswers()
{
    std::vector<std::pair<std::string, EntryOutcome>> arrived;
    {
        const std::lock_guard lock(m_inbox->mutex);
        arrived.swap(m_inbox->answers);
    }
    for (const auto& [id, outcome] : arrived) {
        if (id == m_underWay)
            m_underWay.clear();
        const auto found = std::find_if(m_kept.begin(), m_kept.end(),
                [&key = id](const auto& one) { return one.entry.id == key; });
        if (found == m_kept.end())
            continue;
        if (outcome == EntryOutcome::Away) {
            m_nextTry = m_clock.steady() + triesAgain;
            continue;
        }
        found->isShared = outcome == EntryOutcome::Shared;
        found->isRefused = !found->isShared;
        if (found->isShared)
            appendShared(m_file, id);
        if (m_kind.forgetsShared)
            m_kept.erase(found);
        emit changed();
    }
}

} // namespace saikobi::commands
