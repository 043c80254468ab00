#include "widgets/status/alarm_panel.h"

#include <QAction>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QScrollBar>
#include <QStackedLayout>

#include <algorithm>

#include "widgets/status/alarm_line.h"
#include "widgets/status/alarm_words.h"
#include "widgets/status/data_marks.h"
#include "widgets/status/key_text.h"
#include "widgets/status/type_scale.h"

namespace saikobi::status {

namespace {

constexpr std::array sorts{
        AlarmSort::UnacknowledgedFirst, AlarmSort::Newest, AlarmSort::Oldest, AlarmSort::Severity};

} // namespace

AlarmPanel::AlarmPanel(QWidget* parent)
    : QWidget(parent)
    , m_heading(new QLabel(this))
    , m_counts(new QLabel(this))
    , m_order(new QComboBox(this))
    , m_list(new QListView(this))
    , m_quiet(new QLabel(this))
    , m_blink(*m_list->viewport())
    , m_acknowledge(addKey("alarmAcknowledge", {Qt::Key_A}))
    , m_acknowledgePage(addKey("alarmAcknowledgePage", {QKeySequence(Qt::SHIFT | Qt::Key_A)}))
    , m_confirm(addKey("alarmConfirm", {Qt::Key_X}))
    , m_shelve(addKey("alarmShelve", {Qt::Key_Z}))
    , m_card(addKey("alarmCard", {Qt::Key_Return, Qt::Key_Enter}))
    , m_unfold(addKey("alarmUnfold", {Qt::Key_Right}))
    , m_fold(addKey("alarmFold", {Qt::Key_Left}))
    , m_acknowledgeButton(addButton("alarmAcknowledgeButton", m_acknowledge))
    , m_confirmButton(addButton("alarmConfirmButton", m_confirm))
    , m_shelveButton(addButton("alarmShelveButton", m_shelve))
{
    m_heading->setFont(scaled(font(), TypeSize::Strong));
    m_counts->setObjectName(QStringLiteral("alarmCounts"));
    m_counts->setFont(scaled(font(), TypeSize::Small));
    m_counts->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_order->setObjectName(QStringLiteral("alarmOrder"));
    m_order->setFocusPolicy(Qt::TabFocus);
    for (const auto sort : sorts)
        m_order->addItem(QString(), static_cast<int>(sort));
    m_list->setObjectName(QStringLiteral("alarmView"));
    m_list->setModel(&m_model);
    m_list->setItemDelegate(new AlarmLine(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    m_list->setSelectionMode(QAbstractItemView::SingleSelection);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn); // kept in place
    auto* bar = m_list->verticalScrollBar();
    bar->setEnabled(false);
    connect(bar, &QScrollBar::rangeChanged, bar,
            [bar](int least, int most) { bar->setEnabled(most > least); });
    m_list->setAttribute(Qt::WA_InputMethodEnabled, false);
    m_quiet->setObjectName(QStringLiteral("alarmQuiet"));
    m_quiet->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_quiet->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_quiet->setWordWrap(true);
    layOut();
    connect(m_order, &QComboBox::activated, this,
            [this](int number) { setSort(sorts.at(static_cast<std::size_t>(number))); });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &AlarmPanel::showActs);
    connect(m_list, &QListView::doubleClicked, this, &AlarmPanel::openChosen);
    connect(m_card, &QAction::triggered, this, &AlarmPanel::openChosen);
    connect(m_acknowledgePage, &QAction::triggered, this, &AlarmPanel::acknowledgePage);
    connect(m_unfold, &QAction::triggered, this, [this] { turnFold(true); });
    connect(m_fold, &QAction::triggered, this, [this] { turnFold(false); });
    connect(m_acknowledge, &QAction::triggered, this, [this] {
        if (const auto key = chosen())
            emit acknowledgeWanted({*key});
    });
    connect(m_confirm, &QAction::triggered, this, [this] {
        if (const auto key = chosen())
            emit confirmWanted(*key);
    });
    connect(m_shelve, &QAction::triggered, this, [this] {
        if (const auto key = chosen())
            emit shelveWanted(*key);
    });
    retranslate();
}

QAction* AlarmPanel::addKey(const char* name, const QList<QKeySequence>& keys)
{
    auto* action = new QAction(this);
    action->setObjectName(QLatin1String(name));
    action->setShortcuts(keys);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    action->setAutoRepeat(false); // a key that is held down is one act
    addAction(action);
    return action;
}

QPushButton* AlarmPanel::addButton(const char* name, QAction* does)
{
    auto* button = new QPushButton(this);
    button->setObjectName(QLatin1String(name));
    button->setProperty("step", true);
    button->setFocusPolicy(Qt::TabFocus);
    button->setFont(scaled(font(), TypeSize::Small));
    connect(button, &QPushButton::clicked, does, &QAction::trigger);
    return button;
}

void AlarmPanel::layOut()
{
    auto* top = new QHBoxLayout;
    top->addWidget(m_heading);
    top->addWidget(m_counts, 1);
    auto* place = new QWidget(this);
    auto* pile = new QStackedLayout(place);
    pile->setStackingMode(QStackedLayout::StackAll);
    pile->addWidget(m_list);
    pile->addWidget(m_quiet);
    auto* acts = new QHBoxLayout;
    acts->setSpacing(4);
    for (auto* each : {m_acknowledgeButton, m_confirmButton, m_shelveButton})
        acts->addWidget(each, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addLayout(top);
    column->addWidget(m_order);
    column->addWidget(place, 1);
    column->addLayout(acts);
}

void AlarmPanel::present(const Content& content, contract::Instant now, const Formatter& formatter)
{
    m_content = content;
    m_now = now;
    m_formatter = formatter;
    arrangeAgain();
}

void AlarmPanel::arrangeAgain()
{
    // What was opened by hand in a flood says nothing about the calm after it.
    if (std::exchange(m_view.isFlood, m_content.flood.isOn) != m_content.flood.isOn)
        m_view.turned.clear();
    m_model.present(arrange(m_content.alarms, m_view), m_now, m_formatter);
    m_blink.run(std::any_of(m_content.alarms.begin(), m_content.alarms.end(),
            [](const auto& one) { return markOf(one.record).isBlinking; }));
    m_quiet->setVisible(m_content.alarms.empty());
    const bool isFresh = m_content.isKnown && m_content.state < contract::DataState::Stale;
    m_quiet->setText(isFresh ? tr("No alarm.") : tr("Alarms are not known."));
    showCounts();
    showActs();
}

void AlarmPanel::showActs()
{
    const auto* row = chosenRow();
    const bool isAlarm = row && !row->isFold;
    const bool mayAct = isAlarm && m_content.obstacle.isEmpty();
    for (auto* each : {m_acknowledgeButton, m_confirmButton, m_shelveButton}) {
        each->setEnabled(mayAct || (isAlarm && row->alarm.isOwn));
        each->setToolTip(m_content.obstacle);
    }
}

void AlarmPanel::showCounts()
{
    const auto counts = countOf(m_content.alarms);
    // An old list says so where its numbers are read, and by when it was true.
    const auto numbers = marked(AlarmWords::priorities(counts.active), m_content.state);
    m_counts->setText(!m_content.isKnown ? QString()
                    : m_content.state < contract::DataState::Stale
                    ? numbers
                    : QStringLiteral("%1 %2").arg(numbers, m_content.seenAt));
}

std::optional<AlarmKey> AlarmPanel::chosen() const
{
    const auto* row = chosenRow();
    return row && !row->isFold ? std::optional{row->alarm.key()} : std::nullopt;
}

const AlarmRow* AlarmPanel::chosenRow() const
{
    const auto index = m_list->currentIndex();
    return index.isValid() ? &m_model.row(index.row()) : nullptr;
}

void AlarmPanel::choose(const AlarmKey& key)
{
    // In a fold it has no line yet.
    for (const auto& one : m_content.alarms)
        if (one.key() == key && one.record.headline && m_model.find(key) < 0) {
            const AlarmKey headline{*one.record.headline, one.isOwn};
            if (!m_view.turned.erase(headline))
                m_view.turned.insert(headline);
            arrangeAgain();
        }
    if (const int number = m_model.find(key); number >= 0) {
        m_list->setCurrentIndex(m_model.index(number));
        arrangeAgain();
    }
}

void AlarmPanel::enter()
{
    if (!chosenRow() && m_model.rowCount() > 0)
        m_list->setCurrentIndex(m_model.index(0));
    m_list->setFocus(Qt::ShortcutFocusReason);
    arrangeAgain();
}

void AlarmPanel::setSort(AlarmSort sort)
{
    m_view.sort = sort;
    m_order->setCurrentIndex(
            static_cast<int>(std::find(sorts.begin(), sorts.end(), sort) - sorts.begin()));
    arrangeAgain();
}

QList<QAction*> AlarmPanel::keys() const
{
    return {m_card, m_acknowledge, m_acknowledgePage, m_confirm, m_shelve, m_unfold, m_fold};
}

/// What is on the screen now: nobody acknowledges what scrolling or a fold hides.
void AlarmPanel::acknowledgePage()
{
    std::vector<AlarmKey> seen;
    const auto view = m_list->viewport()->rect();
    for (int i = 0; i < m_model.rowCount(); ++i) {
        const auto& row = m_model.row(i);
        const auto place = m_list->visualRect(m_model.index(i));
        if (!row.isFold && isUnseen(row.alarm.record) && view.contains(place.center()))
            seen.push_back(row.alarm.key());
    }
    if (!seen.empty())
        emit acknowledgeWanted(seen);
}

void AlarmPanel::turnFold(std::optional<bool> open)
{
    const auto* row = chosenRow();
    if (!row)
        return;
    const auto key = row->isConsequence && row->alarm.record.headline
            ? AlarmKey{*row->alarm.record.headline, row->alarm.isOwn}
            : row->alarm.key();
    const bool isOpen = m_view.isFlood == m_view.turned.contains(key);
    if (open.value_or(!isOpen) == isOpen)
        return;
    if (!m_view.turned.erase(key))
        m_view.turned.insert(key);
    if (const int number = m_model.find(key); number >= 0)
        m_list->setCurrentIndex(m_model.index(number));
    arrangeAgain();
}

void AlarmPanel::openChosen()
{
    const auto* row = chosenRow();
    if (row && row->isFold)
        turnFold(std::nullopt);
    else if (row)
        emit cardWanted(row->alarm.key());
}

int AlarmPanel::neededWidth() const
{
    int needed = 0;
    for (int i = 0; i < m_model.rowCount(); ++i)
        needed = std::max(needed, AlarmLine::neededWidth(m_list->font(), m_model.index(i)));
    return needed + m_list->verticalScrollBar()->sizeHint().width();
}

void AlarmPanel::retranslate()
{
    m_heading->setText(tr("ALARMS", "heading of the list of alarms"));
    m_list->setAccessibleName(m_heading->text());
    m_order->setAccessibleName(tr("Order of the alarms"));
    for (std::size_t i = 0; i < sorts.size(); ++i)
        m_order->setItemText(static_cast<int>(i), AlarmWords::of(sorts.at(i)));
    m_acknowledge->setText(tr("Acknowledge", "what a person does to an alarm: seen"));
    m_acknowledgePage->setText(tr("Acknowledge all on this page", "alarms"));
    m_confirm->setText(tr("Confirm as acted on", "what a person does to an alarm"));
    m_shelve->setText(tr("Shelve…", "put an alarm aside for a while"));
    m_card->setText(tr("Open the card", "of an alarm, in the runbook"));
    m_unfold->setText(tr("Show what follows from it", "alarms under a headline"));
    m_fold->setText(tr("Fold what follows from it", "alarms under a headline"));
    // A chord has no room there; it stands in the menu and on the key sheet.
    const auto caption = [this](const QString& word, const char* action) {
        const auto keys = keysOf(*this, action);
        return keys.size() == 1 ? QStringLiteral("%1  %2").arg(keys, word) : word;
    };
    m_acknowledgeButton->setText(
            caption(tr("Seen", "button: acknowledge an alarm"), "alarmAcknowledge"));
    m_confirmButton->setText(
            caption(tr("Done", "button: confirm an alarm as acted on"), "alarmConfirm"));
    m_shelveButton->setText(caption(tr("Shelve", "button: put an alarm aside"), "alarmShelve"));
    m_acknowledgeButton->setAccessibleName(m_acknowledge->text());
    m_confirmButton->setAccessibleName(m_confirm->text());
    m_shelveButton->setAccessibleName(m_shelve->text());
    arrangeAgain();
}

void AlarmPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    if (event->type() == QEvent::FontChange) {
        m_heading->setFont(scaled(font(), TypeSize::Strong));
        m_counts->setFont(scaled(font(), TypeSize::Small));
    }
}

} // namespace saikobi::status
