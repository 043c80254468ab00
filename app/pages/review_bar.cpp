#include "app/pages/review_bar.h"

#include <QActionGroup>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QVBoxLayout>

#include <array>

namespace saikobi::pages {

using namespace std::chrono_literals;
using review::AlignBy;

namespace {

constexpr int gap = 4;
constexpr int rangeLetters = 20;
constexpr std::array lengths{300s, 900s, 1800s, 3600s, -1s, 0s};

template<class Widget>
Widget* named(const char* name, QWidget* parent)
{
    auto* made = new Widget(parent);
    made->setObjectName(QLatin1String(name));
    return made;
}

} // namespace

ReviewBar::ReviewBar(QWidget* parent)
    : QWidget(parent)
    , m_openMenu(named<QMenu>("reviewOpenMenu", this))
    , m_compareMenu(named<QMenu>("reviewCompareMenu", this))
    , m_saveMenu(named<QMenu>("reviewSaveMenu", this))
    , m_open(named<QPushButton>("reviewOpen", this))
    , m_title(named<QLabel>("reviewTitle", this))
    , m_compare(named<QPushButton>("reviewCompareButton", this))
    , m_save(named<QPushButton>("reviewSave", this))
    , m_play(named<QPushButton>("reviewPlayButton", this))
    , m_slower(named<QPushButton>("reviewSlowerButton", this))
    , m_speed(named<QLabel>("reviewSpeed", this))
    , m_faster(named<QPushButton>("reviewFasterButton", this))
    , m_loop(named<QPushButton>("reviewLoopButton", this))
    , m_clock(named<QLabel>("reviewClock", this))
    , m_asSeen(named<QPushButton>("reviewAsSeenButton", this))
    , m_console(named<QComboBox>("reviewConsole", this))
    , m_length(named<QComboBox>("reviewLength", this))
    , m_range(named<QLineEdit>("reviewRange", this))
{
    m_open->setMenu(m_openMenu);
    m_compare->setMenu(m_compareMenu);
    m_save->setMenu(m_saveMenu);
    m_loop->setCheckable(true);
    m_asSeen->setCheckable(true);
    for (auto* button : findChildren<QPushButton*>())
        button->installEventFilter(this);
    layOut();
    connectAll();
    setOpen(false);
    setPlaying(false, 1);
    retranslate();
}

void ReviewBar::layOut()
{
    auto* what = new QHBoxLayout;
    what->setSpacing(gap);
    what->addWidget(m_open);
    what->addWidget(m_title, 1);
    what->addWidget(m_compare);
    what->addWidget(m_save);
    auto* how = new QHBoxLayout;
    how->setSpacing(gap);
    for (QWidget* each : {static_cast<QWidget*>(m_play), static_cast<QWidget*>(m_slower),
                 static_cast<QWidget*>(m_speed), static_cast<QWidget*>(m_faster),
                 static_cast<QWidget*>(m_loop), static_cast<QWidget*>(m_clock)})
        how->addWidget(each);
    how->addWidget(m_asSeen);
    how->addWidget(m_console);
    how->addStretch(1);
    how->addWidget(m_length);
    how->addWidget(m_range);
    m_speed->setAlignment(Qt::AlignCenter);
    m_speed->setMinimumWidth(fontMetrics().horizontalAdvance(QStringLiteral("×0.25")) + 4);
    m_clock->setMinimumWidth(fontMetrics().horizontalAdvance(QStringLiteral("00:00:00 ")));
    m_range->setMinimumWidth(fontMetrics().averageCharWidth() * rangeLetters);
    for (auto* button : {m_slower, m_faster})
        button->setMaximumWidth(fontMetrics().averageCharWidth() * 5);
    m_title->setMinimumWidth(40);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(gap);
    column->addLayout(what);
    column->addLayout(how);
}

void ReviewBar::connectAll()
{
    connect(m_openMenu, &QMenu::aboutToShow, this, &ReviewBar::runsWanted);
    connect(m_compareMenu, &QMenu::aboutToShow, this, &ReviewBar::runsWanted);
    connect(m_play, &QPushButton::clicked, this, &ReviewBar::playToggled);
    connect(m_slower, &QPushButton::clicked, this, &ReviewBar::slowerWanted);
    connect(m_faster, &QPushButton::clicked, this, &ReviewBar::fasterWanted);
    connect(m_loop, &QPushButton::clicked, this, &ReviewBar::loopToggled);
    connect(m_asSeen, &QPushButton::clicked, this, &ReviewBar::asSeenToggled);
    connect(m_console, &QComboBox::activated, this,
            [this] { emit consoleChosen(m_console->currentData().toString()); });
    connect(m_length, &QComboBox::activated, this,
            [this](int at) { emit lengthWanted(lengths.at(static_cast<std::size_t>(at))); });
    connect(m_range, &QLineEdit::returnPressed, this, [this] { emit rangeTyped(m_range->text()); });
}

void ReviewBar::offer(std::vector<review::RecordedRun> runs)
{
    m_runs = std::move(runs);
    fillMenus();
}

void ReviewBar::fillMenus()
{
    constexpr std::size_t most = 30;
    for (auto* menu : {m_openMenu, m_compareMenu}) {
        const bool asSecond = menu == m_compareMenu;
        menu->clear();
        for (std::size_t i = 0; i < std::min(m_runs.size(), most); ++i) {
            const auto& run = m_runs[i];
            auto* line = menu->addAction(tr("%1, run %2", "a past sale, %1: name, %2: its run")
                                                 .arg(QString::fromStdString(run.saleName))
                                                 .arg(run.run.value));
            connect(line, &QAction::triggered, this,
                    [this, run, asSecond] { emit runWanted(run, asSecond); });
        }
        if (!m_runs.empty())
            menu->addSeparator();
        connect(menu->addAction(tr("A file…", "menu: open a recording")), &QAction::triggered, this,
                [this, asSecond] { emit fileWanted(asSecond); });
    }
    m_compareMenu->addSeparator();
    auto* ways = new QActionGroup(m_compareMenu);
    const auto way = [&](const QString& text, AlignBy by) {
        auto* line = m_compareMenu->addAction(text);
        line->setCheckable(true);
        line->setChecked(m_by == by);
        line->setEnabled(m_isComparing);
        ways->addAction(line);
        connect(line, &QAction::triggered, this, [this, by] { emit alignWanted(by); });
    };
    way(tr("Align on the opening", "menu: two recordings"), AlignBy::Opening);
    way(tr("Align on the first alarm", "menu: two recordings"), AlignBy::FirstAlarm);
    way(tr("Align on the chosen event", "menu: two recordings"), AlignBy::Mark);
    auto* end = m_compareMenu->addAction(tr("End the comparison", "menu: two recordings"));
    end->setEnabled(m_isComparing);
    connect(end, &QAction::triggered, this, &ReviewBar::compareEnded);
    m_saveMenu->clear();
    const auto report = [this](const QString& text, const QString& language) {
        connect(m_saveMenu->addAction(text), &QAction::triggered, this,
                [this, language] { emit reportWanted(language); });
    };
    report(tr("Report in Japanese (PDF)", "menu"), QStringLiteral("ja"));
    report(tr("Report in English (PDF)", "menu"), QStringLiteral("en"));
    connect(m_saveMenu->addAction(tr("Copy with pins, to hand on", "menu: of the recording")),
            &QAction::triggered, this, &ReviewBar::copyWanted);
    connect(m_saveMenu->addAction(tr("Picture of the plot (PNG)", "menu")), &QAction::triggered,
            this, &ReviewBar::pictureWanted);
}

void ReviewBar::fillRanges()
{
    const auto chosen = m_length->currentIndex();
    m_length->clear();
    for (const auto length : lengths)
        if (length > 0s)
            m_length->addItem(tr("%n min", "length of the range that is shown",
                    static_cast<int>(length / 1min)));
    m_length->addItem(tr("since opening", "range that is shown"));
    m_length->addItem(tr("all", "range that is shown"));
    m_length->setCurrentIndex(chosen < 0 ? m_length->count() - 1 : chosen);
}

void ReviewBar::setTitle(const QString& title)
{
    m_title->setText(title);
    m_title->setToolTip(title);
}

QString ReviewBar::nameOfAll()
{
    return tr("every console", "whose old marks a replay shows");
}

void ReviewBar::setConsoles(
        const std::vector<review::ConsoleSeen>& consoles, const std::string& chosen)
{
    m_console->clear();
    m_console->addItem(nameOfAll(), QString());
    for (const auto& console : consoles)
        m_console->addItem(QStringLiteral("%1 (%2)").arg(QString::fromStdString(console.name),
                                   QString::fromStdString(console.actor)),
                QString::fromStdString(console.name));
    m_console->setCurrentIndex(std::max(0, m_console->findData(QString::fromStdString(chosen))));
}

void ReviewBar::setOpen(bool isOpen)
{
    for (QWidget* each : {static_cast<QWidget*>(m_compare), static_cast<QWidget*>(m_save),
                 static_cast<QWidget*>(m_play), static_cast<QWidget*>(m_slower),
                 static_cast<QWidget*>(m_faster), static_cast<QWidget*>(m_loop),
                 static_cast<QWidget*>(m_asSeen), static_cast<QWidget*>(m_console),
                 static_cast<QWidget*>(m_length), static_cast<QWidget*>(m_range)})
        each->setEnabled(isOpen);
}

void ReviewBar::setPlaying(bool isPlaying, double speed)
{
    m_isPlaying = isPlaying;
    m_play->setText(isPlaying ? tr("Pause", "button: playback") : tr("Play", "button: playback"));
    m_speed->setText(QStringLiteral("×%1").arg(speed));
}

void ReviewBar::setClock(const QString& clock)
{
    m_clock->setText(clock);
}

void ReviewBar::setRange(const QString& text)
{
    m_range->setText(text);
    m_range->setCursorPosition(0);
    m_range->setToolTip({});
}

void ReviewBar::refuseRange()
{
    m_range->setToolTip(tr("Not a range of this recording. For example: now-1h, 12:00/12:30, "
                           "12:00/+10m"));
    m_range->selectAll();
}

void ReviewBar::setAsSeen(bool isOn)
{
    m_asSeen->setChecked(isOn);
}

void ReviewBar::setLooping(bool isOn)
{
    m_loop->setChecked(isOn);
}

void ReviewBar::setComparing(bool isOn, AlignBy by)
{
    m_isComparing = isOn;
    m_by = by;
    fillMenus();
}

/// A key of the screen must not take the space bar from a button that has the keyboard.
bool ReviewBar::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride
            && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Space)
        event->accept();
    return QWidget::eventFilter(watched, event);
}

void ReviewBar::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void ReviewBar::retranslate()
{
    m_open->setText(tr("Open", "button: a recording"));
    m_compare->setText(tr("Compare", "button: with a second recording"));
    m_save->setText(tr("Save", "button: report, picture"));
    m_slower->setText(QStringLiteral("−"));
    m_faster->setText(QStringLiteral("+"));
    m_slower->setAccessibleName(tr("Play slower"));
    m_faster->setAccessibleName(tr("Play faster"));
    m_slower->setToolTip(m_slower->accessibleName());
    m_faster->setToolTip(m_faster->accessibleName());
    m_loop->setText(tr("Loop", "button: play the selection again and again"));
    m_asSeen->setText(tr("Screens as seen", "button: all screens show that second"));
    m_console->setAccessibleName(tr("Whose screens"));
    if (m_console->count() > 0)
        m_console->setItemText(0, nameOfAll());
    m_length->setAccessibleName(tr("Length of the range"));
    m_range->setAccessibleName(tr("Range from and to"));
    m_range->setPlaceholderText(QStringLiteral("now-1h · 12:00/12:30"));
    setPlaying(m_isPlaying, m_speed->text().mid(1).toDouble());
    fillMenus();
    fillRanges();
}

} // namespace saikobi::pages
