#pragma once

#include <functional>
#include <string_view>

namespace saikobi::contract {

/// A named step of the order life cycle at which a rehearsed death may happen. Does nothing unless
/// this very point was armed. Callable from any thread.
void passKillPoint(std::string_view name);

/// Arms one point for this process: `<point>` dies at its first passing, `<point>:<n>` at the n-th.
/// Called once, before other threads start; only for a rehearsal. False: nothing is armed, since
/// that is no point with a number from 1 on. `die` stands for SIGKILL to ourselves.
bool armKillPoint(std::string_view spec, std::function<void()> die = {});

} // namespace saikobi::contract
