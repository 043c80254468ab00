#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "backend/contract/measures.h"
#include "backend/contract/quantity.h"
#include "backend/http/code_tries.h"
#include "backend/http/guard.h"
#include "backend/http/till.h"
#include "backend/shop/catalogue.h"
#include "backend/waiting_room/line.h"
#include "backend/waiting_room/public_record.h"

namespace saikobi::http {

/// Takes a provider's notification as it came (names of headers in lower case) and answers with the
/// HTTP status that the provider shall see.
using WebhookReceiver
        = std::function<void(const std::vector<std::pair<std::string, std::string>>& headers,
                std::string rawBody, std::function<void(unsigned status)> answer)>;

/// What the buyers' surface needs of the rest; all of it lives on the listener's executor.
struct BuyerParts {
    std::function<waiting_room::Line*(std::string_view sale)> line; ///< null: no such sale
    const shop::CatalogueReader& catalogues;
    Till till; ///< the way to the orders
    std::string jwks; ///< PassKeys::jwks()
    WebhookReceiver webhooks;
    std::function<contract::Measures*(std::string_view sale)> measures; ///< null: not counted
    std::string publicUrl; ///< as buyers type it; cookies are Secure when it is https
    std::function<double()> chance; ///< 0 … 1, spreads Retry-After
    std::function<contract::Instant()> now;
    std::shared_ptr<Guard> guard = std::make_shared<Guard>(); ///< what abuse is measured by
    std::shared_ptr<CodeTries> codeTries = std::make_shared<CodeTries>();
    std::function<waiting_room::PublicRecord*(std::string_view sale)> record{}; ///< null: none
};

} // namespace saikobi::http
