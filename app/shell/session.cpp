#include "app/shell/session.h"

#include <algorithm>
#include <utility>

#include "app/review/recording_source.h"
#include "app/sources/entry_writer.h"
#include "app/sources/live_gateway.h"
#include "app/sources/live_source.h"
#include "app/sources/run_fetcher.h"
#include "app/sources/scripted_source.h"
#include "widgets/status/store_badge.h"

namespace saikobi::shell {

namespace {

std::int64_t unconfirmedIn(const std::vector<commands::CommandReport>& journal)
{
    return std::count_if(journal.begin(), journal.end(),
            [](const auto& report) { return report.state == contract::CommandState::Unconfirmed; });
}

/// By sale and kind, which both stay the same while a tunnel changes the addresses.
QString cardFile(const QString& folder, const sources::Profile& profile)
{
    return QStringLiteral("%1/runbook-%2-%3.json")
            .arg(folder, QString::fromStdString(std::string{contract::name(profile.kind)}),
                    QString::fromStdString(profile.sale));
}

} // namespace

/// The way to the stores of whatever is open now. A demo has none; its desk refuses every command
/// before it gets here.
class Session::Gateway : public commands::CommandGateway {
public:
    void send(const contract::Command& command,
            std::function<void(const commands::SendOutcome&)> answered) override
    {
        if (m_live)
            m_live->send(command, std::move(answered));
    }
    void lead(std::unique_ptr<commands::CommandGateway> live) { m_live = std::move(live); }

private:
    std::unique_ptr<commands::CommandGateway> m_live{};
};

/// The way of notes into the timeline of whatever is open now. A demo has none.
class Session::Entries : public commands::EntryPort {
public:
    void write(const contract::TimelineEntry& entry,
            std::function<void(commands::EntryOutcome)> answered) override
    {
        if (m_live)
            m_live->write(entry, std::move(answered));
        else
            answered(commands::EntryOutcome::Away);
    }
    void lead(std::unique_ptr<commands::EntryPort> live) { m_live = std::move(live); }

private:
    std::unique_ptr<commands::EntryPort> m_live{};
};

Session::Session(commands::Clock clock, QObject* parent)
    : QObject(parent)
    , m_clock(std::move(clock))
    , m_pump(m_inbox, m_model, nullptr)
    , m_gateway(std::make_unique<Gateway>())
    , m_desk(m_model, *m_gateway, m_clock)
    , m_alarms(m_model, m_desk, m_clock)
    , m_entries(std::make_unique<Entries>())
    , m_notes(m_model, *m_entries, m_clock, m_desk.seat().console)
    , m_runbook(m_model, *m_gateway, m_clock, m_desk.seat().console)
    , m_feeds(m_model, *m_entries, m_clock, m_desk.seat().console)
{
    connect(&m_model, &model::SaleModel::changed, this,
            [this](const contract::SnapshotPtr& now) { look(*now); });
    m_runbook.setCards(*m_cards);
    connect(this, &Session::cardsChanged, &m_runbook, [this] { m_runbook.setCards(*m_cards); });
    connect(&m_desk, &commands::CommandDesk::changed, this, [this] {
        if (m_paths)
            m_paths->setUnconfirmed(unconfirmedIn(m_desk.journal()));
    });
}

Session::~Session()
{
    if (m_source)
        m_source->stop();
}

void Session::openDemo()
{
    openScript({.startAt = m_clock.now()});
}

void Session::openScript(const sources::Script& script)
{
    m_reopen = [this, script] { openScript(script); };
    m_runs.reset();
    m_gateway->lead(nullptr);
    m_entries->lead(nullptr);
    openCards(std::make_shared<sources::CardCopy>(QString()));
    open(std::make_unique<sources::ScriptedSource>(m_inbox, script));
}

void Session::openProfile(const sources::Profile& profile)
{
    m_reopen = [this, profile] { openProfile(profile); };
    m_runs = std::make_shared<sources::PostgresRuns>(profile.postgresUrl);
    m_desk.setNotMeasured(profile.notMeasured);
    m_paths = std::make_shared<sources::PathMeter>();
    m_paths->setUnconfirmed(unconfirmedIn(m_desk.journal()));
    m_entries->lead(std::make_unique<sources::EntryWriter>(profile));
    m_gateway->lead(std::make_unique<sources::LiveGateway>(profile, m_paths));
    openCards(std::make_shared<sources::CardCopy>(
            m_cardFolder.isEmpty() ? QString() : cardFile(m_cardFolder, profile)));
    open(std::make_unique<sources::LiveSource>(
            m_inbox, profile, sources::LiveSource::Pace{}, m_paths, m_copy));
}

void Session::openCards(std::shared_ptr<sources::CardCopy> copy)
{
    m_copy = std::move(copy);
    m_cards = m_copy->open();
    emit cardsChanged();
}

/// No way leads to a store any more: there is nobody who could take a command.
void Session::showAsSeen(
        const review::RecordingMeta& recording, const std::string& console, contract::Instant at)
{
    if (!m_replay || m_replayed != recording.path) {
        m_gateway->lead(nullptr);
        m_entries->lead(nullptr);
        m_paths.reset();
        auto source = std::make_unique<review::RecordingSource>(
                m_inbox, recording, console, [this](const review::RecordingProblem& problem) {
                    QMetaObject::invokeMethod(
                            this, [this, problem] { emit replayFailed(problem); },
                            Qt::QueuedConnection);
                });
        auto* const replay = source.get();
        replay->show(at);
        open(std::move(source));
        m_replay = replay;
        m_replayed = recording.path;
        m_console = console;
        return;
    }
    if (std::exchange(m_console, console) != console)
        m_replay->choose(console);
    m_replay->show(at);
}

void Session::leaveReplay()
{
    if (!m_replay)
        return;
    if (const auto reopen = m_reopen) { // a copy: it sets itself anew
        reopen();
        return;
    }
    m_replay = nullptr;
    m_source.reset();
    m_model.forget();
}

void Session::open(std::unique_ptr<model::SnapshotSource> source)
{
    m_replay = nullptr;
    if (m_source)
        m_source->stop();
    m_inbox.take();
    m_model.forget();
    m_wasLive = false;
    m_desk.setReadOnly(true); // leaving it is meant for one sale
    m_source = std::move(source);
    m_source->wish(m_wish);
    m_source->start();
}

void Session::wish(const contract::DeskWish& wish)
{
    // Screens wish for themselves: a rule of the block list is that of Controls, which wishes for
    // nothing else; the rest is Inventory's.
    if (wish.block.empty())
        m_wish = {m_wish.block, wish.detail, wish.burnDown};
    else
        m_wish.block = wish.block;
    if (m_source)
        m_source->wish(m_wish);
}

void Session::readPaidOrders(std::function<void(const contract::Result<std::string>&)> answer)
{
    if (!m_source) {
        answer(contract::Fault{contract::FaultCode::Unavailable, "no sale is open"});
        return;
    }
    // The answer comes from a thread of the source, at the latest when that is stopped, which is
    // before this session ends.
    m_source->readPaidOrders([this, answer = std::move(answer)](auto list) {
        QMetaObject::invokeMethod(
                this, [answer, list] { answer(list); }, Qt::QueuedConnection);
    });
}

void Session::look(const contract::SaleSnapshot& sale)
{
    if (auto cards = m_copy->newest(); cards && cards->revision != m_cards->revision) {
        m_cards = std::move(cards);
        emit cardsChanged();
    }
    if (m_wasLive || !sale.line)
        return;
    const auto now = sale.source == contract::SnapshotSource::Live ? m_clock.now() : sale.madeAt;
    const bool isFresh = status::stateOf(sale.redis, now) <= contract::DataState::Late
            && status::stateOf(sale.postgres, now) <= contract::DataState::Late;
    if (!isFresh)
        return;
    m_wasLive = true;
    emit becameLive();
}

} // namespace saikobi::shell
