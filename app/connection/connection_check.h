#pragma once

#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "app/connection/hop_walk.h"
#include "app/sources/profile.h"

namespace saikobi::connection {

/// Tests the whole way of a profile, both stores at a time, each on a thread of its own. The
/// answers come from these threads; none comes after the destructor.
class ConnectionCheck {
public:
    struct Listener {
        TellHop hop{};
        std::function<void(double)> skew{}; ///< our clock less Redis's, ms
        std::function<void(const std::vector<model::KnownSale>&)> sales{}; ///< as Postgres has them
        std::function<void(model::StorePath)> over{}; ///< once for each store
    };

    ConnectionCheck(const sources::Profile& profile, Listener listener);
    /// Waits for the step under way, which is a few seconds at most unless the resolver takes
    /// longer.
    ~ConnectionCheck();
    ConnectionCheck(const ConnectionCheck&) = delete;
    ConnectionCheck& operator=(const ConnectionCheck&) = delete;

private:
    using Further = std::function<void(const sources::Profile&, HopWalk&)>;
    void walkInside(model::StorePath path, const Further& further);

    const sources::Profile m_profile;
    const Listener m_listener;
    StopSign m_stop{};
    std::vector<std::thread> m_threads{};
};

} // namespace saikobi::connection
