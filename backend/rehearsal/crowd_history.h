#pragma once

#include <chrono>
#include <fstream>
#include <string>

#include "backend/contract/result.h"
#include "backend/rehearsal/http_client.h"

namespace saikobi::rehearsal {

/// What buyers asked and heard, for a judge who trusts nobody else: one JSON object per line, each
/// question once for every time it was sent (tests/faults/checker/README.md names the members).
class CrowdHistory {
public:
    using Clock = std::chrono::system_clock;

    /// Begins the file anew. Invalid when it cannot be written.
    contract::Outcome open(const std::string& path);
    /// Nothing happens while no file is open.
    void note(const std::string& client, const HttpQuestion& question,
            const contract::Result<HttpAnswer>& answer, Clock::time_point asked);

private:
    std::ofstream m_file{};
};

} // namespace saikobi::rehearsal
