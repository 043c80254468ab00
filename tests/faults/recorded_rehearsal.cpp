#include "tests/faults/recorded_rehearsal.h"

#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTest>

#include <algorithm>
#include <csignal>
#include <utility>

namespace saikobi::tests {

using contract::AlarmId;
using contract::CommandKind;
using contract::CommandState;

namespace {

constexpr int answered = 20000; ///< ms for a command
constexpr int raised = 60000; ///< ms for an alarm, also one that judges half a minute
constexpr int settled = 180000;

void signalAll(const QList<qint64>& processes, int number)
{
    for (const auto process : processes)
        ::kill(static_cast<pid_t>(process), number);
}

} // namespace

RecordedRehearsal::~RecordedRehearsal()
{
    if (m_isStill)
        signalAll(m_rehearsal.children({"saikobid", "serve"}), SIGCONT);
}

bool RecordedRehearsal::make()
{
    return openUp() && runTheSale() && loseAnInstance() && loseRedis() && closeAndSettle()
            && exportIt();
}

bool RecordedRehearsal::fail(const QString& what)
{
    m_complaint = what;
    return false;
}

bool RecordedRehearsal::watch(int ms)
{
    QElapsedTimer since;
    since.start();
    return QTest::qWaitFor([&] { return since.hasExpired(ms); }, 2 * ms);
}

bool RecordedRehearsal::command(
        CommandKind kind, const Parameters& parameters, CommandState outcome)
{
    const auto id = m_console->issue(kind, parameters, "part of the rehearsal");
    const auto isDecided = [&] {
        const auto* report = m_console->report(id);
        return report && report->state == outcome;
    };
    return (!id.isEmpty() && QTest::qWaitFor(isDecided, answered))
            || fail(QString::fromLatin1(contract::name(kind).data())
                    + " was not decided as wanted");
}

const contract::AlarmRecord* RecordedRehearsal::record(AlarmId alarm) const
{
    const auto sale = m_console->sale();
    if (!sale || !sale->alarms)
        return nullptr;
    const auto& all = sale->alarms->value.records;
    const auto found = std::find_if(
            all.begin(), all.end(), [alarm](const auto& one) { return one.alarm == alarm; });
    return found == all.end() ? nullptr : &*found;
}

bool RecordedRehearsal::actOnAlarm(CommandKind kind, AlarmId alarm)
{
    const auto* known = record(alarm);
    return known
            && command(kind,
                    {{"alarm", std::string{contract::name(alarm)}},
                            {"occurrence", std::to_string(known->occurrence)}});
}

bool RecordedRehearsal::openUp()
{
    if (!m_rehearsal.start())
        return fail(m_rehearsal.complaint());
    if (!m_crowd.start(m_rehearsal,
                {"--arrivals", "600/min", "--for", "200s", "--seed", "1", "--think", "3s",
                        "--absent", "10%", "--leave", "10%"}))
        return fail(m_crowd.complaint());
    m_console = Console::open(m_rehearsal.address("operator"));
    const auto isReady = [this] {
        const auto sale = m_console->sale();
        return sale && sale->line && sale->line->value.phase == contract::Phase::Open
                && sale->products && m_console->hasCommand();
    };
    return (m_console && QTest::qWaitFor(isReady, raised)) || fail("the sale did not open");
}

/// Commands of each class, by both paths, and some that are refused.
bool RecordedRehearsal::runTheSale()
{
    const auto product = std::to_string(m_console->sale()->products->value.front().id.value);
    return watch(15000) && command(CommandKind::SetRate, {{"rate", "240"}})
            && command(CommandKind::SetRate, {{"rate", "400"}, {"override", "1"}})
            && command(CommandKind::AlarmTest, {{"alarm", "A22"}, {"priority", "2"}})
            && actOnAlarm(CommandKind::AlarmAcknowledge, AlarmId::A22)
            && command(CommandKind::Message,
                    {{"message_ja", "順番にご案内しています。"}, {"message_en", "All goes well."}})
            && command(CommandKind::Block, {{"what", "203.0.113.7"}})
            && command(CommandKind::Block, {{"what", "nobody"}}, CommandState::Refused)
            && command(CommandKind::StopProduct, {{"product", product}})
            && command(CommandKind::StartProduct, {{"product", product}})
            && command(CommandKind::DisableMethod, {{"method", "paypal"}})
            && command(CommandKind::EnableMethod, {{"method", "paypal"}}) && watch(10000);
}

/// An alarm that stays until somebody acted on it; seen, held for, acted on.
bool RecordedRehearsal::loseAnInstance()
{
    const auto instances = m_rehearsal.children({"saikobid", "serve"});
    if (instances.isEmpty())
        return fail("there is no instance to kill");
    signalAll({instances.front()}, SIGKILL);
    const auto isOn = [this] {
        const auto* known = record(AlarmId::A24);
        return known && known->isOn();
    };
    if (!QTest::qWaitFor(isOn, raised))
        return fail("nobody noticed that an instance was gone");
    return watch(3000) && actOnAlarm(CommandKind::AlarmAcknowledge, AlarmId::A24)
            && command(CommandKind::Hold, {}) && watch(8000)
            && actOnAlarm(CommandKind::AlarmConfirm, AlarmId::A24)
            && (QTest::qWaitFor([&] { return !isOn(); }, raised) || fail("A24 did not end"))
            && command(CommandKind::Release, {{"rate", "180"}});
}

/// Long enough for its alarm; what holds the line then is the backend.
bool RecordedRehearsal::loseRedis()
{
    const auto redis = m_rehearsal.storeProcesses("redis");
    const auto isOn = [this] {
        return m_rehearsal.count("select count(*) from saikobi.timeline where kind = 'alarm' and "
                                 "subject = 'A14' and data ->> 'what' = 'raised'")
                > 0;
    };
    const auto isOver = [this] {
        return m_rehearsal.count("select count(*) from saikobi.timeline where kind = 'alarm' and "
                                 "subject = 'A14' and data ->> 'what' = 'cleared'")
                > 0;
    };
    signalAll(redis, SIGSTOP);
    const bool wasRaised = QTest::qWaitFor(isOn, raised);
    signalAll(redis, SIGCONT);
    if (!wasRaised || !QTest::qWaitFor(isOver, raised))
        return fail("the loss of Redis was no alarm, or one without an end");
    const auto isOpen = [this] {
        const auto sale = m_console->sale();
        return sale->line && sale->line->value.phase == contract::Phase::Open
                && m_console->hasCommand();
    };
    return QTest::qWaitFor(isOpen, raised) || fail("the sale did not go on after Redis");
}

bool RecordedRehearsal::closeAndSettle()
{
    if (!watch(10000) || !command(CommandKind::Hold, {}) || !watch(3000)
            || !command(CommandKind::Release, {}) || !watch(10000)
            || !command(CommandKind::Close, {}))
        return false;
    // Nobody enters any more; whoever is inside buys or leaves. The crowd itself waits on.
    qint64 orders = -1;
    const auto isSettled = [&] {
        const auto known = m_rehearsal.count("select count(*) from saikobi.orders");
        const bool isStill = std::exchange(orders, known) == known;
        return isStill
                && m_rehearsal.count("select count(*) from saikobi.orders where ended_at is null")
                == 0;
    };
    QElapsedTimer since;
    since.start();
    while (!since.hasExpired(settled) && !isSettled())
        if (!watch(8000))
            return false;
    if (!isSettled())
        return fail("an order did not end");
    m_console.reset();
    // What was heard by the stream is copied a moment later.
    const auto isCopied = [this] {
        return m_rehearsal.count("select count(*) from saikobi.timeline where kind = 'phase' and "
                                 "subject = 'closed'")
                > 0;
    };
    if (!QTest::qWaitFor(isCopied, settled) || !watch(3000))
        return fail("the close was not recorded");
    signalAll(m_rehearsal.children({"saikobid", "serve"}), SIGSTOP);
    m_isStill = true;
    return true;
}

bool RecordedRehearsal::exportIt()
{
    m_file = m_folder.filePath("rehearsal.sqlite");
    QProcess exporting;
    exporting.start(program("saikobid"),
            {"export", "--sale", "demo", "--run", "1", "--postgres",
                    m_rehearsal.address("postgres"), m_file});
    if (!exporting.waitForFinished(120000) || exporting.exitCode() != 0)
        return fail(QString::fromUtf8(exporting.readAllStandardError()));
    if (const auto kept = qEnvironmentVariable("SAIKOBI_PICTURES"); !kept.isEmpty())
        QFile::copy(m_file, kept + "/rehearsal.sqlite");
    return true;
}

} // namespace saikobi::tests
