#pragma once

#include <QCoreApplication>

#include <optional>

#include "app/pages/view.h"
#include "widgets/charts/chart_content.h"

namespace saikobi::pages {

/// Seconds from order to final answer that are to be expected of the methods in use just now: the
/// shortest and the longest usual time of those with a twentieth of the attempts or more. Empty
/// while nobody pays.
std::optional<contract::Range> expectedCheckout(const contract::SaleSnapshot& sale);
/// From the last raise or release until its effect can be judged; empty when there was none.
std::optional<charts::Shade> soakOf(const View& view, const QString& name);

/// The plots of the screen Controls besides that of the rate.
class ControlsCharts {
    Q_DECLARE_TR_FUNCTIONS(saikobi::pages::ControlsCharts)

public:
    static charts::ChartContent admission(const View& view); ///< with the soak shaded
    static charts::ChartContent own(const View& view); ///< against its limit
    static charts::ChartContent checkout(const View& view); ///< with its band
};

} // namespace saikobi::pages
