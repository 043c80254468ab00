#include "app/sources/quiet_pipe.h"

#include <csignal>

namespace saikobi::sources {

QuietPipe::QuietPipe()
{
    sigset_t pipe;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
}

} // namespace saikobi::sources
