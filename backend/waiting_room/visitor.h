#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace saikobi::waiting_room {

/// Who asks for a place, as far as we can know.
struct Visitor {
    std::string id{}; ///< 128 random bits in hex made by the page; empty: a new visitor each time
    std::uint64_t subject = 0; ///< hash of the shop's member id; 0: none
};

/// Seven bytes that stand for a visitor, the same in every instance; random ones without an id.
/// Fits a std::string without memory of its own.
std::string fingerprint(std::string_view visitorId);
/// The same followed by the eight bytes of a subject, as saikobi_join takes it.
std::string fingerprint(const Visitor& visitor);

} // namespace saikobi::waiting_room
