#pragma once

#include <QTimer>

#include <array>
#include <functional>
#include <memory>

#include "app/pages/page.h"
#include "app/pages/review_plots.h"
#include "app/review/pin_book.h"
#include "app/review/playback.h"
#include "app/review/replay_port.h"
#include "app/review/spans.h"

class QLabel;
class QLineEdit;
class QListView;
class QTabWidget;

namespace saikobi::charts {
class EventLanes;
class LiveChart;
class PlotGroup;
} // namespace saikobi::charts

namespace saikobi::pages {

class FiguresPanel;
class ReviewBar;
class StoryModel;
class WhatIfPanel;

/// The screen of a past sale: lanes and plots in one range, its story, playback, and a second
/// recording beside it. It asks for recordings and is given them; it reads no file but its pins.
class ReviewPage : public Page {
    Q_OBJECT

public:
    using Steady = std::function<contract::Deadline()>;

    /// `replay` may be null: then no other screen can show a second.
    ReviewPage(review::ReplayPort* replay, Steady steady, QWidget* parent);
    ~ReviewPage() override;

    void open(const review::RecordingPtr& recording);
    /// Beside the one that is open; null ends it.
    void compareWith(const review::RecordingPtr& other);
    void align(review::AlignBy by);
    void offer(std::vector<review::RecordedRun> runs);
    void tell(const review::RecordingProblem& problem);
    void tellProgress(int percent);
    const review::RecordingPtr& recording() const { return m_recording; }

    void present(const View& view) override;
    QString title() const override;
    QString csv() const override;

    contract::Instant position() const;
    void seek(contract::Instant at);

signals:
    void runsWanted();
    void runWanted(const saikobi::review::RecordedRun& run, bool asSecond);
    void fileWanted(const QString& path, bool asSecond);
    void reportWanted(const QString& recordingPath, const QString& language);
    /// The recording with these pins inside, for somebody else.
    void copyWanted(const saikobi::review::PinBook& pins);
    void pictureWanted(const QPixmap& picture);

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    template<class Act>
    void addKey(const char* name, const QKeySequence& keys, Act act);
    void addKeys();
    void layOut();
    void connectBar();
    void showPlots();
    void showLanes();
    void showClock();
    void showSummary();
    void play(bool isWanted);
    void showAsSeen(bool isWanted);
    void setLoop(bool isWanted);
    void showLength(std::chrono::seconds length);
    void chooseFile(bool asSecond);
    void pinHere();
    void unpin();
    QWidget* makeStory();
    void followRange();
    void followCursors();
    std::vector<contract::TimelineEntry> entries() const;
    void retranslate();
    QString sentence(const review::RecordingProblem& problem) const;

    review::ReplayPort* m_replay;
    Steady m_steady;
    review::RecordingPtr m_recording{};
    review::AlignBy m_by = review::AlignBy::Opening;
    std::optional<review::Playback> m_playback{};
    std::unique_ptr<review::PinBook> m_pins{};
    std::string m_console{};
    ReviewPlots m_tracks{};
    status::Formatter m_formatter{};
    std::optional<contract::Instant> m_held{}; ///< where the crosshair was last held
    contract::Instant m_shown{}; ///< second that the other screens were last asked to show
    QTimer m_frames{};
    ReviewBar* m_bar;
    charts::EventLanes* m_lanes;
    std::array<charts::LiveChart*, reviewPlots.size()> m_charts{};
    charts::LiveChart* m_current = nullptr; ///< the plot that last had the keyboard
    charts::PlotGroup* m_group;
    QTabWidget* m_side;
    QListView* m_story;
    QLabel* m_noStory; ///< says so above an empty list
    QLineEdit* m_note; ///< of the next pin
    StoryModel* m_storyModel;
    FiguresPanel* m_figures;
    WhatIfPanel* m_whatIf;
    QLabel* m_summary;
};

} // namespace saikobi::pages
