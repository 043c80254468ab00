#include "backend/shop/sale_expectations.h"

#include <boost/json.hpp>

#include "backend/contract/alarm_limits.h"

namespace saikobi::shop {

namespace {

constexpr std::int64_t mostMinutes = 7 * 24 * 60;
constexpr std::int64_t mostSeconds = 24 * 3600;
constexpr double mostArrivals = 10'000'000;

boost::json::object entryOf(SaleReader from)
{
    boost::json::object out;
    if (from.has("out_of_service")) {
        out["out_of_service"] = from.text("out_of_service");
        from.finish();
        return out;
    }
    for (const char* key : {"on", "off"})
        if (from.has(key))
            out[key] = from.number(key);
    for (const char* key : {"on_delay_s", "off_delay_s"})
        if (from.has(key))
            out[key] = from.integer(key, 0, mostSeconds);
    out["reason"] = from.text("reason");
    from.finish();
    return out;
}

} // namespace

void readAlarms(SaleReader from, contract::Sale& sale)
{
    boost::json::object all;
    for (const auto& key : from.keys()) {
        const auto entry = entryOf(from.table(key));
        const auto read
                = contract::alarmSettingsFromJson(serialize(boost::json::object{{key, entry}}));
        if (!read)
            from.refuse(key, "is no setting of an alarm: " + read.error().detail);
        all[key] = entry;
    }
    sale.alarms = serialize(all);
}

void readArrivals(std::vector<SaleReader> from, contract::Sale& sale)
{
    for (auto& part : from) {
        contract::PlannedArrivals planned;
        planned.from = std::chrono::minutes{part.integer("minute", -mostMinutes, mostMinutes)};
        planned.perMinute = part.number("per_minute");
        if (planned.perMinute < 0 || planned.perMinute > mostArrivals)
            part.refuse("per_minute", "must be from 0 to ten million");
        if (!sale.arrivals.empty() && planned.from <= sale.arrivals.back().from)
            part.refuse("minute", "must be later than the one before");
        part.finish();
        sale.arrivals.push_back(planned);
    }
}

} // namespace saikobi::shop
