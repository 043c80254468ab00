#pragma once

#include <optional>

#include "backend/rehearsal/provider/simulator_rules.h"
#include "backend/rehearsal/provider/simulator_session.h"

namespace saikobi::rehearsal {

std::optional<ApiError> faultOfSession(const Form& form, std::int64_t nowS);
Session newSession(const Form& form, std::int64_t nowS);

/// The payment that a page makes when somebody pays there.
Intent intentOf(const Session& session);

/// After each change of the payment: the page is complete once it is authorised or paid.
Effect follow(Session& session, const Intent& intent);

/// By the shop or by time. Its payment, if there is one, cannot be paid any more either.
Effect expire(Session& session, Intent* intent, std::int64_t nowS);

} // namespace saikobi::rehearsal
