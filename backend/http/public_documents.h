#pragma once

#include "backend/http/call.h"

namespace saikobi::http {

/// The same for everybody, ready as bytes, 304 to whoever has them already.
void answerStatus(const Call& call);
void answerCatalogue(const Call& call);
void answerKeys(const Call& call);
void answerDocument(
        const Call& call, std::shared_ptr<const std::string> body, const std::string& etag);

} // namespace saikobi::http
