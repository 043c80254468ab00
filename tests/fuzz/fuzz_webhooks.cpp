// Notifications as anybody may send them: signature line, an empty line, body.
#include <string>

#include "backend/payments/webhook.h"
#include "tests/fuzz/target.h"

using namespace saikobi;
using fuzz::mustHold;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto text = fuzz::textOf(data, size);
    const auto split = text.find("\n\n");
    const auto header = text.substr(0, split);
    const auto body = split == std::string_view::npos ? std::string_view{} : text.substr(split + 2);
    const auto now = contract::fromUnixMs(1767225600000);
    // No input of ours is signed with this secret, so that none may pass.
    mustHold(!payments::verifySignature(header, body, {"whsec_fuzz"}, now), "forged");
    mustHold(!payments::verifySignature(header, body, {}, now), "forged without any secret");
    if (const auto notice = payments::readNotice(body)) {
        mustHold(!notice.value().event.empty(), "an event has an id");
        payments::deservesQuery(notice.value().type, "authorising");
        payments::contradictsEnd(notice.value().type, "declined");
    }
    return 0;
}
