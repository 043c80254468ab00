#pragma once

namespace saikobi::sources {

/// Keeps SIGPIPE from the calling thread for as long as it lives: hiredis writes to sockets that
/// the other side may have closed, and a lost store must not end the dashboard.
class QuietPipe {
public:
    QuietPipe();
};

} // namespace saikobi::sources
