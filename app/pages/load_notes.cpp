#include "app/pages/load_notes.h"

#include <optional>

namespace saikobi::pages {

using contract::Figure;
using contract::Instant;
using namespace std::chrono_literals;

namespace {

/// The figure looks back over 60 s by itself.
std::optional<double> arrivalsAt(const contract::SaleSnapshot& sale, Instant at)
{
    if (!sale.history)
        return std::nullopt;
    std::optional<double> found;
    for (const auto& row : *sale.history)
        if (row.at <= at && row.at > at - 3s)
            if (const auto& value = row.values.at(static_cast<std::size_t>(Figure::Arrivals)))
                found = *value;
    return found;
}

} // namespace

QString LoadNotes::of(const std::string& id, Instant at, const View& view)
{
    if (const auto known = m_notes.find(id); known != m_notes.end())
        return known->second;
    const auto before = arrivalsAt(view.sale, at);
    // A minute to have its effect, and a minute that is counted.
    const auto after = arrivalsAt(view.sale, at + 120s);
    if (!before || !after)
        return {};
    if (m_notes.size() >= mostNotes)
        m_notes.erase(m_notes.begin());
    return m_notes[id]
            = tr("arrivals %1 → %2/min", "%1 and %2: new places a minute before and after a block")
                      .arg(view.formatter.count(*before), view.formatter.count(*after));
}

} // namespace saikobi::pages
