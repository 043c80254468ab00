#pragma once

#include <string>
#include <utility>
#include <vector>

#include "backend/http/handler.h"
#include "backend/rehearsal/provider/operations.h"
#include "backend/rehearsal/provider/simulator_book.h"
#include "backend/rehearsal/provider/simulator_chance.h"
#include "backend/rehearsal/provider/simulator_form.h"

namespace saikobi::rehearsal {

/// One call under /v1 on its way through the checks.
struct SimulatorCall {
    /// What happens to its answer on the way.
    enum class Fate { Arrives, Lost, Halved, Hangs };

    LedgerCall ledger{};
    Operation operation = Operation::None;
    std::string object{}; ///< named by the path
    std::uint64_t fingerprint = 0;
    Form form{};
    http::Reply reply{nullptr, 0};
    std::vector<std::pair<std::string, std::string>> headers{}; ///< of the answer
    Chance chance{0, 0};
    Fate fate = Fate::Arrives;
    int life = 0; ///< of the world when it came
    bool isAdmitted = false; ///< and so counted among those that run
    bool failsBefore = false;
    bool failsAfter = false;

    bool isPost() const { return !isReading(operation); }
};

/// What is answered, and what the ledger says of it.
struct Made {
    unsigned status = 200;
    Text body{};
    std::string effect{"none"};
    std::string of{}; ///< payment whose JSON the body is; empty: it is something else
};

} // namespace saikobi::rehearsal
