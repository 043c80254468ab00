#pragma once

#include <optional>

#include "backend/contract/feed.h"

namespace saikobi::model {

/// `store_lost` and `feed_age` as a console sees them, in seconds, of the worse store. One that was
/// never heard counts from the first look on, once it is known to have failed.
class FeedWatch {
public:
    using Feed = contract::Feed;

    std::optional<double> storeLost(const Feed& redis, const Feed& postgres, contract::Instant now);
    std::optional<double> feedAge(const Feed& redis, const Feed& postgres, contract::Instant now);

private:
    std::optional<double> since(const std::optional<contract::Instant>& heard, const Feed& feed,
            contract::Instant now) const;
    void look(contract::Instant now) { m_firstLook = m_firstLook.value_or(now); }

    std::optional<contract::Instant> m_firstLook{};
};

} // namespace saikobi::model
