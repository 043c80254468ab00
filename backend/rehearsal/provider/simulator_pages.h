#pragma once

#include <string>

#include "backend/rehearsal/provider/simulator_intent.h"
#include "backend/rehearsal/provider/simulator_session.h"

namespace saikobi::rehearsal {

/// The page a shopper is sent to for 3D Secure: plain HTML with two buttons.
std::string actionPage(const Intent& intent);

/// The hosted page: a field for the means of payment, a button to pay, one to go back.
std::string hostedPage(const Session& session, const std::string& said);

/// Where the shopper goes from 3D Secure; empty when the shop gave no address.
std::string addressAfter(const Intent& intent);

} // namespace saikobi::rehearsal
