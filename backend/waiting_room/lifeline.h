#pragma once

#include <memory>
#include <utility>

namespace saikobi::waiting_room {

/// Drops answers of a store that arrive after their receiver has gone. Member of the receiver; all
/// of it on one executor.
class Lifeline {
public:
    template<class Work>
    auto guard(Work work) const
    {
        return [alive = std::weak_ptr<const bool>(m_token), work = std::move(work)](
                       auto&&... arguments) mutable {
            if (alive.lock())
                work(std::forward<decltype(arguments)>(arguments)...);
        };
    }

private:
    std::shared_ptr<const bool> m_token = std::make_shared<const bool>(true);
};

} // namespace saikobi::waiting_room
