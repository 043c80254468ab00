#pragma once

#include <string>

#include "backend/rehearsal/crowd_spec.h"

namespace saikobi::rehearsal {

struct CrowdOptions {
    std::string url{}; ///< http://127.0.0.1:8080
    std::string sale{"demo"};
    CrowdSpec spec{};
    std::string postgresUrl{}; ///< to compare the own count with; empty: not compared
    std::string history{}; ///< file for every question and its answer; empty: none is kept
};

/// `saikobid crowd --url URL [--sale demo] [--arrivals 600/min] [--for 10m] [--seed 1] [--absent
/// 10%]
/// [--think 8s] [--postgres URL] [--history FILE]`
///
/// Virtual buyers over real HTTP. They arrive by the clock, never after an answer. Ends when the
/// last of them has left, or on SIGINT and SIGTERM; then prints a JSON summary on stdout. 0: ran;
/// 1: could not run, or was told something false.
int runCrowd(const CrowdOptions& options);

} // namespace saikobi::rehearsal
