#include "app/commands/note_book.h"

#include <QDir>
#include <QFile>
#include <QUuid>

#include <algorithm>
#include <mutex>
#include <utility>

#include "app/model/sale_model.h"

namespace saikobi::commands {

using namespace std::chrono_literals;

namespace {

constexpr auto lookPeriod = 500ms;
constexpr qint64 mostRead = 1'000'000; ///< bytes of a file, from its end
const std::string sharedMark = "shared ";

} // namespace

/// Answers wait here for the book's thread.
struct NoteBook::Inbox {
    std::mutex mutex{};
    std::vector<std::pair<std::string, EntryOutcome>> answers{};
};

NoteBook::NoteBook(
        model::SaleModel& model, EntryPort& port, Clock clock, std::string console, QObject* parent)
    : QObject(parent)
    , m_model(model)
    , m_port(port)
    , m_clock(std::move(clock))
    , m_console(std::move(console))
    , m_inbox(std::make_shared<Inbox>())
{
    connect(&model, &model::SaleModel::changed, this, &NoteBook::look);
    connect(&m_looking, &QTimer::timeout, this, &NoteBook::look);
    m_looking.start(lookPeriod);
}

NoteBook::~NoteBook() = default;

void NoteBook::setFolder(const QString& folder)
{
    m_folder = folder;
    m_sale.clear(); // its file is looked for at the next snapshot
}

/// What a sale's earlier notes were, and which of them nobody else has seen yet.
void NoteBook::open()
{
    m_kept.clear();
    m_underWay.clear();
    m_file.clear();
    if (m_folder.isEmpty() || !contract::isSaleId(m_sale) || !QDir().mkpath(m_folder))
        return;
    m_file = QDir(m_folder).filePath(QString::fromStdString(m_sale) + QStringLiteral(".journal"));
    QFile file(m_file);
    if (!file.open(QIODevice::ReadOnly))
        return;
    if (file.size() > mostRead) {
        file.seek(file.size() - mostRead);
        file.readLine(); // the rest of a line
    }
    bool isTorn = false;
    while (!file.atEnd()) {
        const auto read = file.readLine();
        isTorn = !read.endsWith('\n');
        const auto line = read.trimmed().toStdString();
        if (line.rfind(sharedMark, 0) == 0) {
            const auto id = line.substr(sharedMark.size());
            std::erase_if(m_kept, [&id](const auto& one) { return one.entry.id == id; });
        } else if (auto entry = contract::timelineEntryFromJson(line)) {
            m_kept.push_back({std::move(entry).value()});
        }
    }
    if (isTorn)
        append({}); // the next line must not become the rest of this one
    if (m_kept.size() > mostKept)
        m_kept.erase(m_kept.begin(), m_kept.end() - static_cast<std::ptrdiff_t>(mostKept));
}

void NoteBook::append(const std::string& line) const
{
    if (m_file.isEmpty())
        return;
    QFile file(m_file);
    // Each line on its own: what was written is there after a crash.
    if (file.open(QIODevice::WriteOnly | QIODevice::Append))
        file.write(QByteArray::fromStdString(line) + '\n');
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
    add(std::move(entry));
}

void NoteBook::silenced(std::optional<std::chrono::minutes> muted)
{
    contract::TimelineEntry entry;
    entry.kind = "silence";
    entry.subject = muted ? "mute" : "silence";
    entry.at = m_clock.now();
    if (muted)
        entry.data.emplace("minutes", std::to_string(muted->count()));
    add(std::move(entry));
}

void NoteBook::add(contract::TimelineEntry entry)
{
    const auto sale = m_model.current();
    if (!sale)
        return;
    look();
    entry.id = "console:" + QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString();
    entry.sale = sale->sale;
    if (sale->line)
        entry.run = sale->line->value.run;
    entry.source = m_console;
    entry.actor = sale->user;
    append(contract::toJson(entry));
    if (m_kept.size() == mostKept)
        m_kept.erase(m_kept.begin());
    m_kept.push_back({std::move(entry)});
    m_nextTry = m_clock.steady();
    send();
    emit changed();
}

void NoteBook::look()
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

void NoteBook::send()
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

void NoteBook::takeAnswers()
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
            append(sharedMark + id);
        emit changed();
    }
}

std::vector<contract::TimelineEntry> NoteBook::entries() const
{
    std::vector<contract::TimelineEntry> out;
    const auto sale = m_model.current();
    if (!sale)
        return out;
    for (auto each = m_kept.rbegin(); each != m_kept.rend(); ++each) {
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
