#include "backend/shop/catalogue_document.h"

#include <boost/json.hpp>

#include <array>
#include <cstdio>

namespace saikobi::shop {

std::string catalogueBody(const contract::Sale& sale, const CatalogueState& state)
{
    boost::json::array products;
    for (const auto& product : sale.products) {
        const auto found = state.products.find(product.id);
        // Read a moment before its counter was: it comes with the next second.
        if (found == state.products.end())
            continue;
        boost::json::object told{{"id", product.id.value}, {"code", product.code},
                {"name", {{"ja", product.name.ja}, {"en", product.name.en}}},
                {"price", product.price.value}, {"limit", product.perPerson},
                {"state", contract::name(found->second)}};
        if (const auto offer = state.offers.find(product.id); offer != state.offers.end())
            told["offer"] = {
                    {"at", contract::toUnixMs(offer->second.at)}, {"units", offer->second.units}};
        products.push_back(std::move(told));
    }
    boost::json::array pickups;
    for (const auto& slot : sale.pickupSlots) {
        const auto found = state.placesLeft.find(slot.id);
        if (found != state.placesLeft.end())
            pickups.push_back({{"id", slot.id.value}, {"from", contract::toUnixMs(slot.from)},
                    {"to", contract::toUnixMs(slot.to)}, {"left", found->second}});
    }
    boost::json::array methods;
    for (const auto& method : sale.methods)
        methods.emplace_back(method.id);
    return serialize(
            boost::json::object{{"products", products}, {"slots", pickups}, {"methods", methods}});
}

std::string etagOf(const std::string& body)
{
    // FNV-1a, 64 bits: it tells versions of one document apart, nobody trusts it for more.
    std::uint64_t hash = 14695981039346656037ULL;
    for (const char c : body)
        hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    std::array<char, 20> hex{};
    std::snprintf(hex.data(), hex.size(), "\"%016llx\"", static_cast<unsigned long long>(hash));
    return hex.data();
}

} // namespace saikobi::shop
