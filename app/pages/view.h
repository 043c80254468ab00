#pragma once

#include "backend/contract/snapshot.h"
#include "widgets/status/formatter.h"

namespace saikobi::pages {

/// What a page needs to paint itself once. `now` is the clock of the data's own time: this
/// machine's for a live sale, the script's or the recording's otherwise.
struct View {
    const contract::SaleSnapshot& sale;
    contract::Instant now{};
    const status::Formatter& formatter;

    std::optional<contract::Observed<double>> observed(contract::Figure figure) const
    {
        return sale.figures.at(static_cast<std::size_t>(figure));
    }
    std::optional<double> value(contract::Figure figure) const
    {
        const auto found = observed(figure);
        return found ? std::optional{found->value} : std::nullopt;
    }
    contract::DataState state(contract::Figure figure) const
    {
        return contract::stateOf(sale, figure, now);
    }
    std::chrono::milliseconds age(contract::Instant asOf) const
    {
        return std::chrono::duration_cast<std::chrono::milliseconds>(now - asOf);
    }
};

} // namespace saikobi::pages
