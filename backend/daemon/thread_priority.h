#pragma once

#include <sys/resource.h>
#include <unistd.h>

namespace saikobi::daemon {

/// Lets the calling thread go before others when there are too few processors: who must be refused
/// is told so at once, and what was begun is finished, however much else waits. Five steps are
/// three times the share. Without the right to (CAP_SYS_NICE, LimitNICE) it stays as it is.
inline void goFirst()
{
    constexpr int steps = 5;
    const auto self = static_cast<id_t>(::gettid());
    ::setpriority(PRIO_PROCESS, self, ::getpriority(PRIO_PROCESS, self) - steps);
}

} // namespace saikobi::daemon
