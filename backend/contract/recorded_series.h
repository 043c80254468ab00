#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace saikobi::contract {

/// One value for each second of a recording. Not a number where nothing was recorded: a gap stays a
/// gap.
struct RecordedSeries {
    /// A figure's id of contract/figures.h ("waiting"), with "@NAME" behind it that of one instance
    /// ("cpu@serve-1"), with ":" that of one product or method ("available:A-01", "p95:card").
    /// "line.issued", "line.serving", "line.passes", "line.voided", "line.live": counts of the
    /// line; "line.phase": contract::Phase as a number.
    std::string id{};
    std::string unit{}; ///< as contract/figures.h writes it
    std::vector<float> values{};

    static constexpr std::size_t mostSeconds = 26 * 3600; ///< of one recording
    static constexpr std::size_t most = 512; ///< figures of one recording
};

/// As table `series` of a recording has them: "[1.5,null,2]", each number as short as it can be
/// read back to the last bit.
std::string numbersOf(const std::vector<float>& values);
/// Nothing unless it is such a list of at most RecordedSeries::mostSeconds.
std::optional<std::vector<float>> numbersFrom(std::string_view text);

} // namespace saikobi::contract
