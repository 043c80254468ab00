#pragma once

#include <string>
#include <vector>

#include "backend/contract/result.h"
#include "backend/contract/sale.h"

namespace saikobi::shop {

struct LoadReport {
    bool isNew = false;
    /// What could not be done as the file says, such as a stock below what is held and sold.
    std::vector<std::string> notes{};
};

/// Inserts or refreshes a sale in one transaction, as the owner of the schema (`url` signs in as a
/// member of saikobi_owner). Safe to repeat, also while the sale runs: a stock or a slot is never
/// lowered below what is held and sold, what the file does not name any more is not offered any
/// more, and rate, phase and a begun opening stay what the line says.
contract::Result<LoadReport> loadSale(const std::string& url, const contract::Sale& sale);

} // namespace saikobi::shop
