#include "app/commands/runbook_desk.h"

#include <QDir>
#include <QFile>
#include <QSaveFile>
#include <QUuid>

#include <algorithm>
#include <mutex>
#include <utility>

#include "app/model/sale_model.h"

namespace saikobi::commands {

using contract::MarkState;
using contract::Walk;
using contract::WalkMark;
using namespace std::chrono_literals;

namespace {

constexpr auto lookPeriod = 250ms;
constexpr auto patience = 4s; ///< for both paths of one mark

std::string freshId()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString();
}

} // namespace

/// Answers wait here for the desk's thread.
struct RunbookDesk::Inbox {
    std::mutex mutex{};
    std::vector<SendOutcome> answers{};
};

RunbookDesk::RunbookDesk(model::SaleModel& model, CommandGateway& gateway, Clock clock,
        std::string console, QObject* parent)
    : QObject(parent)
    , m_model(model)
    , m_gateway(gateway)
    , m_clock(std::move(clock))
    , m_console(std::move(console))
    , m_watch(m_console)
    , m_inbox(std::make_shared<Inbox>())
{
    connect(&model, &model::SaleModel::changed, this, &RunbookDesk::look);
    connect(&m_looking, &QTimer::timeout, this, &RunbookDesk::look);
    m_looking.start(lookPeriod);
}

RunbookDesk::~RunbookDesk() = default;

void RunbookDesk::setFolder(const QString& folder)
{
    m_folder = folder;
    m_sale.clear(); // its journal is looked for at the next snapshot
}

void RunbookDesk::setCards(contract::Cards cards)
{
    m_cards = std::move(cards);
    emit changed();
}

/// A script and a recording bring their own clock.
contract::Instant RunbookDesk::now() const
{
    const auto sale = m_model.current();
    return sale && sale->source != contract::SnapshotSource::Live ? sale->madeAt : m_clock.now();
}

bool RunbookDesk::mayMark() const
{
    const auto sale = m_model.current();
    if (!sale || sale->source == contract::SnapshotSource::Recorded)
        return false;
    if (sale->source == contract::SnapshotSource::Scripted)
        return true;
    // No store has ever told who this is: it is written down, and shared once it may be.
    const bool isUnknown = !sale->redis.lastSuccess && !sale->postgres.lastSuccess;
    return sale->mayCommand || isUnknown;
}

std::int64_t RunbookDesk::run() const
{
    return m_lastRun;
}

const Walk* RunbookDesk::walkOf(std::string_view card) const
{
    const Walk* found = nullptr;
    for (const auto& walk : m_walks)
        if (walk.name.card == card && walk.name.run == run()
                && walk.mark(contract::walk_step::begin))
            found = &walk; // in the order of their numbers: the last one is it
    return found;
}

const Walk* RunbookDesk::newest() const
{
    const Walk* found = nullptr;
    for (const auto& walk : m_walks) {
        const auto* begun = walk.mark(contract::walk_step::begin);
        if (!walk.isOpen() || walk.name.run != run())
            continue;
        if (!found || contract::isNewer(*begun, *found->mark(contract::walk_step::begin)))
            found = &walk;
    }
    return found;
}

bool RunbookDesk::isShared(const WalkMark& mark) const
{
    const auto& kept = m_journal.kept();
    return std::none_of(kept.begin(), kept.end(),
            [&mark](const auto& one) { return one.mark.id == mark.id && !one.isShared; });
}

void RunbookDesk::begin(const std::string& card, const std::string& alarm, std::int64_t occurrence)
{
    const auto* chosen = m_cards.card(card);
    const auto name = contract::nextWalk(m_walks, run(), card);
    const auto* open = walkOf(card);
    if (!chosen || !mayMark() || (open && open->isOpen()))
        return;
    WalkMark mark;
    mark.walk = name;
    mark.step = contract::walk_step::begin;
    mark.state = MarkState::Begun;
    mark.alarm = alarm;
    mark.occurrence = occurrence;
    mark.revision = chosen->revision;
    mark.steps = contract::stepsToJson(contract::walkStepsOf(*chosen));
    keep(std::move(mark));
}

bool RunbookDesk::mark(
        const std::string& card, std::string_view step, MarkState state, const MarkDetail& detail)
{
    begin(card);
    const auto* walk = walkOf(card);
    if (!mayMark() || !walk || !walk->isOpen())
        return false;
    WalkMark mark;
    mark.walk = walk->name;
    mark.step = step;
    mark.state = state;
    mark.reason = detail.reason.trimmed().left(200).toStdString();
    mark.until = detail.until;
    mark.contact = detail.contact;
    keep(std::move(mark));
    return true;
}

/// Later than what stands, even where that came from a clock that is ahead of this one.
void RunbookDesk::keep(WalkMark mark)
{
    const auto sale = m_model.current();
    if (!sale)
        return;
    if (mark.id.empty())
        mark.id = freshId();
    if (mark.by.empty())
        mark.by = sale->user;
    if (mark.at == contract::Instant{})
        mark.at = now();
    for (const auto& walk : m_walks)
        if (const auto* there = walk.name == mark.walk ? walk.mark(mark.step) : nullptr)
            mark.at = std::max(mark.at, there->at + 1ms);
    m_journal.add(mark);
    gather();
    send();
    emit changed();
}

void RunbookDesk::open()
{
    m_journal.open(m_source == contract::SnapshotSource::Live ? m_folder : QString(), m_sale);
    m_underWay.clear();
    m_nextTry.clear();
    m_walks.clear();
    m_gathered.clear();
    m_contacts.clear();
    m_lastRun = 1;
    m_openedAt = m_clock.now();
    for (const auto& kept : m_journal.kept())
        m_lastRun = std::max(m_lastRun, kept.mark.walk.run);
    QFile file(
            QDir(m_folder).filePath(QString::fromStdString(m_sale) + QStringLiteral(".contacts")));
    if (!m_folder.isEmpty() && file.open(QIODevice::ReadOnly))
        m_contacts = contract::contactsFromJson(file.readAll().toStdString());
}

void RunbookDesk::rememberContacts(const contract::SaleSnapshot& sale)
{
    const auto told = toJson(sale.contacts);
    if (sale.contacts.empty() || told == toJson(m_contacts))
        return;
    m_contacts = sale.contacts;
    if (m_folder.isEmpty() || sale.source != contract::SnapshotSource::Live)
        return;
    QSaveFile file(
            QDir(m_folder).filePath(QString::fromStdString(m_sale) + QStringLiteral(".contacts")));
    if (QDir().mkpath(m_folder) && file.open(QIODevice::WriteOnly)) {
        file.write(QByteArray::fromStdString(told));
        file.commit();
    }
}

/// True when the walks are others than before.
bool RunbookDesk::gather()
{
    const auto sale = m_model.current();
    const bool isTold = sale && sale->walks && sale->walks->asOf > m_openedAt
            && sale->postgres.lastSuccess > m_openedAt; // Redis alone may lack some
    if (isTold)
        m_journal.forgetShared();
    auto marks = sale && sale->walks ? sale->walks->value : contract::WalkMarks{};
    for (const auto& mark : marks)
        m_lastRun = std::max(m_lastRun, mark.walk.run);
    if (sale && sale->line)
        m_lastRun = sale->line->value.run.value;
    for (const auto& kept : m_journal.kept())
        marks.push_back(kept.mark);
    std::string made;
    for (const auto& mark : marks)
        made += mark.id + ' ';
    if (made == m_gathered)
        return false;
    m_gathered = std::move(made);
    m_walks = contract::walksOf(marks);
    return true;
}

void RunbookDesk::look()
{
    const auto sale = m_model.current();
    if (!sale)
        return;
    if (sale->sale != m_sale || sale->source != m_source) {
        m_sale = sale->sale;
        m_source = sale->source;
        open();
    }
    takeAnswers();
    rememberContacts(*sale);
    const bool isNews = gather();
    if (mayMark()) {
        tickCommands(*sale);
        judge(*sale);
        send();
    }
    ringTimers();
    if (isNews)
        emit changed();
}

void RunbookDesk::send()
{
    const auto sale = m_model.current();
    if (!sale || sale->source != contract::SnapshotSource::Live || !sale->mayCommand)
        return;
    for (const auto& kept : m_journal.kept()) {
        if (m_underWay.size() >= mostUnderWay)
            return;
        const auto& mark = kept.mark;
        const auto next = m_nextTry.find(mark.id);
        const bool isEarly = next != m_nextTry.end() && m_clock.steady() < next->second;
        if (kept.isShared || isEarly || m_underWay.contains(mark.id))
            continue;
        contract::Command command;
        command.id = mark.id;
        command.sale = m_sale;
        command.kind = contract::CommandKind::Walk;
        command.parameters = parametersOf(mark);
        command.reason = mark.reason;
        command.madeAt = mark.at;
        m_underWay[mark.id] = {m_clock.steady()};
        m_nextTry[mark.id] = m_clock.steady() + triesAgain;
        m_gateway.send(command, [inbox = m_inbox](const SendOutcome& outcome) {
            const std::lock_guard lock(inbox->mutex);
            inbox->answers.push_back(outcome);
        });
    }
}

/// Postgres keeps it as it takes it; what only Redis took has to be seen.
void RunbookDesk::takeAnswers()
{
    std::vector<SendOutcome> arrived;
    {
        const std::lock_guard lock(m_inbox->mutex);
        arrived.swap(m_inbox->answers);
    }
    bool isNews = false;
    for (const auto& outcome : arrived) {
        const auto found = m_underWay.find(outcome.commandId);
        if (found == m_underWay.end())
            continue;
        ++found->second.answers;
        if (outcome.path == CommandPath::Postgres && outcome.kind == SendOutcome::Kind::Taken) {
            m_journal.share(outcome.commandId);
            isNews = true;
        }
    }
    std::erase_if(m_underWay, [this](const auto& one) {
        return one.second.answers >= 2 || m_clock.steady() - one.second.since > patience;
    });
    const auto sale = m_model.current();
    for (const auto& kept : m_journal.kept()) {
        if (kept.isShared || !sale)
            continue;
        const auto& id = kept.mark.id;
        const bool isSeen
                = (sale->walks
                          && std::any_of(sale->walks->value.begin(), sale->walks->value.end(),
                                  [&id](const auto& one) { return one.id == id; }))
                || std::any_of(sale->timeline.begin(), sale->timeline.end(),
                        [&id](const auto& one) { return one.id == id; });
        if (!isSeen)
            continue;
        m_journal.share(std::string{id});
        isNews = true;
    }
    if (isNews)
        emit changed();
}

} // namespace saikobi::commands
