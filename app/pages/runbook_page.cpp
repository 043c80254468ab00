#include "app/pages/runbook_page.h"

#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>

#include "app/commands/runbook_desk.h"
#include "app/pages/runbook_rows.h"
#include "widgets/charts/live_chart.h"
#include "widgets/charts/plot_group.h"
#include "widgets/runbook/card_index.h"
#include "widgets/runbook/card_view.h"

namespace saikobi::pages {

using contract::MarkState;
using contract::StepKind;
using namespace std::chrono_literals;

namespace {

constexpr int gutter = 8;
constexpr int belowHeight = 180;
constexpr int longestReason = 200;

QPlainTextEdit* textPlace(const char* name, QWidget* parent)
{
    auto* made = new QPlainTextEdit(parent);
    made->setObjectName(QLatin1String(name));
    made->setReadOnly(true);
    made->setTabChangesFocus(true);
    return made;
}

} // namespace

RunbookPage::RunbookPage(commands::RunbookDesk& desk, QWidget* parent)
    : Page(parent)
    , m_desk(desk)
    , m_index(new runbook::CardIndex(this))
    , m_view(new runbook::CardView(this))
    , m_askName(new QLabel(this))
    , m_reason(new QLineEdit(this))
    , m_buttons(new QHBoxLayout)
    , m_copies(new QWidget(this))
    , m_below(new QTabWidget(this))
    , m_chart(new charts::LiveChart(this))
    , m_form(textPlace("venueForm", this))
    , m_report(textPlace("situationReport", this))
    , m_contacts(new QTableWidget(this))
    , m_printTo([this](const QString& proposal, FileChosen chosen) {
        askForFile(proposal, std::move(chosen));
    })
{
    setObjectName(QStringLiteral("runbookPage"));
    m_index->setObjectName(QStringLiteral("cardIndex"));
    m_view->setObjectName(QStringLiteral("cardView"));
    m_reason->setObjectName(QStringLiteral("stepReason"));
    m_below->setObjectName(QStringLiteral("runbookTabs"));
    m_chart->setObjectName(QStringLiteral("chartOfStep"));
    m_contacts->setObjectName(QStringLiteral("contacts"));
    auto* plots = new charts::PlotGroup(*this, charts::PlotGroup::Reach::Plot);
    plots->add(*m_chart);
    layOut();
    addKeys();
    connect(m_index, &runbook::CardIndex::opened, this, &RunbookPage::open);
    connect(m_view, &runbook::CardView::chosen, this, &RunbookPage::choose);
    connect(m_view, &runbook::CardView::opened, this, [this](int place) {
        choose(place);
        openControl();
    });
    connect(m_reason, &QLineEdit::returnPressed, this, &RunbookPage::answered);
    connect(&m_desk, &commands::RunbookDesk::changed, this, &RunbookPage::refresh);
    retranslate();
}

void RunbookPage::layOut()
{
    m_index->setFixedWidth(QFontMetrics(font()).horizontalAdvance(QLatin1Char('M')) * 19);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(gutter);
    row->addWidget(m_index);
    row->addWidget(layCard(), 1);
}

QWidget* RunbookPage::layCard()
{
    auto* place = new QWidget(this);
    auto* column = new QVBoxLayout(place);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    auto* asking = new QHBoxLayout;
    asking->addWidget(m_askName);
    asking->addWidget(m_reason, 1);
    m_reason->setMaxLength(longestReason);
    m_buttons->setSpacing(2);
    column->addWidget(m_view, 1);
    column->addLayout(m_buttons);
    column->addLayout(asking);
    column->addWidget(layBelow());
    return place;
}

QWidget* RunbookPage::layBelow()
{
    m_contacts->setColumnCount(4);
    m_contacts->verticalHeader()->hide();
    m_contacts->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_contacts->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_contacts->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_below->setDocumentMode(true);
    m_below->addTab(m_chart, QString());
    m_below->addTab(m_form, QString());
    m_below->addTab(m_report, QString());
    m_below->addTab(m_contacts, QString());
    auto* copies = new QHBoxLayout(m_copies);
    copies->setContentsMargins(0, 0, 0, 0);
    copies->setSpacing(2);
    m_below->setCornerWidget(m_copies, Qt::TopRightCorner);
    m_below->setFixedHeight(belowHeight);
    return m_below;
}

QAction* RunbookPage::addKey(const char* name, const QKeySequence& keys, void (RunbookPage::*act)())
{
    auto* key = new QAction(this);
    key->setObjectName(QLatin1String(name));
    key->setShortcut(keys);
    key->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(key);
    connect(key, &QAction::triggered, this, act);
    return key;
}

void RunbookPage::addKeys()
{
    const auto button = [this](QAction* key) {
        auto* made = new QPushButton(this);
        made->setObjectName(key->objectName() + QStringLiteral("Button"));
        made->setFocusPolicy(Qt::TabFocus);
        made->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
        m_buttons->addWidget(made, 1);
        connect(made, &QPushButton::clicked, key, &QAction::trigger);
        m_keys.emplace(key, made);
    };
    addKey("keyStepNext", Qt::Key_J, &RunbookPage::next);
    addKey("keyStepPrevious", Qt::Key_K, &RunbookPage::previous);
    button(addKey("keyStepTick", Qt::Key_X, &RunbookPage::tick));
    button(addKey("keyStepYes", Qt::Key_Y, &RunbookPage::yes));
    button(addKey("keyStepNo", Qt::Key_N, &RunbookPage::no));
    button(addKey("keyStepDefer", Qt::Key_D, &RunbookPage::defer));
    button(addKey("keyStepOverride", Qt::Key_O, &RunbookPage::beginOverride));
    button(addKey("keyStepTimer", Qt::Key_T, &RunbookPage::timer));
    button(addKey("keyStepControl", Qt::Key_Return, &RunbookPage::openControl));
    const auto copy = [this](QAction* key) {
        auto* made = new QPushButton(m_copies);
        made->setObjectName(key->objectName() + QStringLiteral("Button"));
        made->setFocusPolicy(Qt::TabFocus);
        m_copies->layout()->addWidget(made);
        connect(made, &QPushButton::clicked, key, &QAction::trigger);
        m_keys.emplace(key, made);
    };
    copy(addKey("keyCopyForm", Qt::Key_C, &RunbookPage::copyForm));
    copy(addKey("keyCopyReport", Qt::SHIFT | Qt::Key_C, &RunbookPage::copyReport));
    button(addKey("keyPrintCard", Qt::CTRL | Qt::Key_P, &RunbookPage::print));
    addKey("keyPrintCards", Qt::CTRL | Qt::SHIFT | Qt::Key_P, &RunbookPage::printAll);
    button(addKey("keyLeaveCard", Qt::SHIFT | Qt::Key_O, &RunbookPage::beginLeave));
}

QString RunbookPage::title() const
{
    return tr("Runbook", "screen");
}

const contract::Card* RunbookPage::card() const
{
    return m_desk.cards().card(m_card);
}

const contract::Step* RunbookPage::step() const
{
    const auto* shown = card();
    if (!shown || m_chosen < 0)
        return nullptr;
    const auto place = static_cast<std::size_t>(m_chosen);
    if (place < shown->first.size())
        return &shown->first[place];
    const auto then = place - shown->first.size();
    return then < shown->then.size() ? &shown->then[then] : nullptr;
}

std::string RunbookPage::stepId() const
{
    const auto* chosen = step();
    return chosen ? chosen->id : std::string{contract::walk_step::finish};
}

MarkState RunbookPage::stateOfStep() const
{
    const auto* walk = m_desk.walkOf(m_card);
    return walk ? walk->state(stepId()) : MarkState::Open;
}

void RunbookPage::open(const std::string& card)
{
    if (!m_desk.cards().card(card))
        return;
    ask(Asks::Nothing);
    m_card = card;
    m_index->choose(card);
    chooseCurrent();
}

void RunbookPage::openFor(const QString& card, const QString& alarm, std::int64_t occurrence)
{
    m_desk.begin(card.toStdString(), alarm.toStdString(), occurrence);
    openAt(card.toStdString());
}

void RunbookPage::openAt(const std::string& card)
{
    open(card);
    m_view->setFocus(Qt::OtherFocusReason);
}

/// The step that is to be done now.
void RunbookPage::chooseCurrent()
{
    const auto* shown = card();
    const auto* walk = m_desk.walkOf(m_card);
    const auto* current = walk ? walk->current(m_desk.now()) : nullptr;
    int place = 0;
    for (std::size_t i = 0; current && i < walk->steps.size(); ++i)
        if (walk->steps[i].id == current->id)
            place = static_cast<int>(i);
    m_chosen = shown ? std::min(place, static_cast<int>(shown->steps())) : 0;
    refresh();
}

void RunbookPage::choose(int place)
{
    const auto* shown = card();
    if (!shown)
        return;
    ask(Asks::Nothing);
    m_chosen = std::clamp(place, 0, static_cast<int>(shown->steps()));
    refresh();
}

void RunbookPage::present(const View& view)
{
    m_sale = view.sale;
    m_now = view.now;
    m_formatter = view.formatter;
    m_index->present(RunbookRows::index(view, m_desk));
    if (!card()) {
        const auto* walk = m_desk.newest();
        m_card = walk                        ? walk->name.card
                : m_desk.cards().all.empty() ? std::string{}
                                             : m_desk.cards().all.front().id;
        m_index->choose(m_card);
    }
    if (const auto* shown = card())
        m_view->present(RunbookRows::card(view, *shown, m_desk, m_chosen));
    presentTexts(view);
    presentFigure(view);
    presentContacts(view);
    presentKeys();
}

void RunbookPage::refresh()
{
    if (!m_sale)
        return;
    const auto sale = *m_sale;
    present({sale, m_desk.now(), m_formatter});
}

/// Buttons keep their places; what this step does not know is off.
void RunbookPage::presentKeys()
{
    const auto* chosen = step();
    const auto isKind = [chosen](auto... of) { return chosen && ((chosen->kind == of) || ...); };
    const bool may = m_desk.mayMark() && card();
    const auto* walk = m_desk.walkOf(m_card);
    for (const auto& [key, button] : m_keys) {
        const auto name = key->objectName();
        bool isOn = true;
        if (name == QLatin1String("keyStepTick"))
            isOn = may && isKind(StepKind::Do, StepKind::Timer, StepKind::Command, StepKind::Call);
        else if (name == QLatin1String("keyStepYes") || name == QLatin1String("keyStepNo"))
            isOn = may && isKind(StepKind::Decide, StepKind::Call);
        else if (name == QLatin1String("keyStepTimer"))
            isOn = may && isKind(StepKind::Timer, StepKind::Call);
        else if (name == QLatin1String("keyStepControl"))
            isOn = isKind(StepKind::Command);
        else if (name == QLatin1String("keyStepDefer"))
            isOn = may && chosen;
        else if (name == QLatin1String("keyStepOverride"))
            isOn = may;
        else if (name == QLatin1String("keyLeaveCard"))
            isOn = may && walk && walk->isOpen();
        button->setEnabled(isOn);
    }
}

void RunbookPage::retranslate()
{
    const std::map<QString, QString> words{
            {QStringLiteral("keyStepTick"), tr("Tick X", "button and its key")},
            {QStringLiteral("keyStepYes"), tr("Yes Y", "button and its key")},
            {QStringLiteral("keyStepNo"), tr("No N", "button and its key")},
            {QStringLiteral("keyStepDefer"), tr("Later D", "button and its key: put a step off")},
            {QStringLiteral("keyStepOverride"),
                    tr("Pass O", "button and its key: pass over a step")},
            {QStringLiteral("keyStepTimer"), tr("Timer T", "button and its key")},
            {QStringLiteral("keyStepControl"), tr("Form ↵", "button and its key: open a control")},
            {QStringLiteral("keyCopyForm"),
                    tr("Copy form C", "button and its key: copy the venue form")},
            {QStringLiteral("keyCopyReport"),
                    tr("Copy report ⇧C", "button and its keys: copy the situation report")},
            {QStringLiteral("keyPrintCard"), tr("PDF", "button: print the card")},
            {QStringLiteral("keyLeaveCard"), tr("End…", "button: put the card away")}};
    for (const auto& [key, button] : m_keys) {
        button->setText(words.at(key->objectName()));
        button->setAccessibleName(words.at(key->objectName()));
    }
    m_index->setAccessibleName(tr("Cards", "list"));
    m_view->setAccessibleName(tr("Card", "a card of the runbook"));
    m_reason->setAccessibleName(tr("Reason", "field"));
    m_form->setAccessibleName(tr("Venue form", "text"));
    m_report->setAccessibleName(tr("Situation report", "text"));
    m_contacts->setAccessibleName(tr("Contacts", "table"));
    m_below->setAccessibleName(tr("Beside the card", "tabs below a card"));
    m_below->setTabText(0, tr("Figure", "tab: of the step"));
    m_below->setTabText(1, tr("Venue form", "text"));
    m_below->setTabText(2, tr("Report", "tab: situation report"));
    m_below->setTabText(3, tr("Contacts", "table"));
    m_contacts->setHorizontalHeaderLabels({tr("Role", "column"), tr("Name", "column of contacts"),
            tr("Number", "column: telephone or radio"), tr("Last call", "column")});
    ask(Asks::Nothing);
    refresh();
}

void RunbookPage::changeEvent(QEvent* event)
{
    Page::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace saikobi::pages
