#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/support/test_stores.h"

namespace saikobi::tests {

struct SampleProduct {
    std::string code{"A-01"};
    std::int64_t price = 1000;
    std::int64_t stock = 100;
    std::int64_t perPerson = 2;
};

/// A sale as a test wants it; what it does not say is small and open.
struct SampleSale {
    std::string slug{"demo"};
    int startRate = 300;
    std::vector<SampleProduct> products{SampleProduct{}};
    std::vector<std::int64_t> slotPlaces{50, 50};
    std::vector<std::string> methods{"card", "paypal", "wallet"}; ///< all at provider "sim"
    double callsPerSecond = 30;
    std::string opensAt{"now()"}; ///< an SQL expression; "null": not yet known
};

/// Writes it as `saikobid load` would. Throws when a statement fails.
void loadSample(TestStores& stores, const SampleSale& sale = {});

/// Id of a product of a sale by its code, of a slot by its rank from 0.
std::int64_t productId(TestStores& stores, const std::string& sale, const std::string& code);
std::int64_t slotId(TestStores& stores, const std::string& sale, int rank);

} // namespace saikobi::tests
