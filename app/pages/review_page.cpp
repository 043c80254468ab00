#include "app/pages/review_page.h"

#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QTabWidget>
#include <QVBoxLayout>

#include <algorithm>

#include "app/pages/figures_panel.h"
#include "app/pages/review_bar.h"
#include "app/pages/review_lanes.h"
#include "app/pages/story_model.h"
#include "app/pages/what_if_panel.h"
#include "app/review/range_text.h"
#include "widgets/charts/event_lanes.h"
#include "widgets/charts/live_chart.h"
#include "widgets/charts/plot_group.h"

namespace saikobi::pages {

using namespace std::chrono_literals;

namespace {

constexpr int gutter = 4;
constexpr int sideWidth = 250;
constexpr int mostLetters = 200; ///< of a pin
constexpr int leastPlot = 70; ///< five of them fit into a window of 1280 × 800
constexpr auto frame = 40ms;

} // namespace

ReviewPage::ReviewPage(review::ReplayPort* replay, Steady steady, QWidget* parent)
    : Page(parent)
    , m_replay(replay)
    , m_steady(std::move(steady))
    , m_bar(new ReviewBar(this))
    , m_lanes(new charts::EventLanes(this))
    , m_group(new charts::PlotGroup(*this, charts::PlotGroup::Reach::Screen))
    , m_side(new QTabWidget(this))
    , m_story(new QListView(this))
    , m_noStory(new QLabel(this))
    , m_note(new QLineEdit(this))
    , m_storyModel(new StoryModel(this))
    , m_figures(new FiguresPanel(this))
    , m_whatIf(new WhatIfPanel(this))
    , m_summary(new QLabel(this))
{
    setObjectName(QStringLiteral("reviewPage"));
    layOut();
    connectBar();
    addKeys();
    m_frames.setInterval(frame);
    connect(&m_frames, &QTimer::timeout, this, &ReviewPage::showClock);
    retranslate();
}

ReviewPage::~ReviewPage() = default;

void ReviewPage::layOut()
{
    m_lanes->setObjectName(QStringLiteral("reviewLanes"));
    m_lanes->join(*m_group);
    m_side->setObjectName(QStringLiteral("reviewSide"));
    m_side->setFixedWidth(sideWidth);
    m_summary->setObjectName(QStringLiteral("reviewSummary"));
    m_summary->setWordWrap(true);
    for (QWidget* each :
            {makeStory(), static_cast<QWidget*>(m_figures), static_cast<QWidget*>(m_whatIf)})
        m_side->addTab(each, QString());
    auto* plots = new QVBoxLayout;
    plots->setSpacing(gutter);
    plots->addWidget(m_lanes);
    for (std::size_t i = 0; i < reviewPlots.size(); ++i) {
        auto* chart = m_charts.at(i) = new charts::LiveChart(this);
        chart->setObjectName(ReviewPlots::objectName(reviewPlots.at(i)));
        chart->installEventFilter(this);
        chart->setMinimumHeight(leastPlot);
        chart->setRuler(i + 1 == reviewPlots.size());
        m_group->add(*chart);
        plots->addWidget(chart, chart->hasRuler() ? 5 : 4);
    }
    m_current = m_charts.front();
    plots->addWidget(m_summary);
    auto* middle = new QHBoxLayout;
    middle->setSpacing(gutter);
    middle->addLayout(plots, 1);
    middle->addWidget(m_side);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(gutter);
    column->addWidget(m_bar);
    column->addLayout(middle, 1);
    connect(m_group, &charts::PlotGroup::rangeChanged, this, &ReviewPage::followRange);
    connect(m_group, &charts::PlotGroup::cursorsChanged, this, &ReviewPage::followCursors);
    connect(m_lanes, &charts::EventLanes::chosen, this, &ReviewPage::seek);
    const auto jump = [this](const QModelIndex& row) {
        if (const auto* entry = m_storyModel->entryAt(row))
            seek(entry->at);
    };
    connect(m_story, &QListView::clicked, this, jump);
    connect(m_story, &QListView::activated, this, jump);
}

/// The story, and under it the words for a pin.
QWidget* ReviewPage::makeStory()
{
    m_story->setObjectName(QStringLiteral("reviewStory"));
    m_story->setModel(m_storyModel);
    m_story->setWordWrap(true);
    m_story->setUniformItemSizes(false);
    m_story->setAttribute(Qt::WA_InputMethodEnabled, false);
    m_noStory->setObjectName(QStringLiteral("reviewNoStory"));
    m_noStory->setWordWrap(true);
    m_noStory->hide();
    m_note->setObjectName(QStringLiteral("reviewNote"));
    m_note->setMaxLength(mostLetters);
    m_note->setEnabled(false);
    connect(m_note, &QLineEdit::returnPressed, this, &ReviewPage::pinHere);
    auto* both = new QWidget(this);
    auto* column = new QVBoxLayout(both);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(gutter);
    column->addWidget(m_noStory);
    column->addWidget(m_story, 1);
    column->addWidget(m_note);
    return both;
}

void ReviewPage::connectBar()
{
    connect(m_bar, &ReviewBar::runsWanted, this, &ReviewPage::runsWanted);
    connect(m_bar, &ReviewBar::runWanted, this, &ReviewPage::runWanted);
    connect(m_bar, &ReviewBar::fileWanted, this, &ReviewPage::chooseFile);
    connect(m_bar, &ReviewBar::compareEnded, this, [this] { compareWith(nullptr); });
    connect(m_bar, &ReviewBar::alignWanted, this, &ReviewPage::align);
    connect(m_bar, &ReviewBar::playToggled, this,
            [this] { play(m_playback && !m_playback->isPlaying(m_steady())); });
    connect(m_bar, &ReviewBar::slowerWanted, this, [this] {
        m_playback->slower(m_steady());
        showClock();
    });
    connect(m_bar, &ReviewBar::fasterWanted, this, [this] {
        m_playback->faster(m_steady());
        showClock();
    });
    connect(m_bar, &ReviewBar::asSeenToggled, this, &ReviewPage::showAsSeen);
    connect(m_bar, &ReviewBar::loopToggled, this, &ReviewPage::setLoop);
    connect(m_bar, &ReviewBar::consoleChosen, this, [this](const QString& console) {
        m_console = console.toStdString();
        showLanes();
        if (m_replay && m_replay->isReplaying())
            showAsSeen(true);
    });
    connect(m_bar, &ReviewBar::lengthWanted, this, &ReviewPage::showLength);
    connect(m_bar, &ReviewBar::rangeTyped, this, [this](const QString& text) {
        const auto range = review::rangeFromText(text, m_playback->whole(),
                QTimeZone(QByteArray::fromStdString(m_recording->meta.timeZone)));
        if (range)
            m_group->select(range->from, range->to);
        else
            m_bar->refuseRange();
    });
    connect(m_bar, &ReviewBar::reportWanted, this, [this](const QString& language) {
        emit reportWanted(QString::fromStdString(m_recording->meta.path), language);
    });
    connect(m_bar, &ReviewBar::copyWanted, this, [this] { emit copyWanted(*m_pins); });
    connect(m_bar, &ReviewBar::pictureWanted, this,
            [this] { emit pictureWanted(m_current->picture()); });
}

void ReviewPage::open(const review::RecordingPtr& recording)
{
    play(false);
    m_recording = recording;
    m_tracks.open(recording);
    m_held.reset();
    m_pins = std::make_unique<review::PinBook>(QString::fromStdString(recording->meta.path));
    m_console = recording->meta.console;
    m_formatter = status::Formatter(
            QLocale(), QTimeZone(QByteArray::fromStdString(recording->meta.timeZone)));
    const timeline::TimeWindow whole{recording->meta.from, recording->meta.to};
    m_playback.emplace(whole);
    m_group->release();
    m_group->setWhole(whole);
    m_group->fit();
    m_bar->setOpen(true);
    m_note->setEnabled(true);
    m_bar->setConsoles(recording->meta.consoles, m_console);
    m_bar->setComparing(false, m_by);
    showPlots();
    showLanes();
    seek(review::openingOf(*recording).value_or(whole.from));
    retranslate();
}

void ReviewPage::compareWith(const review::RecordingPtr& other)
{
    m_tracks.compare({other, {}});
    if (other)
        align(m_by);
    if (!m_tracks.compared().recording)
        m_bar->setComparing(false, m_by);
    showPlots();
}

void ReviewPage::align(review::AlignBy by)
{
    const auto other = m_tracks.compared().recording;
    if (!other)
        return;
    const auto* mark = m_storyModel->entryAt(m_story->currentIndex());
    const auto offset = review::offsetOf(*m_recording, *other, by, mark);
    m_by = by;
    m_tracks.compare({other, offset.value_or(contract::Instant::duration{})});
    m_bar->setComparing(true, by);
    if (!offset)
        m_summary->setText(
                tr("One of the two recordings does not have that event: both begin at their own "
                   "clock time."));
    showPlots();
}

void ReviewPage::offer(std::vector<review::RecordedRun> runs)
{
    m_bar->offer(std::move(runs));
}

void ReviewPage::tell(const review::RecordingProblem& problem)
{
    m_summary->setText(sentence(problem));
}

void ReviewPage::tellProgress(int percent)
{
    m_summary->setText(tr("Opening the recording: %1 %", "%1: how much is done").arg(percent));
}

void ReviewPage::showPlots()
{
    if (!m_recording)
        return;
    const auto marks = ReviewLanes::marks(*m_recording);
    for (std::size_t i = 0; i < reviewPlots.size(); ++i) {
        auto content = m_tracks.content(reviewPlots.at(i));
        if (i == 0)
            content.marks = marks;
        m_charts.at(i)->present(content, m_formatter);
    }
    showSummary();
}

void ReviewPage::showLanes()
{
    if (!m_recording)
        return;
    const auto all = entries();
    m_lanes->present(ReviewLanes::of(*m_recording, all, m_console), m_formatter);
    m_storyModel->present(all, m_formatter);
    m_noStory->setVisible(all.empty());
}

std::vector<contract::TimelineEntry> ReviewPage::entries() const
{
    auto all = m_recording->timeline;
    const auto& pins = m_pins->entries();
    all.insert(all.end(), pins.begin(), pins.end());
    std::stable_sort(
            all.begin(), all.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
    return all;
}

void ReviewPage::followRange()
{
    if (!m_recording)
        return;
    m_bar->setRange(review::rangeToText(m_group->shown(), m_playback->whole(),
            QTimeZone(QByteArray::fromStdString(m_recording->meta.timeZone))));
    showSummary();
}

/// Where the crosshair is held, the playhead goes: by a click, or to the next mark.
void ReviewPage::followCursors()
{
    const auto& cursors = m_group->cursors();
    const auto held = cursors.isHeld ? cursors.hair : std::nullopt;
    if (held == m_held)
        return;
    m_held = held;
    if (held)
        seek(*held);
}

void ReviewPage::showSummary()
{
    if (!m_recording)
        return;
    for (std::size_t i = 0; i < reviewPlots.size(); ++i) {
        const auto said = ReviewPlots::summary(ReviewPlots::heading(reviewPlots.at(i)).name,
                m_charts.at(i)->content(), m_group->shown(), m_formatter);
        m_charts.at(i)->setAccessibleDescription(said);
        if (m_charts.at(i) == m_current)
            m_summary->setText(said);
    }
}

void ReviewPage::present(const View&) { }

QString ReviewPage::title() const
{
    return tr("Review", "screen");
}

QString ReviewPage::csv() const
{
    return m_recording ? m_group->csv() : QString();
}

void ReviewPage::changeEvent(QEvent* event)
{
    Page::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void ReviewPage::showEvent(QShowEvent* event)
{
    Page::showEvent(event);
    emit runsWanted();
}

bool ReviewPage::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::FocusIn) {
        // The menu that saves its picture takes the keyboard from it.
        if (auto* chart = qobject_cast<charts::LiveChart*>(watched))
            m_current = chart;
        showSummary();
    }
    return Page::eventFilter(watched, event);
}

} // namespace saikobi::pages
