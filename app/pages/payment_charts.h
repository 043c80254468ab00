#pragma once

#include <QCoreApplication>

#include "app/pages/view.h"
#include "widgets/charts/chart_content.h"

namespace saikobi::pages {

/// The plots of the screen Payments.
class PaymentCharts {
    Q_DECLARE_TR_FUNCTIONS(saikobi::pages::PaymentCharts)

public:
    /// How payments came out, stacked, beside what the provider agreed to.
    static charts::ChartContent ends(const View& view);
    /// p95 of the provider's time for each of the first five methods.
    static charts::ChartContent times(const View& view);
};

} // namespace saikobi::pages
