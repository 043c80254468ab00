#pragma once

#include <QCoreApplication>
#include <QString>

#include <array>

#include "app/pages/view.h"
#include "widgets/status/tile.h"

namespace saikobi::pages {

/// The eight figures of the Live screen, in reading order.
enum class LiveTile { Waiting, Admission, WaitNew, Orders, Calls, PaymentSuccess, Errors, Latency };
inline constexpr std::array<LiveTile, 8> liveTiles{LiveTile::Waiting, LiveTile::Admission,
        LiveTile::WaitNew, LiveTile::Orders, LiveTile::Calls, LiveTile::PaymentSuccess,
        LiveTile::Errors, LiveTile::Latency};

struct TileHeading {
    QString name{};
    QString unit{};
    QString window{};
};

/// What each tile says: its words, its figure, and what the figure is measured against.
class LiveTiles {
    Q_DECLARE_TR_FUNCTIONS(saikobi::pages::LiveTiles)

public:
    static QString objectName(LiveTile tile); ///< of the widget; tests and captures use it
    static TileHeading heading(LiveTile tile);
    static status::TileContent content(LiveTile tile, const View& view);

private:
    static QString likely(const contract::Range& range, const status::Formatter& format);
    static QString people(const View& view);
    static QString trueWaits(const View& view);
    static QString beside(LiveTile tile, const View& view);
};

} // namespace saikobi::pages
