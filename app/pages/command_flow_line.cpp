#include <QCryptographicHash>
#include <QRandomGenerator>

#include <array>

#include "app/pages/command_flow.h"
#include "widgets/status/words.h"

/// Commands about the line, its people, and who has command.
namespace saikobi::pages {

using contract::CommandKind;
using contract::CommandState;
using contract::Phase;
using controls::Confirmation;
using controls::Gesture;

namespace {

QString phaseChange(Phase from, Phase to)
{
    return QStringLiteral("%1 → %2").arg(status::Words::of(from), status::Words::of(to));
}

std::string hashOf(const QString& code)
{
    return QCryptographicHash::hash(code.toLatin1(), QCryptographicHash::Sha256)
            .toHex()
            .toStdString();
}

} // namespace

void CommandFlow::armMaintenance()
{
    const auto now = line();
    Confirmation asked;
    asked.gesture = Gesture::Enter;
    asked.question = tr("Maintenance for sale %1?", "%1: id of the sale").arg(sale());
    asked.change
            = tr("%1 → %2, orders refused, %3", "%1: phase now, %2: phase then, %3: promised time")
                      .arg(now ? status::Words::of(now->phase) : QStringLiteral("?"),
                              status::Words::of(Phase::Held), resumeWords());
    arm(CommandKind::Maintenance, parametersOf(usableMessage(CommandKind::Maintenance)), asked);
}

void CommandFlow::armCall(int places)
{
    Confirmation asked;
    asked.question = tr("Call places of sale %1?", "%1: id of the sale").arg(sale());
    const auto now = line();
    const auto called = now ? static_cast<double>(now->serving) : 0;
    asked.change = tr("called up to %1 → %2", "%1, %2: places in the line")
                           .arg(formatter().count(called), formatter().count(called + places));
    arm(CommandKind::Call, {{"n", std::to_string(places)}}, asked);
}

void CommandFlow::armOpening(contract::Instant at)
{
    Confirmation asked;
    asked.question = tr("Move the opening of sale %1?", "%1: id of the sale").arg(sale());
    const auto now = line();
    asked.change = tr("%1 → %2", "%1: old text or value, %2: new one")
                           .arg(now && now->opensAt ? formatter().clock(*now->opensAt)
                                                    : QStringLiteral("–"),
                                   formatter().clock(at));
    arm(CommandKind::MoveOpening, {{"opens_at", std::to_string(contract::toUnixMs(at))}}, asked);
}

void CommandFlow::armOpenNow()
{
    Confirmation asked;
    asked.question = tr("Open sale %1 now?", "%1: id of the sale").arg(sale());
    asked.change = phaseChange(Phase::Before, Phase::Open);
    arm(CommandKind::OpenNow, {}, asked);
}

void CommandFlow::armClose()
{
    Confirmation asked;
    asked.question = tr("Close sale %1?", "%1: id of the sale").arg(sale());
    const auto now = line();
    asked.change = phaseChange(now ? now->phase : Phase::Open, Phase::Closed);
    arm(CommandKind::Close, {}, asked);
}

void CommandFlow::armReopen()
{
    Confirmation asked;
    asked.question = tr("Open sale %1 again?", "%1: id of the sale").arg(sale());
    asked.change = phaseChange(Phase::Closed, Phase::Open);
    arm(CommandKind::Reopen, {}, asked);
}

void CommandFlow::armNewRun()
{
    Confirmation asked;
    asked.question
            = tr("Begin a new run of sale %1? Every number starts anew.", "%1: id of the sale")
                      .arg(sale());
    const auto now = line();
    const auto run = now ? now->run.value : 0;
    asked.change = tr("run %1 → %2", "%1, %2: numbers of runs").arg(run).arg(run + 1);
    arm(CommandKind::NewRun, {}, asked);
}

void CommandFlow::armBlock(const QString& what, std::optional<int> minutes)
{
    Confirmation asked;
    asked.question = tr("Block in sale %1?", "%1: id of the sale").arg(sale());
    asked.change = minutes ? tr("%1, for %n min", "%1: whom", *minutes).arg(what)
                           : tr("%1, until taken off", "%1: whom").arg(what);
    commands::Parameters parameters{{"what", what.toStdString()}};
    if (minutes)
        parameters.emplace("until",
                std::to_string(contract::toUnixMs(
                        std::chrono::system_clock::now() + std::chrono::minutes{*minutes})));
    arm(CommandKind::Block, parameters, asked);
}

void CommandFlow::armUnblock(const QString& what)
{
    Confirmation asked;
    asked.question = tr("Take off the block list of sale %1?", "%1: id of the sale").arg(sale());
    asked.change = what;
    arm(CommandKind::Unblock, {{"what", what.toStdString()}}, asked);
}

void CommandFlow::armWorkBits(int bits)
{
    Confirmation asked;
    asked.question = tr("Change the proof of work of sale %1?", "%1: id of the sale").arg(sale());
    const auto now = line();
    asked.change = tr("%1 → %2 bits", "%1: before, %2: then")
                           .arg(now ? QString::number(now->workBits) : QStringLiteral("?"))
                           .arg(bits);
    arm(CommandKind::SetWorkBits, {{"bits", std::to_string(bits)}}, asked);
}

void CommandFlow::armRestore(int number)
{
    std::array<quint32, 6> chance{};
    QRandomGenerator::system()->fillRange(chance.data(), static_cast<qsizetype>(chance.size()));
    const QByteArray bytes(
            reinterpret_cast<const char*>(chance.data()), static_cast<qsizetype>(sizeof chance));
    const auto code
            = bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    m_restoreCode = QString::fromLatin1(code);
    Confirmation asked;
    asked.question = tr("Give number %1 of sale %2 back by a one-time link?",
            "%1: number of a ticket, %2: id of the sale")
                             .arg(number)
                             .arg(sale());
    asked.change = tr("the link works once, for 10 min", "about a one-time link");
    arm(CommandKind::RestorePlace,
            {{"number", std::to_string(number)}, {"code_sha256", hashOf(m_restoreCode)}}, asked);
}

/// Shown only once the backend knows it: a link that does not work yet would be tried at once.
void CommandFlow::giveLink(const commands::CommandReport& report)
{
    if (report.command.kind != CommandKind::RestorePlace || report.state != CommandState::InForce
            || m_restoreCode.isEmpty()
            || report.command.parameters.at("code_sha256") != hashOf(m_restoreCode))
        return;
    emit restored(QStringLiteral("/sales/%1?restore=%2")
                          .arg(QString::fromStdString(report.command.sale), m_restoreCode));
    m_restoreCode.clear();
}

void CommandFlow::armTake()
{
    Confirmation asked;
    asked.question = tr("Take command of sale %1?", "%1: id of the sale").arg(sale());
    const auto now = line();
    const auto holder = now ? QString::fromStdString(now->holder) : QString();
    asked.change = tr("%1 → this console", "%1: who has command now")
                           .arg(holder.isEmpty() ? tr("nobody", "who has command") : holder);
    arm(CommandKind::TakeCommand, {}, asked);
}

void CommandFlow::armTakeByForce()
{
    Confirmation asked;
    const auto now = line();
    asked.question = tr("Take command of sale %1 from %2 by force?",
            "%1: id of the sale, %2: who has command now")
                             .arg(sale(), now ? QString::fromStdString(now->holder) : QString());
    asked.change = tr("%1 → this console", "%1: who has command now")
                           .arg(now ? QString::fromStdString(now->holder) : QString());
    arm(CommandKind::TakeCommand, {{"force", "1"}}, asked);
}

void CommandFlow::armOffer(const QString& to)
{
    Confirmation asked;
    asked.question = tr("Offer command of sale %1?", "%1: id of the sale").arg(sale());
    asked.change = tr("this console → %1, once accepted", "%1: name of an operator").arg(to);
    arm(CommandKind::OfferCommand, {{"to", to.toStdString()}}, asked);
}

void CommandFlow::armAccept()
{
    Confirmation asked;
    asked.question = tr("Accept command of sale %1?", "%1: id of the sale").arg(sale());
    const auto now = line();
    asked.change = tr("%1 → this console", "%1: who has command now")
                           .arg(now ? QString::fromStdString(now->holder) : QString());
    arm(CommandKind::AcceptCommand, {}, asked);
}

} // namespace saikobi::pages
