#pragma once

#include <cstdint>
#include <string>

#include "tests/support/web_client.h"

namespace saikobi::tests {

/// One buyer's browser on the provider's pages, and back from there as often as a test says. It
/// knows no pass: what it is shown afterwards it is shown for the key of its return address.
class ProviderBrowser {
public:
    struct Back {
        int http = 0;
        std::string location{};
        std::string orderKey{}; ///< the cookie of the order's page
        std::int64_t askedUs = 0; ///< Unix time
        double tookMs = 0;
        bool usedProxy = false;
    };

    /// From the address the shop gave, pressing whatever pays, to the address the provider sends
    /// the browser back to. Empty when it leads nowhere.
    static std::string pay(const std::string& url);
    /// One tab opens the return address; `proxy`: the port that it is brought to in place of the
    /// address's own, 0: that one.
    static Back comeBack(const std::string& url, std::uint16_t proxy = 0);
    /// What the order's page says to who has that key.
    static WebAnswer look(std::uint16_t port, const Back& back);
};

/// Of an address http://HOST:PORT/…; 0 when it is none.
std::uint16_t portOfUrl(const std::string& url);

} // namespace saikobi::tests
