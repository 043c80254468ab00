#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "backend/contract/desk_views.h"
#include "backend/contract/keys.h"
#include "backend/contract/result.h"

namespace saikobi::contract {

/// How many different people were seen, without remembering whom: HyperLogLog (Flajolet et al.,
/// 2007) with 64 registers, ± 13 %, nearly exact for a few. Sketches of several instances merge
/// into that of all of them: whoever was seen by two counts once.
class PeopleSketch {
public:
    /// `hash`: of whom, the same at every instance.
    void add(std::uint64_t hash);
    void merge(const PeopleSketch& other);
    std::int64_t count() const;

    std::string toText() const; ///< 64 characters; empty when nobody was seen
    static std::optional<PeopleSketch> fromText(std::string_view text);

private:
    std::array<std::uint8_t, 64> m_registers{};
};

/// What one instance counted of one source in the last 60 s.
struct SourceTally {
    std::string what{};
    std::int64_t requests = 0;
    std::int64_t joins = 0;
    std::int64_t refusals = 0;
    PeopleSketch waiting{};
    PeopleSketch shoppers{};
};

struct SourceTallies {
    Instant at{};
    std::vector<SourceTally> sources{}; ///< the loudest
    std::int64_t requests = 0; ///< of everybody
    std::int64_t joins = 0;
};

inline constexpr std::size_t mostSources = 30; ///< that one instance tells of, and a screen shows
/// Older tallies are of an instance that is gone.
inline constexpr std::chrono::seconds sourcesLive{15};

namespace keys {
/// hash: tallies by instance. Addresses of buyers stand nowhere else, and go with the key.
inline std::string sources(std::string_view sale)
{
    return ofSale(sale, "sources");
}
} // namespace keys

std::string toJson(const SourceTallies& tallies);
Result<SourceTallies> sourceTalliesFromJson(std::string_view text);

/// Of all instances together; tallies that are too old at `now` are left out.
SourceList summed(const std::vector<SourceTallies>& tallies, Instant now);
/// `source_share`: percent of the joins that came from the largest source; empty below 100 joins.
std::optional<double> largestShare(const SourceList& sources);

} // namespace saikobi::contract
