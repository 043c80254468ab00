#pragma once

#include <optional>

#include "backend/rehearsal/provider/simulator_call.h"
#include "backend/rehearsal/provider/simulator_world.h"

namespace saikobi::rehearsal {

/// Why a POST is wrong before anything began, with its status; kept under no key.
struct EarlyRefusal {
    unsigned status = 400;
    ApiError error{};
};
std::optional<EarlyRefusal> earlyRefusalOf(SimulatorWorld& world, const SimulatorCall& call);

/// The payment or page that a call works on, and nobody else meanwhile.
std::string lockOf(SimulatorWorld& world, const SimulatorCall& call);

/// Whose usual time a call takes: a method's, "finish" or "read".
std::string latencyKindOf(SimulatorWorld& world, const SimulatorCall& call);

/// The instant of effect of a POST.
Made carryOut(SimulatorWorld& world, SimulatorCall& call);

/// A GET.
Made lookUp(SimulatorWorld& world, const SimulatorCall& call);

Text textOf(const ApiError& error, const Intent* about = nullptr);

} // namespace saikobi::rehearsal
