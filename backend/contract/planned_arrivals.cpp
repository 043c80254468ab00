#include "backend/contract/planned_arrivals.h"

#include <boost/json.hpp>

namespace saikobi::contract {

std::string toJson(const ArrivalPlan& plan)
{
    boost::json::array out;
    for (const auto& part : plan)
        out.push_back(boost::json::array{part.from.count(), part.perMinute});
    return serialize(out);
}

ArrivalPlan arrivalPlanFromJson(std::string_view text)
{
    boost::system::error_code failed;
    const auto read = boost::json::parse(text, failed);
    if (failed || !read.is_array() || read.get_array().size() > mostPlannedArrivals)
        return {};
    ArrivalPlan out;
    for (const auto& part : read.get_array()) {
        const auto* pair = part.if_array();
        if (!pair || pair->size() != 2 || !pair->at(0).is_int64() || !pair->at(1).is_number())
            return {};
        out.push_back({std::chrono::minutes{pair->at(0).get_int64()},
                pair->at(1).to_number<double>(failed)});
    }
    return out;
}

} // namespace saikobi::contract
