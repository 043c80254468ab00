#pragma once

#include "backend/contract/result.h"
#include "backend/rehearsal/data_folder.h"

namespace saikobi::rehearsal {

/// Where the keys and secrets of a rehearsal lie. Made once: tickets and passes stay good.
struct KeyFiles {
    std::filesystem::path ticketKey{}; ///< 64 hex digits
    std::filesystem::path passKey{}; ///< RSA 2048, PKCS#8 PEM
    std::filesystem::path providerSecret{}; ///< sk_…
    std::filesystem::path webhookSecret{}; ///< whsec_…
};

contract::Result<KeyFiles> keysOf(const DataFolder& folder);

} // namespace saikobi::rehearsal
