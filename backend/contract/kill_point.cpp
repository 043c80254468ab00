#include "backend/contract/kill_point.h"

#include <atomic>
#include <charconv>
#include <csignal>
#include <memory>
#include <string>
#include <utility>

namespace saikobi::contract {

namespace {

struct Armed {
    std::string name{};
    std::atomic<long> left{1};
    std::function<void()> die{};
};

// The one thing of a process that is its own: which step kills it. It is written before threads
// start and never freed, so that a point costs one comparison when nothing is armed.
std::unique_ptr<Armed> armed; // NOLINT

} // namespace

void passKillPoint(std::string_view name)
{
    if (armed && armed->name == name && armed->left.fetch_sub(1) == 1)
        armed->die();
}

bool armKillPoint(std::string_view spec, std::function<void()> die)
{
    const auto colon = spec.find(':');
    auto next = std::make_unique<Armed>();
    next->name = spec.substr(0, colon);
    if (colon != std::string_view::npos) {
        long times = 0;
        const auto* end = spec.data() + spec.size();
        const auto read = std::from_chars(spec.data() + colon + 1, end, times);
        if (read.ec != std::errc{} || read.ptr != end || times < 1)
            return false;
        next->left = times;
    }
    if (next->name.empty())
        return false;
    next->die = die ? std::move(die) : [] { std::raise(SIGKILL); };
    armed = std::move(next);
    return true;
}

} // namespace saikobi::contract
