#include "app/review/recording.h"

#include <algorithm>

namespace saikobi::review {

const Series* Recording::find(std::string_view id) const
{
    const auto found = std::find_if(
            series.begin(), series.end(), [id](const Series& one) { return one.id == id; });
    return found == series.end() ? nullptr : &*found;
}

} // namespace saikobi::review
