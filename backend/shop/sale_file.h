#pragma once

#include <string>
#include <string_view>

#include "backend/contract/quantity.h"
#include "backend/contract/result.h"
#include "backend/contract/sale.h"

namespace saikobi::shop {

/// A sale from its TOML file. Times carry an offset, or are relative to `now` (`opens_in`,
/// `from_in`), which is for rehearsals. Invalid: `file:line: what and why`, for the first thing
/// that is wrong; unknown keys are wrong too, since a misspelt limit must not be ignored.
contract::Result<contract::Sale> readSaleFile(const std::string& path, contract::Instant now);

/// The same from memory; `name` stands for the file in messages.
contract::Result<contract::Sale> saleFromToml(
        std::string_view text, const std::string& name, contract::Instant now);

} // namespace saikobi::shop
