#include "backend/rehearsal/stop_signals.h"

#include <ctime>

namespace saikobi::rehearsal {

StopSignals::StopSignals()
{
    ::sigemptyset(&m_set);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGCHLD})
        ::sigaddset(&m_set, signal);
    ::pthread_sigmask(SIG_BLOCK, &m_set, &m_before);
}

StopSignals::~StopSignals()
{
    ::pthread_sigmask(SIG_SETMASK, &m_before, nullptr);
}

bool StopSignals::hasCome()
{
    wait(std::chrono::milliseconds{0});
    return m_hasCome;
}

void StopSignals::wait(std::chrono::milliseconds atMost)
{
    const timespec time{atMost.count() / 1000, (atMost.count() % 1000) * 1000000};
    const int signal = ::sigtimedwait(&m_set, nullptr, &time);
    if (signal > 0 && signal != SIGCHLD)
        m_hasCome = true;
}

} // namespace saikobi::rehearsal
