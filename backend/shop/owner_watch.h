#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "backend/shop/order_store.h"

namespace saikobi::shop {

/// Who owns which order. This incarnation beats, so that nobody takes its orders; it finds those
/// that silent owners left, and those of its own that it does not remember.
class OwnerWatch {
public:
    OwnerWatch(OrderStore& store, std::string instance);

    void beat();
    /// Others take our orders after 5 s of silence; from 4 s on we take no new ones.
    bool isBeating() const;
    /// Names all unfinished orders that are ours. Not while we do not beat, nor twice at a time.
    void takeOver(std::function<void(const std::vector<std::string>&)> found);

private:
    struct State {
        std::optional<std::chrono::steady_clock::time_point> lastBeat{};
        bool isBeatUnderWay = false;
        bool isTakeOverUnderWay = false;
    };

    OrderStore& m_store;
    std::string m_instance{};
    std::shared_ptr<State> m_state; ///< answers under way hold it weakly
};

} // namespace saikobi::shop
