#include "widgets/charts/plot_group.h"

#include <QAction>
#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>

#include <algorithm>
#include <set>

#include "widgets/charts/live_chart.h"
#include "widgets/charts/plot_table.h"

namespace saikobi::charts {

namespace {

constexpr double panStep = 0.25; ///< of what is shown
constexpr double hairStep = 1.0 / 60;

} // namespace

PlotGroup::PlotGroup(QWidget& page, Reach reach)
    : QObject(&page)
    , m_page(page)
    , m_reach(reach)
{
    page.installEventFilter(this);
    addRangeKeys();
    addCursorKeys();
}

template<class Act>
void PlotGroup::addKey(const char* name, const QKeySequence& keys, Act act)
{
    auto* action = new QAction(&m_page);
    action->setObjectName(QLatin1String(name));
    action->setShortcut(keys);
    // Letters and signs alone: the arrows belong to whatever list has the keyboard.
    const bool isSign = keys[0].keyboardModifiers() == Qt::NoModifier
            && keys[0].key() < Qt::Key_Escape && m_reach == Reach::Screen;
    if (isSign)
        m_page.addAction(action);
    else
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(action, &QAction::triggered, this, act);
    m_keys.push_back(action);
}

void PlotGroup::addRangeKeys()
{
    const auto changing = [this](auto change) {
        return [this, change] {
            emit touched();
            change();
            refresh();
            takeKeyboard();
        };
    };
    addKey("plotZoomIn", Qt::Key_W, changing([this] { m_range.zoomIn(m_whole, centre()); }));
    addKey("plotZoomOut", Qt::Key_S, changing([this] { m_range.zoomOut(m_whole); }));
    addKey("plotEarlier", Qt::Key_Left, changing([this] { m_range.move(m_whole, -panStep); }));
    addKey("plotLater", Qt::Key_Right, changing([this] { m_range.move(m_whole, panStep); }));
    addKey("plotPrevious", Qt::Key_Backspace, changing([this] { m_range.back(); }));
    addKey("plotMarkBefore", Qt::Key_Comma, changing([this] { goToMark(false); }));
    addKey("plotMarkAfter", Qt::Key_Period, changing([this] { goToMark(true); }));
    addKey("plotSelection", Qt::Key_R, changing([this] {
        if (m_cursors.a && m_cursors.b)
            m_range.show(m_whole, {*m_cursors.a, *m_cursors.b});
    }));
    addKey("plotFit", Qt::Key_0, [this] { fit(); });
}

void PlotGroup::addCursorKeys()
{
    addKey("plotHairLeft", Qt::SHIFT | Qt::Key_Left, [this] { moveHair(-hairStep); });
    addKey("plotHairRight", Qt::SHIFT | Qt::Key_Right, [this] { moveHair(hairStep); });
    addKey("plotCursorA", Qt::Key_M, [this] { setCursor(&PlotCursors::a); });
    addKey("plotCursorB", Qt::SHIFT | Qt::Key_M, [this] { setCursor(&PlotCursors::b); });
    addKey("plotFocus", Qt::Key_F, [this] { toggleLens(); });
    addKey("plotTable", Qt::Key_V, [this] { toggleTable(); });
    addKey("plotCopy", Qt::CTRL | Qt::Key_C, [this] { copy(); });
}

void PlotGroup::add(LiveChart& chart)
{
    chart.join(*this);
    m_charts.push_back(&chart);
    for (auto* key : m_keys)
        if (key->shortcutContext() == Qt::WidgetWithChildrenShortcut)
            chart.addAction(key);
}

void PlotGroup::refresh()
{
    for (auto* chart : m_charts)
        chart->refresh();
    if (m_lens && m_lens->isVisible())
        m_lens->refresh();
    emit rangeChanged();
}

void PlotGroup::refreshCursors()
{
    for (auto* chart : m_charts)
        chart->refreshCursors();
    if (m_lens && m_lens->isVisible())
        m_lens->refreshCursors();
    emit cursorsChanged();
}

void PlotGroup::fit()
{
    m_range.fit();
    refresh();
}

bool PlotGroup::back()
{
    const bool wasSeen = m_range.back();
    refresh();
    return wasSeen;
}

void PlotGroup::reach(contract::Instant at)
{
    if (shown().contains(at))
        return;
    m_range.follow(m_whole, at);
    refresh();
}

void PlotGroup::setPlayhead(std::optional<contract::Instant> at)
{
    m_cursors.playhead = at;
    refreshCursors();
}

/// The crosshair, or the newest instant that is shown.
contract::Instant PlotGroup::centre() const
{
    const auto now = shown(m_whole);
    return m_cursors.hair && now.contains(*m_cursors.hair) ? *m_cursors.hair : now.to;
}

void PlotGroup::point(std::optional<contract::Instant> at)
{
    if (m_cursors.isHeld)
        return;
    m_cursors.hair = at;
    refreshCursors();
}

void PlotGroup::hold(contract::Instant at)
{
    emit touched();
    const auto mark = markNear(at);
    m_cursors.hair = mark.value_or(at);
    m_cursors.isHeld = true;
    refreshCursors();
    if (mark)
        emit markChosen(*mark);
}

void PlotGroup::select(contract::Instant from, contract::Instant to)
{
    emit touched();
    m_range.show(m_whole, {from, to});
    refresh();
}

bool PlotGroup::canRelease() const
{
    return m_cursors.hair || m_cursors.a || m_cursors.b || (m_lens && m_lens->isVisible())
            || (m_table && m_table->isVisible());
}

bool PlotGroup::release()
{
    if (!canRelease())
        return false;
    if (m_table && m_table->isVisible())
        toggleTable();
    else if (m_lens && m_lens->isVisible())
        toggleLens();
    else
        m_cursors = {.playhead = m_cursors.playhead};
    refresh();
    return true;
}

std::set<contract::Instant> PlotGroup::marks() const
{
    std::set<contract::Instant> out;
    for (const auto* chart : m_charts)
        for (const auto& mark : chart->content().marks)
            if (m_whole.contains(mark.at))
                out.insert(mark.at);
    return out;
}

/// As near as a pointer can tell: three pixels of four hundred.
std::optional<contract::Instant> PlotGroup::markNear(contract::Instant at) const
{
    const auto window = shown(m_whole);
    const auto reach = (window.to - window.from) * 3 / 400;
    const auto all = marks();
    std::optional<contract::Instant> nearest;
    for (auto mark = all.lower_bound(at - reach); mark != all.end() && *mark <= at + reach; ++mark)
        if (!nearest || std::chrono::abs(*mark - at) < std::chrono::abs(*nearest - at))
            nearest = *mark;
    return nearest;
}

void PlotGroup::goToMark(bool forward)
{
    const auto all = marks();
    const auto from = m_cursors.hair.value_or(forward ? m_whole.from : m_whole.to);
    std::optional<contract::Instant> found;
    if (forward) {
        if (const auto next = all.upper_bound(from); next != all.end())
            found = *next;
    } else if (const auto next = all.lower_bound(from); next != all.begin()) {
        found = *std::prev(next);
    }
    if (!found)
        return;
    m_cursors.hair = found;
    m_cursors.isHeld = true;
    m_range.reach(m_whole, *found);
    emit markChosen(*found);
}

void PlotGroup::moveHair(double share)
{
    const auto now = shown(m_whole);
    const auto from = m_cursors.hair ? now.position(*m_cursors.hair) : 1.0;
    m_cursors.hair = now.at(std::clamp(from + share, 0.0, 1.0));
    m_cursors.isHeld = true;
    refreshCursors();
}

void PlotGroup::setCursor(std::optional<contract::Instant> PlotCursors::*which)
{
    emit touched();
    m_cursors.*which = centre();
    refreshCursors();
    takeKeyboard();
}

/// The arrows go on where a letter was meant.
void PlotGroup::takeKeyboard()
{
    if (auto* chart = current(); chart && !chart->hasFocus())
        chart->setFocus(Qt::ShortcutFocusReason);
}

void PlotGroup::copy() const
{
    const auto* chart = current();
    if (chart && m_cursors.hair)
        QGuiApplication::clipboard()->setText(chart->valuesAt(*m_cursors.hair));
}

LiveChart* PlotGroup::current() const
{
    if (m_lens && m_lens->isVisible())
        return m_lens;
    const auto find = [this](auto is) {
        const auto found = std::find_if(m_charts.begin(), m_charts.end(), is);
        return found == m_charts.end() ? nullptr : *found;
    };
    if (auto* chart = find([](const LiveChart* each) { return each->hasFocus(); }))
        return chart;
    if (auto* chart = find([](const LiveChart* each) { return each->underMouse(); }))
        return chart;
    return m_charts.empty() ? nullptr : m_charts.front();
}

void PlotGroup::toggleLens()
{
    if (m_lens && m_lens->isVisible()) {
        m_lens->hide();
        if (m_enlarged)
            m_enlarged->setFocus(Qt::OtherFocusReason);
        return;
    }
    auto* chart = current();
    if (!chart)
        return;
    if (!m_lens) {
        m_lens = new LiveChart(&m_page);
        m_lens->setObjectName(QStringLiteral("plotLens"));
        m_lens->join(*this);
        for (auto* key : m_keys)
            if (key->shortcutContext() == Qt::WidgetWithChildrenShortcut)
                m_lens->addAction(key);
    }
    if (m_enlarged)
        disconnect(m_enlarged, &LiveChart::presented, m_lens, nullptr);
    m_enlarged = chart;
    connect(chart, &LiveChart::presented, m_lens, [this] { m_lens->mirror(*m_enlarged); });
    m_lens->mirror(*chart);
    m_lens->setGeometry(m_page.rect());
    m_lens->show();
    m_lens->raise();
    m_lens->setFocus(Qt::OtherFocusReason);
}

void PlotGroup::toggleTable()
{
    if (m_table && m_table->isVisible()) {
        m_table->hide();
        if (m_enlarged)
            m_enlarged->setFocus(Qt::OtherFocusReason);
        return;
    }
    auto* chart = current();
    if (!chart)
        return;
    emit touched();
    if (m_lens && m_lens->isVisible())
        toggleLens();
    else
        m_enlarged = chart;
    if (!m_table) {
        m_table = new PlotTable(&m_page);
        connect(m_table, &PlotTable::closeRequested, this, [this] { toggleTable(); });
    }
    m_table->present(chart->table(), chart->accessibleName());
    m_table->setGeometry(m_page.rect());
    m_table->show();
    m_table->raise();
    m_table->setFocus(Qt::OtherFocusReason);
}

QString PlotGroup::csv() const
{
    PlotValues all;
    for (const auto* chart : m_charts)
        all.add(chart->table());
    return all.csv();
}

bool PlotGroup::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == &m_page && event->type() == QEvent::Resize)
        for (QWidget* each : {static_cast<QWidget*>(m_lens), static_cast<QWidget*>(m_table)})
            if (each)
                each->setGeometry(m_page.rect());
    return QObject::eventFilter(watched, event);
}

} // namespace saikobi::charts
