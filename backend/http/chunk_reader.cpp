#include "backend/http/chunk_reader.h"

#include <algorithm>
#include <charconv>

#include "backend/http/head_line.h"

namespace saikobi::http {

namespace {

constexpr std::size_t lineLimit = 1024;
constexpr std::size_t sizeDigits = 8; ///< 4 GiB; no body of ours comes near
constexpr int trailerLimit = 16;

} // namespace

std::size_t ChunkReader::feed(std::string_view data, std::string& body, std::size_t limit)
{
    std::size_t used = 0;
    for (std::size_t step = 1; step > 0 && m_state == State::NeedMore; used += step) {
        const auto rest = data.substr(used);
        switch (m_part) {
        case Part::Size:
        case Part::Trailer:
            step = feedLine(rest, limit, body.size());
            break;
        case Part::Bytes:
            step = feedBytes(rest, body);
            break;
        case Part::End:
            step = feedEnd(rest);
            break;
        }
    }
    return used;
}

std::size_t ChunkReader::feedLine(std::string_view data, std::size_t limit, std::size_t bodySize)
{
    const auto end = data.find('\n');
    if (end == std::string_view::npos) {
        if (data.size() > lineLimit)
            m_state = State::Malformed;
        return 0;
    }
    if (end == 0 || data[end - 1] != '\r' || end > lineLimit) {
        m_state = State::Malformed;
        return 0;
    }
    const auto line = data.substr(0, end - 1);
    if (m_part == Part::Trailer) {
        readTrailer(line);
    } else if (!readSize(line)) {
        m_state = State::Malformed;
    } else if (m_left > limit - std::min(limit, bodySize)) {
        m_state = State::TooLarge;
    } else {
        m_part = m_left == 0 ? Part::Trailer : Part::Bytes;
    }
    return end + 1;
}

/// `1a2b` or `1a2b;extension`.
bool ChunkReader::readSize(std::string_view line)
{
    const auto digits = line.substr(0, line.find(';'));
    const auto* end = digits.data() + digits.size();
    const auto read = std::from_chars(digits.data(), end, m_left, 16);
    return !digits.empty() && digits.size() <= sizeDigits && digits.front() != '-'
            && read.ec == std::errc{} && read.ptr == end && isFieldText(line.substr(digits.size()));
}

void ChunkReader::readTrailer(std::string_view line)
{
    if (line.empty())
        m_state = State::Done;
    else if (++m_trailers > trailerLimit || !readFieldLine(line))
        m_state = State::Malformed;
}

std::size_t ChunkReader::feedBytes(std::string_view data, std::string& body)
{
    const auto taken = data.substr(0, static_cast<std::size_t>(m_left));
    body.append(taken);
    m_left -= taken.size();
    if (m_left == 0)
        m_part = Part::End;
    return taken.size();
}

std::size_t ChunkReader::feedEnd(std::string_view data)
{
    constexpr std::string_view end = "\r\n";
    if (data.size() < end.size()) {
        if (!end.starts_with(data))
            m_state = State::Malformed;
        return 0;
    }
    if (!data.starts_with(end))
        m_state = State::Malformed;
    m_part = Part::Size;
    return end.size();
}

} // namespace saikobi::http
