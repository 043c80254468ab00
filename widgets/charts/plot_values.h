#pragma once

#include <QString>

#include <map>
#include <optional>
#include <vector>

#include "widgets/status/formatter.h"
#include "widgets/timeline/time_window.h"

namespace saikobi::charts {

/// The numbers behind plots: the twin of the picture, for tables and files. One row for each
/// instant that is shown, one column for each line.
struct PlotValues {
    std::vector<QString> names{}; ///< of the columns: plot, line and unit
    std::map<contract::Instant, std::vector<std::optional<double>>> rows{};
    status::Formatter formatter{};

    /// Those of another plot, beside these.
    void add(const PlotValues& other);
    /// Times in UTC, values as they were measured; nothing where nothing is known.
    QString csv() const;
};

} // namespace saikobi::charts
