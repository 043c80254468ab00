#pragma once

#include <optional>
#include <string>

#include "backend/contract/runbook.h"

namespace saikobi::control {

/// A runbook as table `runbook` keeps it.
struct StoredCards {
    std::int64_t version = 0;
    std::string person{};
    std::string loadedAt{}; ///< UTC, "2026-11-20 09:30:00"
    contract::Cards cards{};
};

/// The newest one; nothing: this shop has none of its own. Any of our roles may read it.
contract::Result<std::optional<StoredCards>> newestCards(const std::string& url);

/// Adds it as the next version, as the owner of the schema, in the name of who signed in; answers
/// the version. The same as the newest one is not added again.
contract::Result<std::int64_t> storeCards(const std::string& url, const contract::Cards& cards);

} // namespace saikobi::control
