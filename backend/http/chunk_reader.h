#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace saikobi::http {

/// Takes a body apart that comes in chunks (RFC 9112 §7.1). Extensions and trailers are checked and
/// forgotten: what they say changes nothing.
class ChunkReader {
public:
    enum class State { NeedMore, Done, Malformed, TooLarge };

    /// Takes what it can use of `data` and appends what belongs to the body, at most `limit` bytes
    /// in all. The rest must be offered again, with more behind it.
    std::size_t feed(std::string_view data, std::string& body, std::size_t limit);
    State state() const { return m_state; }

private:
    enum class Part { Size, Bytes, End, Trailer };

    std::size_t feedLine(std::string_view data, std::size_t limit, std::size_t bodySize);
    std::size_t feedBytes(std::string_view data, std::string& body);
    std::size_t feedEnd(std::string_view data);
    bool readSize(std::string_view line);
    void readTrailer(std::string_view line);

    State m_state = State::NeedMore;
    Part m_part = Part::Size;
    std::uint64_t m_left = 0; ///< of the present chunk
    int m_trailers = 0;
};

} // namespace saikobi::http
