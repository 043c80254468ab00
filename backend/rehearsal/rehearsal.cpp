#include "backend/rehearsal/rehearsal.h"

#include <iostream>

#include "backend/rehearsal/data_folder.h"
#include "backend/rehearsal/rehearsal_parts.h"
#include "backend/rehearsal/stop_signals.h"

namespace saikobi::rehearsal {

namespace {

constexpr std::chrono::milliseconds betweenRounds{200};

int complain(const contract::Fault& why)
{
    std::cerr << "saikobid rehearsal: " << why.detail << std::endl;
    return 1;
}

} // namespace

int runRehearsal(const RehearsalOptions& options)
{
    StopSignals signals;
    auto folder = DataFolder::open(options.data);
    if (!folder)
        return complain(folder.error());
    auto address = SharedAddress::hold(options.listen);
    if (!address)
        return complain(address.error());
    RehearsalParts parts(
            options, folder.value(), address.value(), [&signals] { return signals.hasCome(); });
    const auto ready = parts.start();
    if (!ready && signals.hasCome())
        return 0; // stopped as told, before it was ready
    if (!ready)
        return complain(ready.error());
    std::cout << ready.value() << std::endl;
    if (const auto sent = parts.sendCrowd(); !sent)
        complain(sent.error()); // the sale itself goes on
    while (!signals.hasCome()) {
        signals.wait(betweenRounds);
        if (!signals.hasCome())
            parts.keepAlive();
    }
    parts.stop();
    return 0;
}

} // namespace saikobi::rehearsal
