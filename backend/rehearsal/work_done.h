#pragma once

#include <optional>
#include <string>

#include "backend/rehearsal/answer_check.h"

namespace saikobi::rehearsal {

/// The fields that answer a 428: `"salt":"…","nonce":"…"`, found as the page's script finds them.
/// Empty when the answer asks for nothing of the kind, or for more than 20 bits.
std::optional<std::string> workDone(const HttpAnswer& asked, const std::string& visitor);

} // namespace saikobi::rehearsal
