#pragma once

#include <map>
#include <string>

#include "backend/contract/sale.h"
#include "backend/contract/words.h"

namespace saikobi::shop {

/// What changes while a sale runs.
struct CatalogueState {
    std::map<contract::ProductId, contract::ProductState> products{};
    std::map<contract::SlotId, std::int64_t> placesLeft{};
};

/// {products: [{id, code, name: {ja, en}, price, limit, state}], slots: [{id, from, to, left}],
/// methods: [id]}; times are Unix milliseconds.
std::string catalogueBody(const contract::Sale& sale, const CatalogueState& state);

/// The same bytes have the same tag in every instance. Quoted, as the header wants it.
std::string etagOf(const std::string& body);

} // namespace saikobi::shop
