#include "app/shell/layout_memory.h"

#include <QDir>
#include <QEvent>
#include <QGuiApplication>
#include <QScreen>
#include <QSettings>
#include <QStringList>
#include <QWidget>

#include <algorithm>

namespace saikobi::shell {

using namespace std::chrono_literals;

namespace {

constexpr auto settled = 400ms;
constexpr int mostSets = 20; ///< of monitors that are remembered

qint64 areaOf(const QRect& rect)
{
    return rect.isEmpty() ? 0 : qint64{rect.width()} * rect.height();
}

} // namespace

QRect placeFor(const QRect& wanted, const QList<QRect>& monitors)
{
    if (monitors.isEmpty())
        return wanted;
    const auto shared = [&wanted](const QRect& monitor) { return areaOf(monitor & wanted); };
    const auto best = std::max_element(monitors.begin(), monitors.end(),
            [&](const QRect& one, const QRect& other) { return shared(one) < shared(other); });
    const bool isSeen = shared(*best) > 0;
    const QRect& on = isSeen ? *best : monitors.front();
    QRect place(wanted.topLeft(), wanted.size().boundedTo(on.size()));
    if (!isSeen)
        place.moveCenter(on.center());
    place.moveLeft(std::clamp(place.left(), on.left(), on.right() - place.width() + 1));
    place.moveTop(std::clamp(place.top(), on.top(), on.bottom() - place.height() + 1));
    return place;
}

LayoutMemory::LayoutMemory(QWidget& window, const QString& file, Monitors monitors, QObject* parent)
    : QObject(parent)
    , m_window(window)
    , m_file(file)
    , m_monitors(std::move(monitors))
{
    m_writing.setMaxThreadCount(1); // one after the other
    load();
    window.installEventFilter(this);
    m_settling.setSingleShot(true);
    connect(&m_settling, &QTimer::timeout, this, [this] {
        // Moved because a monitor went: that is not where somebody put it.
        if (m_movedOn == key())
            remember();
    });
    const auto watch = [this](QScreen* monitor) {
        connect(monitor, &QScreen::geometryChanged, this, &LayoutMemory::arrange);
    };
    for (auto* monitor : QGuiApplication::screens())
        watch(monitor);
    connect(qGuiApp, &QGuiApplication::screenAdded, this, [this, watch](QScreen* monitor) {
        watch(monitor);
        arrange();
    });
    connect(qGuiApp, &QGuiApplication::screenRemoved, this, &LayoutMemory::arrange);
}

LayoutMemory::Monitors LayoutMemory::ofThisMachine()
{
    return [] {
        QList<QRect> out;
        if (const auto* main = QGuiApplication::primaryScreen())
            out << main->availableGeometry();
        for (const auto* monitor : QGuiApplication::screens())
            if (monitor != QGuiApplication::primaryScreen())
                out << monitor->availableGeometry();
        return out;
    };
}

QString LayoutMemory::usualFile()
{
    const auto state = qEnvironmentVariable("XDG_STATE_HOME");
    const QDir place(
            state.isEmpty() ? QDir::home().filePath(QStringLiteral(".local/state")) : state);
    return place.filePath(QStringLiteral("saikobi/layout.ini"));
}

QString LayoutMemory::key() const
{
    QStringList out;
    for (const auto& monitor : m_monitors())
        out << QStringLiteral("%1x%2+%3+%4")
                        .arg(monitor.width())
                        .arg(monitor.height())
                        .arg(monitor.x())
                        .arg(monitor.y());
    out.sort();
    return out.join(QLatin1Char('_'));
}

void LayoutMemory::arrange()
{
    m_settling.stop();
    if (m_window.isFullScreen() || m_window.isMaximized())
        return; // the window system keeps these on a monitor
    const auto monitors = m_monitors();
    const auto known = m_places.constFind(key());
    const auto wanted = known == m_places.constEnd() ? m_window.geometry() : *known;
    m_window.setGeometry(placeFor(wanted, monitors));
}

void LayoutMemory::remember()
{
    if (m_window.isFullScreen() || m_window.isMaximized() || !m_window.isVisible())
        return;
    while (m_places.size() >= mostSets && !m_places.contains(key()))
        m_places.erase(m_places.begin());
    m_places.insert(key(), m_window.geometry());
    save();
}

void LayoutMemory::setScreen(int screen)
{
    if (m_screen == screen)
        return;
    m_screen = screen;
    save();
}

void LayoutMemory::setWall(bool on)
{
    if (m_isWall == on)
        return;
    m_isWall = on;
    save();
}

void LayoutMemory::load()
{
    QSettings kept(m_file, QSettings::IniFormat);
    m_screen = kept.value(QStringLiteral("screen"), 0).toInt();
    m_isWall = kept.value(QStringLiteral("wall"), false).toBool();
    kept.beginGroup(QStringLiteral("places"));
    for (const auto& monitors : kept.childKeys())
        if (const auto place = kept.value(monitors).toRect(); !place.isEmpty())
            m_places.insert(monitors, place);
}

/// A file is written through to the disk, and on a busy one that takes up to seconds; whoever
/// changes the screen must not wait for it.
void LayoutMemory::save()
{
    m_writing.start([file = m_file, screen = m_screen, isWall = m_isWall, places = m_places] {
        QSettings kept(file, QSettings::IniFormat);
        kept.clear();
        kept.setValue(QStringLiteral("screen"), screen);
        kept.setValue(QStringLiteral("wall"), isWall);
        kept.beginGroup(QStringLiteral("places"));
        for (auto place = places.begin(); place != places.end(); ++place)
            kept.setValue(place.key(), place.value());
    });
}

bool LayoutMemory::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == &m_window
            && (event->type() == QEvent::Move || event->type() == QEvent::Resize)) {
        m_movedOn = key();
        m_settling.start(settled);
    }
    return QObject::eventFilter(watched, event);
}

} // namespace saikobi::shell
