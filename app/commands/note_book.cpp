#include "app/commands/note_book.h"

#include <algorithm>
#include <utility>

#include "app/model/sale_model.h"

namespace saikobi::commands {

NoteBook::NoteBook(
        model::SaleModel& model, EntryPort& port, Clock clock, std::string console, QObject* parent)
    : QObject(parent)
    , m_model(model)
    , m_journal(model, port, std::move(clock),
              {std::move(console), QStringLiteral(".journal"), mostKept})
{
    connect(&m_journal, &EntryJournal::changed, this, &NoteBook::changed);
}

void NoteBook::note(const QString& text, contract::Instant at)
{
    const auto trimmed = text.trimmed().left(static_cast<int>(longestNote));
    if (trimmed.isEmpty())
        return;
    contract::TimelineEntry entry;
    entry.kind = "note";
    entry.reason = trimmed.toStdString();
    entry.at = at;
    m_journal.add(std::move(entry));
}

void NoteBook::silenced(std::optional<std::chrono::minutes> muted)
{
    contract::TimelineEntry entry;
    entry.kind = "silence";
    entry.subject = muted ? "mute" : "silence";
    entry.at = m_journal.clock().now();
    if (muted)
        entry.data.emplace("minutes", std::to_string(muted->count()));
    m_journal.add(std::move(entry));
}

std::vector<contract::TimelineEntry> NoteBook::entries() const
{
    std::vector<contract::TimelineEntry> out;
    const auto sale = m_model.current();
    if (!sale)
        return out;
    const auto& kept = m_journal.kept();
    for (auto each = kept.rbegin(); each != kept.rend(); ++each) {
        const bool isThere = std::any_of(sale->timeline.begin(), sale->timeline.end(),
                [&](const auto& entry) { return entry.id == each->entry.id; });
        if (isThere || each->entry.sale != sale->sale)
            continue;
        out.push_back(each->entry);
        if (!each->isShared)
            out.back().data.emplace("local", "1");
    }
    return out;
}

} // namespace saikobi::commands
