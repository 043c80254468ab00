#include "backend/contract/recorded_scene.h"

#include <algorithm>

#include "backend/contract/json_members.h"
#include "backend/contract/recorded_desk.h"

namespace saikobi::contract {

namespace {

using Json = boost::json::value;

std::int64_t at(const Json& row, std::size_t index)
{
    const auto* cells = row.if_array();
    return cells && index < cells->size() ? static_cast<std::int64_t>(json::number((*cells)[index]))
                                          : 0;
}

void readProduct(const boost::json::object& from, ProductStock& into)
{
    into.code = json::text(from, "code");
    into.name = json::text(from, "name");
    into.state = fromName<ProductState>(json::text(from, "state")).value_or(ProductState::Stopped);
    into.offerAt = json::instant(from, "offer_at");
    into.offerUnits = json::integer(from, "offer_units");
}

void readMethod(const boost::json::object& from, MethodView& into)
{
    into.nameJa = json::text(from, "ja");
    into.nameEn = json::text(from, "en");
    into.provider = json::text(from, "provider");
    into.flow = fromName<PaymentFlow>(json::text(from, "flow")).value_or(PaymentFlow::Direct);
    const auto* enabled = json::member(from, "enabled");
    into.isEnabled = enabled && enabled->is_bool() && enabled->get_bool();
    into.usualFrom = std::chrono::milliseconds{json::integer(from, "from_ms")};
    into.usualTo = std::chrono::milliseconds{json::integer(from, "to_ms")};
    into.callsPerSecond = json::number(from, "calls");
    into.callsPerSecondEndpoint = json::number(from, "calls_endpoint");
    into.parallel = json::integer(from, "parallel");
}

InstanceView instanceIn(std::string_view name, const boost::json::object& from)
{
    InstanceView out;
    out.name = name;
    out.incarnation = json::text(from, "incarnation");
    out.version = json::text(from, "version");
    out.startedAt = json::instant(from, "started");
    const auto* ready = json::member(from, "ready");
    out.isReady = ready && ready->is_bool() && ready->get_bool();
    return out;
}

BlockEntry blockIn(std::string_view what, const boost::json::object& from)
{
    BlockEntry out;
    out.what = what;
    out.reason = json::text(from, "reason");
    out.actor = json::text(from, "actor");
    out.at = json::instant(from, "at");
    if (json::integer(from, "until") != 0)
        out.until = json::instant(from, "until");
    return out;
}

void readSale(const boost::json::object& from, RecordedScene& into)
{
    const auto jsonOf = [&from](const char* key, const char* none) {
        const auto* found = json::member(from, key);
        return found ? boost::json::serialize(*found) : std::string{none};
    };
    into.saleName = json::text(from, "name");
    into.timeZone = json::text(from, "time_zone");
    into.alarmSettings = jsonOf("alarms", "{}");
    into.arrivals = arrivalPlanFromJson(jsonOf("arrivals", "[]"));
    into.callsPerSecond = json::member(from, "calls_per_second")
            ? std::optional{json::number(from, "calls_per_second")}
            : std::nullopt;
    into.parallelCalls = json::integer(from, "parallel");
    const auto* silent = json::member(from, "redis_silent");
    into.isRedisSilent = silent && silent->is_bool() && silent->get_bool();
}

template<class Map>
auto ordered(const Map& from)
{
    std::vector<const typename Map::mapped_type*> rows;
    for (const auto& [key, one] : from)
        rows.push_back(&one);
    std::stable_sort(rows.begin(), rows.end(),
            [](const auto* a, const auto* b) { return a->rank < b->rank; });
    return rows;
}

} // namespace

/// How each part is read into the maps.
struct SceneReader::Parts {
    SceneReader& to;
    Instant when;

    /// Only what the row names as gone goes; a full row names all that is.
    template<class Map>
    static void forget(Map& from, const boost::json::object& told, bool isFull)
    {
        std::erase_if(from, [&](const auto& one) {
            const auto* found = told.if_contains(one.first);
            return found ? found->is_null() : isFull;
        });
    }

    void one(std::string_view part, const std::string& key, const Json& value) const
    {
        const auto* object = value.if_object();
        if (part == "stock") {
            auto& stock = to.m_products[key].value;
            stock.id.value = std::stoll(key);
            stock.total = at(value, 0);
            stock.held = at(value, 1);
            stock.sold = at(value, 2);
            stock.kept = at(value, 3);
        } else if (part == "slot") {
            auto& slot = to.m_slots[key];
            slot.rank = at(value, 0);
            slot.value.id.value = std::stoll(key);
            slot.value.from = fromUnixMs(at(value, 1));
            slot.value.to = fromUnixMs(at(value, 2));
            slot.value.isStopped = at(value, 3) != 0;
        } else if (part == "places") {
            auto& slot = to.m_slots[key].value;
            slot.total = at(value, 0);
            slot.held = at(value, 1);
            slot.sold = at(value, 2);
        } else if (part == "unsettled") {
            to.m_scene.unsettled = static_cast<std::int64_t>(json::number(value));
        } else if (part == "alarm" && key == "rings") {
            to.m_scene.alarms.rings = ringsFromJson(boost::json::serialize(value));
        } else if (object) {
            oneObject(part, key, *object);
        }
    }

    void oneObject(
            std::string_view part, const std::string& key, const boost::json::object& value) const
    {
        if (part == "product") {
            auto& product = to.m_products[key];
            product.rank = json::integer(value, "rank");
            product.value.id.value = std::stoll(key);
            readProduct(value, product.value);
        } else if (part == "method") {
            auto& method = to.m_methods[key];
            method.rank = json::integer(value, "rank");
            method.value.id = key;
            readMethod(value, method.value);
        } else if (part == "instance") {
            to.m_instances[key] = instanceIn(key, value);
        } else if (part == "block") {
            to.m_blocks[key] = blockIn(key, value);
        } else if (part == "sale") {
            readSale(value, to.m_scene);
        } else if (part == "desk") {
            to.m_scene.desk = {deskRecordFrom(value), when};
        } else if (part == "alarm") {
            if (auto record = alarmFromJson(boost::json::serialize(value)))
                to.m_alarms[key] = std::move(record).value();
        }
    }
};

Outcome SceneReader::take(Instant when, std::string_view part, bool isFull, std::string_view data)
{
    const auto told = json::object(data);
    if (!told)
        return Fault{FaultCode::Invalid, "part '" + std::string{part} + "' is no JSON object"};
    if (part == "product")
        Parts::forget(m_products, *told, isFull);
    else if (part == "slot")
        Parts::forget(m_slots, *told, isFull);
    else if (part == "method")
        Parts::forget(m_methods, *told, isFull);
    else if (part == "instance")
        Parts::forget(m_instances, *told, isFull);
    else if (part == "block")
        Parts::forget(m_blocks, *told, isFull);
    else if (part == "alarm")
        Parts::forget(m_alarms, *told, isFull);
    const Parts parts{*this, when};
    for (const auto& [key, value] : *told)
        if (!value.is_null())
            parts.one(part, std::string{key}, value);
    m_isComplete = m_isComplete || (isFull && part == "sale");
    m_isChanged = true;
    return Nothing{};
}

const RecordedScene& SceneReader::scene()
{
    if (!std::exchange(m_isChanged, false))
        return m_scene;
    m_scene.products.clear();
    for (const auto* product : ordered(m_products))
        m_scene.products.push_back(product->value);
    m_scene.slotPlaces.clear();
    for (const auto* slot : ordered(m_slots))
        m_scene.slotPlaces.push_back(slot->value);
    m_scene.methods.clear();
    for (const auto* method : ordered(m_methods))
        m_scene.methods.push_back(method->value);
    m_scene.instances.clear();
    for (const auto& [name, instance] : m_instances)
        m_scene.instances.push_back(instance);
    m_scene.blocks.clear();
    for (const auto& [what, block] : m_blocks)
        m_scene.blocks.push_back(block);
    std::stable_sort(m_scene.blocks.begin(), m_scene.blocks.end(),
            [](const auto& a, const auto& b) { return a.at > b.at; });
    m_scene.alarms.records.clear();
    for (const auto& [id, alarm] : m_alarms)
        m_scene.alarms.records.push_back(alarm);
    return m_scene;
}

} // namespace saikobi::contract
