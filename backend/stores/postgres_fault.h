#pragma once

#include <exception>
#include <string>

#include "backend/contract/result.h"

namespace saikobi::stores {

/// What a failure inside a job means. `isOpen`: whether the connection survived it.
contract::Fault toFault(const std::exception& failed, bool isOpen);

/// The address with a time-out for connecting and a name for pg_stat_activity.
std::string withSettings(const std::string& url, const std::string& applicationName);

} // namespace saikobi::stores
