#include "backend/waiting_room/chance.h"

#include <algorithm>

#include "backend/waiting_room/status_document.h"

namespace saikobi::waiting_room {

std::optional<Chance> chanceOf(const StatusDocument& status, contract::ProductId product,
        const std::optional<std::int64_t>& place)
{
    if (!place || status.line.phase == contract::Phase::Before)
        return std::nullopt;
    const auto one = std::find_if(status.left.begin(), status.left.end(),
            [&](const auto& each) { return each.product == product.value; });
    if (one == status.left.end() || one->isSoldOut)
        return std::nullopt;
    return forecast::chanceOf(*one, *place);
}

} // namespace saikobi::waiting_room
