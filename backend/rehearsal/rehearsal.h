#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "backend/rehearsal/crowd_spec.h"

namespace saikobi::rehearsal {

struct RehearsalOptions {
    std::filesystem::path data{};
    std::vector<std::filesystem::path> sales{}; ///< empty: the sample sales this program carries
    std::string listen{"127.0.0.1:0"}; ///< port 0: any free one; `ready` tells which
    std::optional<CrowdSpec> crowd{CrowdSpec{}}; ///< none: no crowd
    int instances = 2;
    std::filesystem::path program{"/proc/self/exe"}; ///< the saikobid whose parts are started
};

/// A whole sale on this machine: private stores, provider simulator, instances, crowd. Prints one
/// `ready …` line once all of it answers, runs until SIGINT or SIGTERM, stops what it started.
/// Exit status: 0 stopped as told, 1 could not start or go on (stderr says why).
int runRehearsal(const RehearsalOptions& options);

} // namespace saikobi::rehearsal
