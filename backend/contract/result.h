#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace saikobi::contract {

/// Why something did not happen. `Unknown` is the third outcome: it was sent and no answer came,
/// so it may or may not have happened; it is asked again under the same key, never guessed.
enum class FaultCode {
    Unavailable, ///< nothing was sent: no connection
    Unknown, ///< sent, no answer
    Busy, ///< a bounded queue was full, nothing was done
    Refused, ///< understood and refused; nothing happened
    Invalid, ///< the request itself is wrong
    NotFound,
    Conflict, ///< somebody else was first, or a uniqueness rule was hit
    Lost, ///< the store answers, but its state is absent or of another epoch
    Internal ///< a defect of ours
};

std::string_view name(FaultCode code);

struct Fault {
    FaultCode code = FaultCode::Internal;
    std::string detail{}; ///< for the log; never a secret, never personal data
};

/// A value, or why there is none.
template<class T>
class Result {
public:
    Result(T value) // NOLINT(google-explicit-constructor): `return value;` is the point
        : m_content(std::move(value))
    {
    }
    Result(Fault fault) // NOLINT(google-explicit-constructor)
        : m_content(std::move(fault))
    {
    }
    explicit operator bool() const { return m_content.index() == 0; }
    const T& value() const& { return std::get<0>(m_content); }
    T& value() & { return std::get<0>(m_content); }
    T&& value() && { return std::get<0>(std::move(m_content)); }
    const Fault& error() const { return std::get<1>(m_content); }

private:
    std::variant<T, Fault> m_content;
};

struct Nothing { };
using Outcome = Result<Nothing>;

} // namespace saikobi::contract
