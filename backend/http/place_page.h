#pragma once

#include "backend/http/call.h"

namespace saikobi::http {

/// GET /sales/{sale}/place: about keeping and moving one's number; without a number, where a slip
/// is entered.
void showPlace(const Call& call);
/// POST /sales/{sale}/place {show}: `slip`, `handover` or `invite` open that part of the page,
/// `leave` gives the number up. Forms, so that they work without scripts.
void askPlace(const Call& call);

} // namespace saikobi::http
