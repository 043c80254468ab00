#include "app/pages/controls_page.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QStringList>
#include <QVBoxLayout>

#include "app/pages/command_flow.h"
#include "app/pages/command_words.h"
#include "app/pages/journal_rows.h"
#include "app/pages/live_charts.h"
#include "widgets/charts/live_chart.h"
#include "widgets/control/hold_panel.h"
#include "widgets/control/journal_table.h"
#include "widgets/control/rate_panel.h"
#include "widgets/control/release_panel.h"
#include "widgets/status/readout.h"
#include "widgets/status/words.h"

namespace saikobi::pages {

using contract::CommandKind;
using contract::Figure;

namespace {

constexpr int gutter = 8;
constexpr int longestReason = 200;
constexpr int controlsHeight = 250;
constexpr int noticeHeight = 44;

status::Readout* readout(const char* name, QWidget* parent)
{
    auto* made = new status::Readout(parent);
    made->setObjectName(QLatin1String(name));
    return made;
}

contract::DataState lineState(const View& view)
{
    return view.sale.line ? view.state(Figure::RateSet) : contract::DataState::NoData;
}

} // namespace

ControlsPage::ControlsPage(CommandFlow& flow, QWidget* parent)
    : Page(parent)
    , m_flow(flow)
    , m_phase(readout("controlsPhase", this))
    , m_heldBy(readout("controlsHeldBy", this))
    , m_resume(readout("controlsResume", this))
    , m_message(readout("controlsMessage", this))
    , m_place(new QWidget(this))
    , m_reasonName(new QLabel(this))
    , m_reason(new QLineEdit(this))
    , m_chart(new charts::LiveChart(this))
    , m_journal(new controls::JournalTable(this))
{
    setObjectName(QStringLiteral("controlsPage"));
    m_place->setObjectName(QStringLiteral("controlsPlace"));
    auto* place = new QVBoxLayout(m_place);
    place->setContentsMargins(0, 0, 0, 0);
    m_reason->setObjectName(QStringLiteral("reason"));
    m_reason->setMaxLength(longestReason);
    m_chart->setObjectName(LiveCharts::objectName(Chart::Admission));
    m_journal->setObjectName(QStringLiteral("journal"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(gutter);
    column->addLayout(layState());
    column->addWidget(m_place);
    column->addLayout(layReason());
    column->addWidget(m_chart, 2);
    column->addWidget(m_journal, 3);
    connect(m_reason, &QLineEdit::textChanged, this,
            [this](const QString& text) { m_flow.setReason(text); });
    connect(&m_flow, &CommandFlow::sent, m_reason, &QLineEdit::clear);
    build(Rights::None);
    retranslate();
}

ControlsPage::~ControlsPage() = default;

QLayout* ControlsPage::layState()
{
    auto* row = new QHBoxLayout;
    row->setContentsMargins(8, 0, 8, 0);
    row->setSpacing(gutter);
    m_message->setPlain(true);
    row->addWidget(m_phase, 3);
    row->addWidget(m_heldBy, 3);
    row->addWidget(m_resume, 2);
    row->addWidget(m_message, 6);
    return row;
}

QLayout* ControlsPage::layReason()
{
    auto* row = new QHBoxLayout;
    row->setSpacing(gutter);
    row->addWidget(m_reasonName);
    row->addWidget(m_reason, 1);
    return row;
}

ControlsPage::Rights ControlsPage::rights() const
{
    if (!m_flow.desk().mayCommand(CommandKind::Hold))
        return Rights::None;
    return m_flow.desk().isReadOnly() ? Rights::HoldOnly : Rights::All;
}

void ControlsPage::build(Rights rights)
{
    m_rights = rights;
    m_content = std::make_unique<QWidget>();
    m_place->layout()->addWidget(m_content.get());
    m_notice = nullptr;
    m_ratePanel = nullptr;
    m_holdPanel = nullptr;
    m_releasePanel = nullptr;
    m_admitPanel = nullptr;
    // Whoever may not command needs no room for controls.
    m_place->setFixedHeight(rights == Rights::None ? noticeHeight : controlsHeight);
    m_reasonName->setVisible(rights != Rights::None);
    m_reason->setVisible(rights != Rights::None);

    auto* row = new QHBoxLayout(m_content.get());
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(gutter);
    if (rights != Rights::All) {
        m_notice = new QLabel(m_content.get());
        m_notice->setObjectName(QStringLiteral("controlsNotice"));
        m_notice->setWordWrap(true);
        m_notice->setAlignment(Qt::AlignCenter);
        row->addWidget(m_notice, 4);
    }
    if (rights != Rights::None)
        buildCommands(*row);
}

void ControlsPage::buildCommands(QLayout& row)
{
    auto& box = static_cast<QHBoxLayout&>(row);
    m_holdPanel = new controls::HoldPanel(m_content.get());
    m_holdPanel->setDraft(m_flow.message());
    connect(m_holdPanel, &controls::HoldPanel::drafted, this,
            [this] { m_flow.setMessage(m_holdPanel->draft()); });
    connect(m_holdPanel, &controls::HoldPanel::holdRequested, this, [this] { m_flow.armHold(); });
    if (m_rights != Rights::All) {
        box.addWidget(m_holdPanel, 5);
        return;
    }
    connect(m_holdPanel, &controls::Panel::armRequested, this, [this] { m_flow.armMessage(); });
    m_ratePanel = new controls::RatePanel(m_content.get());
    connect(m_ratePanel, &controls::Panel::armRequested, this,
            [this] { m_flow.armRate(m_ratePanel->draft()); });
    m_releasePanel = new controls::ReleasePanel(m_content.get());
    connect(m_releasePanel, &controls::Panel::armRequested, this,
            [this] { m_flow.armRelease(m_releasePanel->draft()); });
    m_admitPanel = new controls::AdmitPanel(m_content.get());
    connect(m_admitPanel, &controls::Panel::armRequested, this,
            [this] { m_flow.armAdmit(m_admitPanel->draft()); });
    box.addWidget(m_ratePanel, 4);
    box.addWidget(m_holdPanel, 5);
    auto* right = new QVBoxLayout;
    right->setSpacing(gutter);
    right->addWidget(m_releasePanel, 1);
    right->addWidget(m_admitPanel, 1);
    box.addLayout(right, 3);
}

void ControlsPage::present(const View& view)
{
    if (rights() != m_rights)
        build(rights());
    presentState(view);
    presentPanels(view);
    m_chart->present(LiveCharts::content(Chart::Admission, view), view.formatter);
    m_journal->present(journalRows(view, m_flow.desk().journal()));
}

void ControlsPage::presentState(const View& view)
{
    const auto state = lineState(view);
    if (!view.sale.line) {
        for (auto* each : {m_phase, m_heldBy, m_resume, m_message})
            each->present({}, state);
        return;
    }
    const auto& line = view.sale.line->value;
    const auto none = tr("none", "nothing of this is in force");
    QStringList causes;
    for (const auto cause : line.causes)
        causes << status::Words::of(cause);
    m_phase->present(status::Words::of(line.phase), state, causes.join(QStringLiteral(", ")));
    const auto since = line.heldSince ? view.formatter.clock(*line.heldSince) : QString();
    m_heldBy->present(line.phase == contract::Phase::Held && line.heldBy.empty()
                    ? tr("the backend", "who holds the sale")
                    : (line.heldBy.empty() ? none : QString::fromStdString(line.heldBy)),
            state, since.isEmpty() ? QString() : tr("since %1", "%1: clock time").arg(since));
    m_resume->present(line.resumeAt ? view.formatter.clockMinutes(*line.resumeAt) : none, state);
    const bool isJapanese = QLocale().language() == QLocale::Japanese;
    const auto message = QString::fromStdString(isJapanese ? line.message.ja : line.message.en);
    m_message->present(message.isEmpty() ? none : message, state);
}

void ControlsPage::presentPanels(const View& view)
{
    auto& desk = m_flow.desk();
    if (m_notice)
        m_notice->setText(
                CommandWords::notice(m_rights == Rights::HoldOnly ? commands::Denial::ReadOnly
                                                                  : desk.denial(CommandKind::Hold),
                        QString::fromStdString(view.sale.user)));
    if (m_rights != Rights::All) {
        if (m_holdPanel)
            m_holdPanel->setMessageObstacle(
                    CommandWords::obstacle(desk.denial(CommandKind::Message)));
        return;
    }
    const auto rate
            = view.sale.line ? std::optional<int>{view.sale.line->value.rate.value} : std::nullopt;
    m_ratePanel->setRateInForce(rate);
    m_ratePanel->setObstacle(CommandWords::obstacle(desk.denial(CommandKind::SetRate)));
    m_holdPanel->setMessageObstacle(CommandWords::obstacle(desk.denial(CommandKind::Message)));
    m_releasePanel->setLastRate(rate);
    m_releasePanel->setObstacle(CommandWords::obstacle(desk.denial(CommandKind::Release)));
    m_admitPanel->setObstacle(CommandWords::obstacle(desk.denial(CommandKind::Admit)));
    presentConsequence(view);
}

void ControlsPage::presentConsequence(const View& view)
{
    if (!view.sale.line)
        return;
    const int old = view.sale.line->value.rate.value;
    const int draft = m_ratePanel->draft();
    const auto wait = view.value(Figure::WaitNew);
    QStringList said;
    if (draft != old && wait && old > 0)
        said << tr("Wait for who joins now: about %1 → %2 min.",
                "%1: minutes at the rate in force, %2: minutes at the drafted rate")
                        .arg(view.formatter.count(*wait),
                                view.formatter.count(*wait * old / draft));
    if (draft < old)
        said << tr("Every shown wait grows; a hold is kinder.");
    if (CommandFlow::isOverride(old, draft))
        said << tr("More than +20 %: an override. It needs a reason and the sale's id.");
    m_ratePanel->setConsequence(said.join(QLatin1Char(' ')));
}

QString ControlsPage::title() const
{
    return tr("Controls", "screen");
}

void ControlsPage::retranslate()
{
    m_phase->setCaption(tr("Phase", "caption: before, open, held, closed"));
    m_heldBy->setCaption(tr("Held by", "caption: who holds the sale"));
    m_resume->setCaption(tr("Resume", "caption: promised time"));
    m_message->setCaption(tr("Message", "caption: text on the waiting page"));
    m_reasonName->setText(tr("Reason (goes into the timeline)", "caption of a field"));
    m_reason->setAccessibleName(tr("Reason for the next command"));
    const auto words = LiveCharts::heading(Chart::Admission);
    m_chart->setHeading(words.name, words.unit, words.least);
}

void ControlsPage::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace saikobi::pages
