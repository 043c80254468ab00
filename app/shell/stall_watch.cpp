#include "app/shell/stall_watch.h"

#include <QLoggingCategory>

#include <algorithm>

namespace saikobi::shell {

using namespace std::chrono_literals;

namespace {

Q_LOGGING_CATEGORY(log, "saikobi.shell.stall")

constexpr auto pace = 50ms;
/// Longer than this the whole program was stopped, or the machine slept: no work of ours.
constexpr auto asleep = 2s;

} // namespace

StallWatch::StallWatch(QObject* parent)
    : QObject(parent)
{
    connect(&m_tick, &QTimer::timeout, this, &StallWatch::look);
    m_tick.setTimerType(Qt::PreciseTimer);
    m_tick.start(pace);
    m_since.start();
}

void StallWatch::look()
{
    const std::chrono::milliseconds late = std::chrono::milliseconds{m_since.restart()} - pace;
    if (late >= asleep)
        return;
    m_longest = std::max(m_longest, late);
    if (late <= most)
        return;
    qCInfo(log, "the window stood still for %lld ms", static_cast<long long>(late.count()));
    emit stalled(late);
}

} // namespace saikobi::shell
