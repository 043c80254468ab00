#pragma once

#include "backend/http/call.h"

namespace saikobi::http {

/// POST tickets: join, or the place that this visitor already has.
void join(const CallPtr& call);
/// A ticket that leads nowhere: its cookie is taken away, so that one tap joins again.
void refuseTicket(const Call& call, const contract::Problem& problem);
/// GET tickets/me, from memory.
void ownPlace(const Call& call);
/// POST passes: a called ticket asks for its pass.
void claim(const CallPtr& call);
/// DELETE passes/me.
void leave(const CallPtr& call);

} // namespace saikobi::http
