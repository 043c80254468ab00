#include "app/pages/controls_forms.h"

#include <QDateTime>
#include <QEvent>
#include <QHBoxLayout>
#include <QStringList>
#include <QTimeZone>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

#include "app/pages/command_flow.h"
#include "app/pages/command_words.h"
#include "app/pages/interlock_words.h"
#include "app/pages/source_words.h"
#include "widgets/control/foreseen_table.h"
#include "widgets/control/hold_panel.h"
#include "widgets/control/holder_panel.h"
#include "widgets/control/interlock_list.h"
#include "widgets/control/message_preview.h"
#include "widgets/control/people_panels.h"
#include "widgets/control/rate_panel.h"
#include "widgets/control/release_panel.h"
#include "widgets/control/sale_panels.h"
#include "widgets/control/source_panel.h"

namespace saikobi::pages {

using contract::CommandKind;
using contract::Figure;
using controls::Panel;

namespace {

constexpr int gutter = 8;
constexpr int edge = 4;

/// A tab: its parts side by side.
QWidget* tabOf(std::initializer_list<std::pair<QLayout*, int>> parts)
{
    auto* tab = new QWidget;
    auto* row = new QHBoxLayout(tab);
    row->setContentsMargins(edge, edge, edge, edge);
    row->setSpacing(gutter);
    for (const auto& [part, share] : parts)
        row->addLayout(part, share);
    return tab;
}

QLayout* column(std::initializer_list<QWidget*> widgets)
{
    auto* out = new QVBoxLayout;
    out->setSpacing(gutter);
    for (auto* each : widgets)
        out->addWidget(each, 1);
    return out;
}

/// The next time that the sale's own clock shows this.
contract::Instant nextTime(const QTime& time, const std::string& zoneId)
{
    const QTimeZone zone(QByteArray::fromStdString(zoneId));
    const auto now = QDateTime::currentDateTimeUtc().toTimeZone(zone);
    QDateTime at(now.date(), time, zone);
    if (at <= now)
        at = at.addDays(1);
    return contract::fromUnixMs(at.toMSecsSinceEpoch());
}

} // namespace

ControlsForms::ControlsForms(CommandFlow& flow, QWidget* parent)
    : QTabWidget(parent)
    , m_flow(flow)
{
    setObjectName(QStringLiteral("controlsTabs"));
    setDocumentMode(true);
    for (auto* tab : {layAdmission(), layHold(), laySale(), layPeople(), layCommand()})
        addTab(tab, QString());
    retranslate();
}

QWidget* ControlsForms::layAdmission()
{
    m_rate = new controls::RatePanel;
    m_foreseen = new controls::ForeseenTable;
    m_interlocks = new controls::InterlockList;
    connect(m_rate, &Panel::armRequested, this, [this] { m_flow.armRate(m_rate->draft()); });
    connect(m_rate, &controls::RatePanel::overrideRequested, this,
            [this] { m_flow.armOverride(m_rate->draft()); });
    return tabOf({{column({m_rate}), 5}, {column({m_foreseen}), 4}, {column({m_interlocks}), 7}});
}

QWidget* ControlsForms::layHold()
{
    m_hold = new controls::HoldPanel;
    m_preview = new controls::MessagePreview;
    m_maintenance = new controls::MaintenancePanel;
    m_release = new controls::ReleasePanel;
    m_admit = new controls::AdmitPanel;
    m_hold->setDraft(m_flow.message());
    connect(m_hold, &controls::HoldPanel::drafted, this,
            [this] { m_flow.setMessage(m_hold->draft()); });
    connect(m_hold, &controls::HoldPanel::holdRequested, this, [this] { m_flow.armHold(); });
    connect(m_hold, &Panel::armRequested, this, [this] { m_flow.armMessage(); });
    connect(m_maintenance, &Panel::armRequested, this, [this] { m_flow.armMaintenance(); });
    connect(m_release, &Panel::armRequested, this,
            [this] { m_flow.armRelease(m_release->draft()); });
    connect(m_admit, &Panel::armRequested, this, [this] { m_flow.armAdmit(m_admit->draft()); });
    auto* left = new QVBoxLayout;
    left->setSpacing(gutter);
    left->addWidget(m_hold, 5);
    left->addWidget(m_preview, 2);
    return tabOf({{left, 11}, {column({m_release, m_admit}), 5}, {column({m_maintenance}), 6}});
}

QWidget* ControlsForms::laySale()
{
    m_opening = new controls::OpeningPanel;
    m_phase = new controls::PhasePanel;
    m_call = new controls::CallPanel;
    connect(m_opening, &Panel::armRequested, this,
            [this] { m_flow.armOpening(nextTime(m_opening->draft(), m_zone)); });
    connect(m_opening, &controls::OpeningPanel::openNowRequested, this,
            [this] { m_flow.armOpenNow(); });
    connect(m_phase, &controls::PhasePanel::closeRequested, this, [this] { m_flow.armClose(); });
    connect(m_phase, &controls::PhasePanel::reopenRequested, this, [this] { m_flow.armReopen(); });
    connect(m_phase, &controls::PhasePanel::newRunRequested, this, [this] { m_flow.armNewRun(); });
    connect(m_call, &Panel::armRequested, this, [this] { m_flow.armCall(m_call->draft()); });
    return tabOf({{column({m_opening}), 1}, {column({m_phase}), 1}, {column({m_call}), 1}});
}

QWidget* ControlsForms::layPeople()
{
    m_block = new controls::BlockPanel;
    m_sources = new controls::SourcePanel;
    m_work = new controls::WorkPanel;
    m_restore = new controls::RestorePanel;
    connect(m_block, &controls::BlockPanel::drafted, this, [this] {
        if (const auto what = m_block->what(); !what.isEmpty())
            emit reachWished(what);
    });
    connect(m_sources, &controls::SourcePanel::chosen, m_block, &controls::BlockPanel::setWhat);
    connect(m_sources, &controls::SourcePanel::blockRequested, this, [this](const QString& what) {
        m_block->setWhat(what);
        m_flow.armBlock(what, m_block->minutes());
    });
    connect(m_block, &Panel::armRequested, this,
            [this] { m_flow.armBlock(m_block->what(), m_block->minutes()); });
    connect(m_block, &controls::BlockPanel::unblockRequested, this,
            [this] { m_flow.armUnblock(m_block->what()); });
    connect(m_work, &Panel::armRequested, this, [this] { m_flow.armWorkBits(m_work->draft()); });
    connect(m_restore, &Panel::armRequested, this,
            [this] { m_flow.armRestore(m_restore->number()); });
    connect(&m_flow, &CommandFlow::restored, m_restore, &controls::RestorePanel::showCode);
    return tabOf(
            {{column({m_block}), 6}, {column({m_sources}), 6}, {column({m_work, m_restore}), 4}});
}

QWidget* ControlsForms::layCommand()
{
    m_holder = new controls::HolderPanel;
    using controls::HolderPanel;
    connect(m_holder, &HolderPanel::takeRequested, this, [this] { m_flow.armTake(); });
    connect(m_holder, &HolderPanel::acceptRequested, this, [this] { m_flow.armAccept(); });
    connect(m_holder, &HolderPanel::forceRequested, this, [this] { m_flow.armTakeByForce(); });
    connect(m_holder, &HolderPanel::offerRequested, this,
            [this] { m_flow.armOffer(m_holder->to()); });
    auto* rest = new QVBoxLayout;
    return tabOf({{column({m_holder}), 1}, {rest, 1}});
}

void ControlsForms::present(const View& view)
{
    const auto tell = [this](Panel* panel, CommandKind kind) {
        panel->setObstacle(CommandWords::obstacle(m_flow.desk().denial(kind), kind));
    };
    tell(m_rate, CommandKind::SetRate);
    tell(m_maintenance, CommandKind::Maintenance);
    tell(m_release, CommandKind::Release);
    tell(m_admit, CommandKind::Admit);
    tell(m_opening, CommandKind::MoveOpening);
    tell(m_call, CommandKind::Call);
    tell(m_block, CommandKind::Block);
    tell(m_sources, CommandKind::Block);
    tell(m_work, CommandKind::SetWorkBits);
    tell(m_restore, CommandKind::RestorePlace);
    m_hold->setMessageObstacle(CommandWords::obstacle(
            m_flow.desk().denial(CommandKind::Message), CommandKind::Message));
    m_preview->present(m_hold->draft(), view.formatter);
    presentAdmission(view);
    presentSale(view);
    presentPeople(view);
    presentHolder(view);
}

void ControlsForms::presentAdmission(const View& view)
{
    const auto rate
            = view.sale.line ? std::optional<int>{view.sale.line->value.rate.value} : std::nullopt;
    m_rate->setRateInForce(rate);
    m_release->setLastRate(rate);
    const int draft = m_rate->draft();
    const auto lines = m_flow.desk().interlocks(std::max(draft, rate.value_or(0)));
    if (lines)
        m_interlocks->present(InterlockWords::lines(*lines, view.formatter));
    const bool isRaise = rate && draft > *rate;
    m_rate->setOverridePossible(isRaise && lines && !commands::mayRaise(*lines));
    m_foreseen->setProposal(InterlockWords::proposal(commands::proposedRate(view.sale, view.now),
            view.value(Figure::RateAdvised), view.formatter));
    m_foreseen->present(
            InterlockWords::foreseen(commands::foreseenAt(view.sale, draft), view.formatter));
    presentConsequence(view);
}

void ControlsForms::presentConsequence(const View& view)
{
    if (!view.sale.line)
        return;
    const int old = view.sale.line->value.rate.value;
    const int draft = m_rate->draft();
    QStringList said;
    if (draft < old)
        said << tr("Every shown wait grows; a hold is kinder.");
    const auto lines = m_flow.desk().interlocks(draft);
    if (draft > old && lines && !commands::mayRaise(*lines))
        said << tr("Blocked: only an override, with a reason and the sale's id.");
    m_rate->setConsequence(said.join(QLatin1Char(' ')));
}

void ControlsForms::presentSale(const View& view)
{
    const auto may = [this](CommandKind kind) { return m_flow.desk().mayCommand(kind); };
    m_phase->setPossible(
            may(CommandKind::Close), may(CommandKind::Reopen), may(CommandKind::NewRun));
    m_phase->setObstacle(
            CommandWords::obstacle(m_flow.desk().denial(CommandKind::NewRun), CommandKind::NewRun));
    m_zone = view.sale.timeZone;
    if (!view.sale.line)
        return;
    const auto& line = view.sale.line->value;
    if (line.opensAt)
        m_opening->setOpening(QDateTime::fromMSecsSinceEpoch(contract::toUnixMs(*line.opensAt),
                QTimeZone(QByteArray::fromStdString(view.sale.timeZone)))
                                      .time());
    m_call->setTotal(tr("Called up to %1 of %2 who joined; then %3.",
            "%1: places called, %2: numbers given, %3: places called then")
                             .arg(view.formatter.count(static_cast<double>(line.serving)),
                                     view.formatter.count(static_cast<double>(line.issued)),
                                     view.formatter.count(
                                             static_cast<double>(line.serving + m_call->draft()))));
}

void ControlsForms::presentPeople(const View& view)
{
    m_work->setBits(view.sale.line
                    ? std::optional<int>{static_cast<int>(view.sale.line->value.workBits)}
                    : std::nullopt);
    m_sources->present(SourceWords::rows(view), SourceWords::share(view));
    m_block->setReach(SourceWords::reach(view, m_block->what().toStdString()));
    if (!view.sale.blocks) {
        m_block->present(std::nullopt);
        return;
    }
    std::vector<controls::BlockRow> rows;
    for (const auto& block : view.sale.blocks->value)
        rows.push_back({QString::fromStdString(block.what), QString::fromStdString(block.reason),
                QString::fromStdString(block.actor),
                block.until ? view.formatter.clock(*block.until)
                            : tr("no end", "blocked until it is taken off")});
    m_block->present(rows);
}

void ControlsForms::presentHolder(const View& view)
{
    const auto& desk = m_flow.desk();
    m_holder->setHolder(CommandWords::holder(view.sale, desk));
    const bool isFree = desk.denial(CommandKind::TakeCommand, {}) == commands::Denial::None;
    controls::HolderPanel::Possible possible;
    possible.take = isFree && !desk.hasCommand();
    possible.force = desk.mayCommand(CommandKind::TakeCommand) && !isFree;
    possible.offer = desk.mayCommand(CommandKind::OfferCommand);
    possible.accept = desk.mayCommand(CommandKind::AcceptCommand);
    m_holder->setPossible(possible);
}

void ControlsForms::retranslate()
{
    const std::array names{tr("Admission", "tab of the controls"),
            tr("Hold, message", "tab of the controls"), tr("Sale", "tab of the controls"),
            tr("People", "tab of the controls"), tr("Command", "tab: who has command")};
    for (std::size_t i = 0; i < names.size(); ++i)
        setTabText(static_cast<int>(i), names.at(i));
    setAccessibleName(tr("Groups of controls"));
    m_interlocks->setHeading(tr("Before a raise", "heading of the list of conditions"));
}

void ControlsForms::changeEvent(QEvent* event)
{
    QTabWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace saikobi::pages
