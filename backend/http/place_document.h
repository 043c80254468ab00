#pragma once

#include <string>

#include "backend/waiting_room/line.h"

namespace saikobi::http {

/// What `GET tickets/me` answers as JSON. Written by hand, since nothing is asked more often.
std::string placeDocument(const waiting_room::OwnPlace& place);

} // namespace saikobi::http
