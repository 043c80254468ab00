#pragma once

#include <array>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "backend/http/outside_client.h"

namespace saikobi::http {

/// What buyers and providers reach through the public name.
enum class OutsideStep { Page, Status, Return, Webhook };
inline constexpr std::size_t outsideStepCount = static_cast<std::size_t>(OutsideStep::Webhook) + 1;
std::string_view name(OutsideStep step);

struct OutsideResult {
    std::chrono::milliseconds took{}; ///< all of it: name, connection, TLS, answer
    std::string fault{}; ///< empty: this installation answered what it should
};
using OutsideResults = std::array<OutsideResult, outsideStepCount>;

/// Goes to page, status, return and notification address of a sale as somebody outside would. An
/// answer counts only if it is the one that we give: that of a cache, of another host or a proxy's
/// error page does not.
class OutsideWalk {
public:
    static constexpr std::chrono::milliseconds usualPatience{6000}; ///< above the 5 s of A27

    OutsideWalk(std::shared_ptr<OutsideClient> client, std::string sale,
            std::chrono::milliseconds patience = usualPatience);

    /// All four at once; answers when the last of them is over. False: the walk before it is not.
    bool begin(std::function<void(const OutsideResults&)> done);

private:
    std::shared_ptr<OutsideClient> m_client;
    std::string m_sale;
    std::chrono::milliseconds m_patience;
    std::shared_ptr<bool> m_isUnderWay = std::make_shared<bool>(false);
};

} // namespace saikobi::http
