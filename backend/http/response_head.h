#pragma once

#include <string>

#include "backend/http/message.h"

namespace saikobi::http {

/// Status line and headers of an answer, written into `out` (its room is used again).
void writeHead(const Response& response, bool keepsAlive, std::string& out);

/// What the listener itself answers when a request cannot reach a handler.
Response listenerRefusal(unsigned status);

} // namespace saikobi::http
