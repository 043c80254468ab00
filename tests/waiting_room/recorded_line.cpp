#include "tests/waiting_room/recorded_line.h"

#include <sstream>

#include "backend/contract/json_members.h"
#include "backend/contract/keys.h"
#include "backend/stores/redis_connection.h"

namespace saikobi::tests {

namespace json = contract::json;

namespace {

/// The ticks that carry lines, as JSON.
std::vector<std::string> ticksOf(TestStores& stores, const std::string& sale)
{
    auto redis = std::move(stores::RedisConnection::open(stores.adminRedis())).value();
    const auto entries = redis->call({"XRANGE", contract::keys::ticks(sale), "-", "+"});
    std::vector<std::string> out;
    for (const auto& entry : entries.value().items) {
        const auto& fields = entry.items.at(1).items;
        for (std::size_t i = 0; i + 1 < fields.size(); i += 2)
            if (fields[i].text == "tick")
                out.push_back(fields[i + 1].text);
    }
    return out;
}

} // namespace

std::vector<std::string> recordedLines(TestStores& stores, const std::string& sale)
{
    std::vector<std::string> out;
    for (const auto& tick : ticksOf(stores, sale)) {
        const auto read = json::object(tick).value();
        const auto* line = json::member(read, "line");
        const auto* record = line ? json::member(line->get_object(), "record") : nullptr;
        if (record)
            for (const auto& one : record->get_array())
                out.emplace_back(one.get_string());
    }
    return out;
}

int copyTicks(TestStores& stores, const std::string& sale)
{
    for (const auto& tick : ticksOf(stores, sale))
        stores.execute(
                "insert into saikobi.tick select e ->> 'sale', (e ->> 'run')::integer,"
                " to_timestamp((e ->> 'at')::bigint / 1000.0), '', e ->> 'incarnation', '{}',"
                " '{}', '{}', e -> 'line' from (select $json$"
                + tick + "$json$::jsonb e) t on conflict do nothing");
    return static_cast<int>(stores.numberOf("select count(*) from saikobi.tick"));
}

std::vector<std::string> keptLines(TestStores& stores, const std::string& sale)
{
    std::istringstream text{stores.valueOf(
            "select string_agg(one, E'\\n' order by (line ->> 'epoch')::bigint, at, place)"
            " from saikobi.tick, jsonb_array_elements_text(line -> 'record')"
            " with ordinality as lines (one, place) where instance = '' and sale = '"
            + sale + "'")};
    std::vector<std::string> out;
    for (std::string line; std::getline(text, line);)
        out.push_back(line);
    return out;
}

} // namespace saikobi::tests
