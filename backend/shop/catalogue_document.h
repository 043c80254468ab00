#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "backend/contract/sale.h"
#include "backend/contract/words.h"

namespace saikobi::shop {

/// Units that were kept back and return at an announced minute.
struct Offer {
    contract::Instant at{};
    std::int64_t units = 0;
};

/// What changes while a sale runs.
struct CatalogueState {
    std::map<contract::ProductId, contract::ProductState> products{};
    std::map<contract::SlotId, std::int64_t> placesLeft{};
    std::map<contract::ProductId, Offer> offers{};
};

/// {products: [{id, code, name: {ja, en}, price, limit, state}], slots: [{id, from, to, left}],
/// methods: [id]}; times are Unix milliseconds. A product of which kept units return has `offer`,
/// {at, units}.
std::string catalogueBody(const contract::Sale& sale, const CatalogueState& state);

/// The same bytes have the same tag in every instance. Quoted, as the header wants it.
std::string etagOf(const std::string& body);

} // namespace saikobi::shop
