#pragma once

#include <string>
#include <string_view>

namespace saikobi::rehearsal {

/// The calls of the API, each with a limit of its own.
enum class Operation {
    None,
    Create,
    Confirm,
    Capture,
    Cancel,
    Retrieve,
    List,
    SessionCreate,
    SessionRetrieve,
    SessionExpire,
    SessionList,
    ChargeRetrieve,
    ChargeList,
    RefundCreate,
    RefundRetrieve
};

/// As ledger, limits and knobs name it: "create", "session_expire".
std::string_view name(Operation operation);
bool isOperation(std::string_view name);
bool isReading(Operation operation);

/// What a request asks for, and the object in its path.
struct Wanted {
    Operation operation = Operation::None;
    std::string object{};
};
Wanted wantedBy(std::string_view method, std::string_view path);

} // namespace saikobi::rehearsal
