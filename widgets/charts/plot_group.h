#pragma once

#include <QObject>
#include <QPointer>

#include <optional>
#include <set>
#include <vector>

#include "widgets/charts/chart_content.h"
#include "widgets/timeline/plot_range.h"

class QAction;

namespace saikobi::charts {

class LiveChart;
class PlotTable;

/// What all plots of a screen show together: the same range of time, the same crosshair, the same
/// two cursors. And the keys for that (CONSOLE.md §2, keys in plots).
class PlotGroup : public QObject {
    Q_OBJECT

public:
    /// The keys act while one of the plots has the keyboard; of a screen that is plots above all,
    /// wherever the keyboard is.
    enum class Reach { Plot, Screen };

    PlotGroup(QWidget& page, Reach reach);

    void add(LiveChart& chart);
    timeline::TimeWindow shown(timeline::TimeWindow whole) const { return m_range.of(whole); }
    timeline::TimeWindow shown() const { return shown(m_whole); }
    const PlotCursors& cursors() const { return m_cursors; }
    /// The whole time of the newest picture.
    void setWhole(timeline::TimeWindow whole) { m_whole = whole; }
    /// All lines of all plots in the range that is shown; one row for each instant.
    QString csv() const;

    // What the mouse does.
    void point(std::optional<contract::Instant> at);
    void hold(contract::Instant at);
    void select(contract::Instant from, contract::Instant to);
    /// Lets go of what is held and of the cursors, closes what lies over the screen. False: there
    /// was nothing of that.
    bool release();
    bool canRelease() const;
    /// The whole time again; false from `back`: nothing was seen before.
    void fit();
    bool back();
    /// Moves the range, without a change of length, until that instant is in it.
    void reach(contract::Instant at);
    /// What a replay shows; nothing lets go of it but another call.
    void setPlayhead(std::optional<contract::Instant> at);

signals:
    /// Somebody looks closely; the screen may stand still for that.
    void touched();
    /// Somebody chose a mark, by click or key: what happened then is told elsewhere.
    void markChosen(saikobi::contract::Instant at);
    /// What else has this range or these cursors follows.
    void rangeChanged();
    void cursorsChanged();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    template<class Act>
    void addKey(const char* name, const QKeySequence& keys, Act act);
    void addRangeKeys();
    void addCursorKeys();
    void refresh();
    void refreshCursors();
    contract::Instant centre() const;
    std::set<contract::Instant> marks() const;
    std::optional<contract::Instant> markNear(contract::Instant at) const;
    void goToMark(bool forward);
    void moveHair(double share);
    void setCursor(std::optional<contract::Instant> PlotCursors::*which);
    void takeKeyboard();
    void copy() const;
    void toggleLens();
    void toggleTable();
    /// The plot with the keyboard, else the one under the mouse, else the first.
    LiveChart* current() const;

    QWidget& m_page;
    Reach m_reach;
    std::vector<LiveChart*> m_charts{};
    std::vector<QAction*> m_keys{};
    timeline::PlotRange m_range{};
    timeline::TimeWindow m_whole{};
    PlotCursors m_cursors{};
    LiveChart* m_lens = nullptr; ///< one plot as large as the screen; made when first wanted
    PlotTable* m_table = nullptr; ///< likewise
    QPointer<LiveChart> m_enlarged{};
};

} // namespace saikobi::charts
