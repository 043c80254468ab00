#include "app/pages/controls_page.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QStringList>
#include <QVBoxLayout>

#include "app/pages/command_flow.h"
#include "app/pages/command_words.h"
#include "app/pages/controls_charts.h"
#include "app/pages/controls_forms.h"
#include "app/pages/journal_rows.h"
#include "app/pages/live_charts.h"
#include "widgets/charts/live_chart.h"
#include "widgets/charts/plot_group.h"
#include "widgets/control/hold_panel.h"
#include "widgets/control/journal_table.h"
#include "widgets/status/readout.h"
#include "widgets/status/type_scale.h"
#include "widgets/status/words.h"

namespace saikobi::pages {

using contract::CommandKind;
using contract::Figure;

namespace {

constexpr int gutter = 8;
constexpr int longestReason = 200;
constexpr int longestName = 64;
constexpr int controlsHeight = 284;
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
    , m_secondName(new QLabel(this))
    , m_second(new QLineEdit(this))
    , m_chart(new charts::LiveChart(this))
    , m_own(new charts::LiveChart(this))
    , m_checkout(new charts::LiveChart(this))
    , m_journal(new controls::JournalTable(this))
{
    setObjectName(QStringLiteral("controlsPage"));
    m_place->setObjectName(QStringLiteral("controlsPlace"));
    auto* place = new QVBoxLayout(m_place);
    place->setContentsMargins(0, 0, 0, 0);
    m_reason->setObjectName(QStringLiteral("reason"));
    m_reason->setMaxLength(longestReason);
    m_second->setObjectName(QStringLiteral("secondPerson"));
    m_second->setMaxLength(longestName);
    m_chart->setObjectName(LiveCharts::objectName(Chart::Admission));
    m_own->setObjectName(QStringLiteral("chartOwn"));
    m_checkout->setObjectName(QStringLiteral("chartCheckout"));
    m_journal->setObjectName(QStringLiteral("journal"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(gutter);
    column->addLayout(layState());
    column->addWidget(m_place);
    column->addLayout(layReason());
    column->addLayout(layCharts(), 2);
    column->addWidget(m_journal, 3);
    // Looking closely at this plot does not stop the screen: the controls would go with it.
    auto* plots = new charts::PlotGroup(*this, charts::PlotGroup::Reach::Plot);
    for (auto* each : {m_chart, m_own, m_checkout})
        plots->add(*each);
    connect(m_reason, &QLineEdit::textChanged, this,
            [this](const QString& text) { m_flow.setReason(text); });
    connect(m_second, &QLineEdit::textChanged, this,
            [this](const QString& text) { m_flow.setSecond(text); });
    connect(&m_flow, &CommandFlow::sent, m_reason, &QLineEdit::clear);
    connect(&m_flow, &CommandFlow::sent, m_second, &QLineEdit::clear);
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

QLayout* ControlsPage::layCharts()
{
    auto* row = new QHBoxLayout;
    row->setSpacing(gutter);
    row->addWidget(m_chart, 4);
    row->addWidget(m_own, 3);
    row->addWidget(m_checkout, 3);
    return row;
}

QLayout* ControlsPage::layReason()
{
    auto* row = new QHBoxLayout;
    row->setSpacing(gutter);
    row->addWidget(m_reasonName);
    row->addWidget(m_reason, 5);
    row->addWidget(m_secondName);
    row->addWidget(m_second, 2);
    return row;
}

ControlsPage::Rights ControlsPage::rights() const
{
    if (!m_flow.desk().mayCommand(CommandKind::Hold))
        return Rights::None;
    return m_flow.desk().onlyLooks() ? Rights::HoldOnly : Rights::All;
}

void ControlsPage::build(Rights rights)
{
    m_rights = rights;
    m_content = std::make_unique<QWidget>();
    m_place->layout()->addWidget(m_content.get());
    m_notice = nullptr;
    m_holdPanel = nullptr;
    m_forms = nullptr;
    // Whoever may not command needs no room for controls.
    m_place->setFixedHeight(
            status::besideText(*this, rights == Rights::None ? noticeHeight : controlsHeight));
    for (auto* each : {static_cast<QWidget*>(m_reasonName), static_cast<QWidget*>(m_reason),
                 static_cast<QWidget*>(m_secondName), static_cast<QWidget*>(m_second)})
        each->setVisible(rights != Rights::None);

    auto* row = new QHBoxLayout(m_content.get());
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(gutter);
    if (rights == Rights::All) {
        m_forms = new ControlsForms(m_flow, m_content.get());
        connect(m_forms, &ControlsForms::reachWished, this, [this](const QString& rule) {
            contract::DeskWish wish;
            wish.block = rule.toStdString();
            emit wished(wish);
        });
        row->addWidget(m_forms);
        return;
    }
    m_notice = new QLabel(m_content.get());
    m_notice->setObjectName(QStringLiteral("controlsNotice"));
    m_notice->setWordWrap(true);
    m_notice->setAlignment(Qt::AlignCenter);
    row->addWidget(m_notice, 4);
    if (rights == Rights::HoldOnly)
        buildHold(*row);
}

void ControlsPage::buildHold(QLayout& row)
{
    m_holdPanel = new controls::HoldPanel(m_content.get());
    m_holdPanel->setDraft(m_flow.message());
    connect(m_holdPanel, &controls::HoldPanel::drafted, this,
            [this] { m_flow.setMessage(m_holdPanel->draft()); });
    connect(m_holdPanel, &controls::HoldPanel::holdRequested, this, [this] { m_flow.armHold(); });
    static_cast<QHBoxLayout&>(row).addWidget(m_holdPanel, 5);
}

void ControlsPage::present(const View& view)
{
    if (rights() != m_rights)
        build(rights());
    presentState(view);
    presentPanels(view);
    m_chart->present(ControlsCharts::admission(view), view.formatter);
    m_own->present(ControlsCharts::own(view), view.formatter);
    m_checkout->present(ControlsCharts::checkout(view), view.formatter);
    m_journal->present(journalRows(view, m_flow.desk().journal(), m_loads));
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
                CommandWords::notice(desk.denial(m_rights == Rights::HoldOnly ? CommandKind::SetRate
                                                                              : CommandKind::Hold),
                        {QString::fromStdString(view.sale.user),
                                QString::fromStdString(desk.otherVersion())},
                        *this));
    if (m_holdPanel)
        m_holdPanel->setMessageObstacle(
                CommandWords::obstacle(desk.denial(CommandKind::Message), CommandKind::Message));
    if (m_forms)
        m_forms->present(view);
}

QString ControlsPage::csv() const
{
    return m_journal->csv();
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
    m_secondName->setText(tr("Second person", "caption of a field: who else agrees, optional"));
    m_second->setAccessibleName(tr("Second person who agrees, optional"));
    const auto words = LiveCharts::heading(Chart::Admission);
    m_chart->setHeading(words.name, words.unit, words.least);
    m_own->setHeading(
            tr("Own share of an order", "plot: our part of the time, without the provider"),
            tr("seconds", "unit of a plot"), 0.25);
    m_checkout->setHeading(tr("From order to answer", "plot: time of a checkout"),
            tr("seconds", "unit of a plot"), 1);
}

void ControlsPage::openForm(contract::ControlForm form,
        const std::map<std::string, std::string>& values, const View& view)
{
    present(view);
    if (m_forms)
        m_forms->fill(form, values, view);
}

void ControlsPage::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace saikobi::pages
