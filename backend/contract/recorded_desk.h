#pragma once

#include <boost/json.hpp>

#include "backend/contract/desk_views.h"

namespace saikobi::contract {

/// What saikobi.record_desk() wrote; members that are missing are zero. For .cpp files only.
DeskRecord deskRecordFrom(const boost::json::object& from);

} // namespace saikobi::contract
