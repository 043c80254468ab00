// What the Review screen says, and its keys.
#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QTabBar>
#include <QTabWidget>

#include "app/pages/figures_panel.h"
#include "app/pages/review_bar.h"
#include "app/pages/review_page.h"
#include "app/pages/story_model.h"
#include "app/pages/what_if_panel.h"
#include "widgets/charts/event_lanes.h"
#include "widgets/charts/live_chart.h"

namespace saikobi::pages {

using namespace std::chrono_literals;
using Kind = review::RecordingProblem::Kind;

template<class Act>
void ReviewPage::addKey(const char* name, const QKeySequence& keys, Act act)
{
    auto* action = new QAction(this);
    action->setObjectName(QLatin1String(name));
    action->setShortcut(keys);
    addAction(action);
    connect(action, &QAction::triggered, this, [this, act] {
        if (m_playback)
            act();
    });
}

void ReviewPage::addKeys()
{
    addKey("reviewPlay", Qt::Key_Space, [this] { play(!m_playback->isPlaying(m_steady())); });
    addKey("reviewSlower", Qt::Key_BracketLeft, [this] {
        m_playback->slower(m_steady());
        showClock();
    });
    addKey("reviewFaster", Qt::Key_BracketRight, [this] {
        m_playback->faster(m_steady());
        showClock();
    });
    addKey("reviewStepBack", Qt::CTRL | Qt::Key_Left, [this] {
        m_playback->step(-1s, m_steady());
        showClock();
    });
    addKey("reviewStepOn", Qt::CTRL | Qt::Key_Right, [this] {
        m_playback->step(1s, m_steady());
        showClock();
    });
    addKey("reviewPin", Qt::Key_I, [this] { pinHere(); });
    auto* unpinning = new QAction(m_story);
    unpinning->setObjectName(QStringLiteral("reviewUnpin"));
    unpinning->setShortcut(Qt::Key_Delete);
    unpinning->setShortcutContext(Qt::WidgetShortcut);
    m_story->addAction(unpinning);
    connect(unpinning, &QAction::triggered, this, [this] {
        if (m_playback)
            unpin();
    });
    addKey("reviewCompare", Qt::Key_C, [this] {
        if (m_tracks.compared().recording)
            compareWith(nullptr);
        else
            chooseFile(true);
    });
    addKey("reviewLoop", Qt::SHIFT | Qt::Key_R, [this] { setLoop(!m_playback->loop()); });
    addKey("reviewAsSeen", Qt::SHIFT | Qt::Key_S,
            [this] { showAsSeen(m_replay && !m_replay->isReplaying()); });
    addKey("reviewStoryAll", Qt::Key_T, [this] {
        m_storyModel->setAll(!m_storyModel->isAll());
        retranslate();
    });
}

QString ReviewPage::sentence(const review::RecordingProblem& problem) const
{
    const auto path = QString::fromStdString(problem.path);
    const auto detail = QString::fromStdString(problem.detail);
    switch (problem.kind) {
    case Kind::Missing:
        return tr("There is no file %1, or it may not be read.", "%1: path").arg(path);
    case Kind::NotARecording:
        return tr("%1 is not a recording of Saikobi.", "%1: path").arg(path);
    case Kind::OtherFormat:
        return tr("%1 was written in a format that this version does not read: %2.",
                "%1: path, %2: name of the format")
                .arg(path, detail);
    case Kind::Damaged:
        return tr("%1 is damaged: %2. Ask for another copy, or export the sale again.",
                "%1: path, %2: what is wrong")
                .arg(path, detail);
    case Kind::Empty:
        return tr("Nothing was recorded in that run.");
    case Kind::TooLong:
        return tr("%1 is longer than 26 hours and cannot be shown.", "%1: path").arg(path);
    case Kind::NotFetched:
        return tr("The run could not be read from Postgres: %1.", "%1: why").arg(detail);
    case Kind::Cancelled:
        return tr("Opening was cancelled.");
    }
    return {};
}

void ReviewPage::retranslate()
{
    m_lanes->setAccessibleName(tr("What happened", "lanes of a recording"));
    m_story->setAccessibleName(tr("Story", "pins and changes of phase of a recording"));
    m_noStory->setText(tr("Nothing was done, raised or noted.", "an empty story"));
    m_note->setAccessibleName(tr("Note for the pin"));
    m_note->setPlaceholderText(tr("Note, then Enter to pin", "field: words for a pin"));
    m_side->tabBar()->setAccessibleName(tr("Story, figures, what if", "tabs of the Review screen"));
    m_side->setAccessibleName(tr("Story, figures, what if", "tabs of the Review screen"));
    m_side->setTabText(0,
            m_storyModel->isAll() ? tr("Everything", "all entries of a recording")
                                  : tr("Story", "pins and changes of phase of a recording"));
    m_side->setTabText(1, tr("Figures", "tab: the figures of a past sale"));
    m_side->setTabText(2, tr("What if", "tab: the recorded people at another rate"));
    m_figures->setAccessibleName(m_side->tabText(1));
    for (std::size_t i = 0; i < reviewPlots.size(); ++i) {
        const auto head = ReviewPlots::heading(reviewPlots.at(i));
        m_charts.at(i)->setHeading(head.name, head.unit, head.least);
    }
    if (!m_recording) {
        m_bar->setTitle(tr("No recording is open."));
        m_summary->setText(
                tr("Open a past sale from the list, or a file that somebody handed on."));
        return;
    }
    const auto& meta = m_recording->meta;
    const bool isJapanese = QLocale().language() == QLocale::Japanese;
    m_formatter = status::Formatter(QLocale(), QTimeZone(QByteArray::fromStdString(meta.timeZone)));
    m_bar->setTitle(tr("%1, run %2, %3 to %4", "recording, %1: sale, %2: run, %3, %4: clock times")
                            .arg(QString::fromStdString(isJapanese ? meta.nameJa : meta.nameEn))
                            .arg(meta.run.value)
                            .arg(m_formatter.clock(meta.from), m_formatter.clock(meta.to)));
    m_figures->present(*m_recording, m_formatter);
    m_whatIf->open(m_recording, m_formatter);
    showPlots();
    showLanes();
    showClock();
}

} // namespace saikobi::pages
