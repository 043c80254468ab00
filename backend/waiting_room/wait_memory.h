#pragma once

#include <string>
#include <string_view>

#include "backend/forecast/wait_forecaster.h"

namespace saikobi::waiting_room {

/// The forecaster's memory as Redis keeps it between two looks, so that whichever instance looks
/// next goes on with it. At most some 200 KiB.
std::string toText(const forecast::WaitMemory& memory);
/// What cannot be read, such as that of another version, is an empty memory: it learns anew.
forecast::WaitMemory waitMemoryFromText(std::string_view text);

} // namespace saikobi::waiting_room
