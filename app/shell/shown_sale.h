#pragma once

#include <QString>

#include <optional>

#include "backend/contract/snapshot.h"
#include "widgets/status/formatter.h"
#include "widgets/status/words.h"

namespace saikobi::shell {

class Session;

/// Which picture of the sale stands on the screens, by which clock, and in which mode: the newest
/// one, or the one at which the screens stand still.
class ShownSale {
public:
    explicit ShownSale(Session& session);

    /// False: there is nothing to stand still at, or it does already.
    bool freeze();
    bool goLive();
    bool isFrozen() const { return m_frozen.has_value(); }
    /// Goes live when the sale or its source is another one: what stood still was not of it.
    void review();

    contract::SnapshotPtr newest() const;
    contract::Instant newestNow() const; ///< a script and a recording bring their own clock
    contract::SnapshotPtr onScreen() const;
    contract::Instant onScreenNow() const;
    QString shownAt() const; ///< clock time of standing still; empty in live

    status::Mode mode() const;
    QString title() const; ///< of the window
    static status::Formatter formatterFor(const contract::SaleSnapshot& sale);

private:
    struct Frozen {
        contract::SnapshotPtr sale{};
        contract::Instant now{};
    };

    status::Mode newestMode() const;

    Session& m_session;
    std::optional<Frozen> m_frozen{};
};

} // namespace saikobi::shell
