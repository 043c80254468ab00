#pragma once

#include "backend/http/call.h"

namespace saikobi::http {

/// GET /public/sales/{sale}/draw: what is public of the draw; a page for people where `?lang=` says
/// in which language. The address alone decides: caches between us and them do not look at Accept.
void answerDraw(const Call& call);
/// GET /public/sales/{sale}/chain?from=&run=: the public record, page by page.
void answerChain(const CallPtr& call);

} // namespace saikobi::http
