#pragma once

#include <QCoreApplication>

#include "app/pages/view.h"
#include "widgets/status/stock_board.h"

namespace saikobi::pages {

/// Stock per product, soonest sold out first.
class LiveStock {
    Q_DECLARE_TR_FUNCTIONS(saikobi::pages::LiveStock)

public:
    static QString heading();
    static status::StockContent content(const View& view);
    /// The product on sale that will be gone first, if anything can be said about it.
    static const contract::ProductStock* soonest(const View& view);
    /// Whether the absence of a forecast may be believed: false shortly after the console started.
    static bool isMovementKnown(const View& view);
    static contract::DataState state(const View& view);

private:
    static status::StockRow row(const contract::ProductStock& product, const View& view);
};

} // namespace saikobi::pages
