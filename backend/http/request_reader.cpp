#include "backend/http/request_reader.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

#include "backend/http/head_line.h"
#include "backend/http/url.h"

namespace saikobi::http {

namespace {

constexpr std::size_t lineLimit = 8 * 1024;
constexpr std::size_t fieldLimit = 64;
constexpr std::size_t lengthDigits = 15;
constexpr std::size_t keptBody = 4 * 1024; ///< room of a larger one is given back
constexpr std::size_t keptHead = 2 * 1024; ///< a larger one is read anew each time

constexpr std::array<std::string_view, 7> servedMethods{
        "GET", "POST", "HEAD", "DELETE", "PUT", "PATCH", "OPTIONS"};

std::optional<std::size_t> readLength(std::string_view text)
{
    std::size_t value = 0;
    const auto* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, value);
    const bool isNumber = !text.empty() && text.size() <= lengthDigits && read.ec == std::errc{}
            && read.ptr == end;
    return isNumber ? std::optional{value} : std::nullopt;
}

/// Most targets need no decoding.
bool isPlainPath(std::string_view target)
{
    return target.front() == '/' && target.find_first_of("%?#") == std::string_view::npos;
}

void lowerCase(std::string& text)
{
    for (char& c : text)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c + 32);
}

} // namespace

RequestReader::RequestReader(const Limits& limits)
    : m_limits{limits}
{
}

std::size_t RequestReader::feed(std::string_view data)
{
    const bool isFromTheStart = m_state == State::Head && m_head.size == 0;
    if (isFromTheStart && takeAgain(data))
        return m_knownBytes.size();
    std::size_t used = 0;
    if (m_state == State::Head)
        used = feedHead(data);
    if (m_state == State::Done && isFromTheStart && used <= keptHead) {
        m_knownBytes = data.substr(0, used);
        m_knownHead = m_head;
    }
    if (m_state == State::Body && used < data.size())
        used += feedBody(data.substr(used));
    return used;
}

void RequestReader::next()
{
    if (m_knownBytes.empty())
        forget();
    m_head = {};
    m_state = State::Head;
}

/// A page that polls sends the same bytes each time: they mean what they meant the last time.
bool RequestReader::takeAgain(std::string_view data)
{
    if (m_knownBytes.empty())
        return false;
    if (data.starts_with(m_knownBytes)) {
        m_head = m_knownHead;
        m_isRepeated = true;
        m_state = State::Done;
        return true;
    }
    m_knownBytes.clear();
    forget();
    return false;
}

void RequestReader::forget()
{
    m_isRepeated = false;
    m_request.query.clear();
    m_request.headers.clear();
    if (m_request.body.capacity() > keptBody)
        m_request.body = {};
    m_request.body.clear();
    m_chunks = {};
}

/// Line by line, as far as whole lines are there.
std::size_t RequestReader::feedHead(std::string_view data)
{
    std::size_t used = 0;
    while (m_state == State::Head && used < data.size()) {
        const auto rest = data.substr(used);
        if (!m_head.hasRequestLine && !isTokenCharacter(rest.front())) {
            refuse(400); // no method begins so: TLS, an empty line, noise
            break;
        }
        const auto end = rest.find('\n', m_looked);
        const auto size = std::min(end, rest.size()); // what the line has taken so far
        if (size > lineLimit || m_head.size + size >= m_limits.head) {
            refuse(431);
            break;
        }
        if (end == std::string_view::npos) {
            m_looked = rest.size();
            break;
        }
        m_looked = 0;
        m_head.size += end + 1;
        used += end + 1;
        if (end > 0 && rest[end - 1] == '\r')
            takeLine(rest.substr(0, end - 1));
        else
            refuse(400); // a bare LF
    }
    return used;
}

void RequestReader::takeLine(std::string_view line)
{
    if (!m_head.hasRequestLine)
        takeRequestLine(line);
    else if (line.empty())
        endHead();
    else
        takeField(line);
}

void RequestReader::takeRequestLine(std::string_view line)
{
    m_head.hasRequestLine = true;
    const auto read = readRequestLine(line);
    if (!read)
        return refuse(400);
    const auto served = std::find(servedMethods.begin(), servedMethods.end(), read->method);
    if (served == servedMethods.end())
        return refuse(405);
    m_head.isOldVersion = read->isOldVersion;
    m_request.method = read->method;
    takeTarget(read->target);
}

void RequestReader::takeTarget(std::string_view target)
{
    if (target.size() > m_limits.target)
        return refuse(414);
    if (isPlainPath(target)) {
        m_request.path = target;
        return;
    }
    auto read = readTarget(target);
    if (!read)
        return refuse(400);
    m_request.path = std::move(read->path);
    m_request.query = std::move(read->query);
}

void RequestReader::takeField(std::string_view line)
{
    const auto read = readFieldLine(line);
    if (!read)
        return refuse(400);
    if (m_request.headers.size() == fieldLimit)
        return refuse(431);
    auto& field = m_request.headers.emplace_back(read->name, read->value);
    lowerCase(field.first);
    takeFraming(field.first, field.second);
}

/// The fields that say where this request ends and the next one begins.
void RequestReader::takeFraming(std::string_view name, std::string_view value)
{
    if (name == "host") {
        if (++m_head.hosts > 1 || !isHost(value))
            refuse(400);
    } else if (name == "content-length") {
        const auto length = readLength(value);
        if (!length || m_head.length || m_head.isChunked)
            return refuse(400);
        m_head.length = length;
    } else if (name == "transfer-encoding") {
        const bool isWrong = m_head.isOldVersion || m_head.isChunked || m_head.length
                || !equalsIgnoringCase(value, "chunked");
        if (isWrong)
            return refuse(400);
        m_head.isChunked = true;
    } else if (name == "connection") {
        m_head.closes = m_head.closes || listHas(value, "close");
        m_head.keepsAlive = m_head.keepsAlive || listHas(value, "keep-alive");
    } else if (name == "expect") {
        m_head.expectsContinue = equalsIgnoringCase(value, "100-continue");
    }
}

void RequestReader::endHead()
{
    if (m_head.hosts == 0 && !m_head.isOldVersion)
        return refuse(400);
    const auto length = m_head.length.value_or(0);
    if (length == 0 && !m_head.isChunked) {
        m_state = State::Done;
        return;
    }
    const auto special = m_limits.bodyByPath.find(m_request.path);
    m_bodyLimit = special == m_limits.bodyByPath.end() ? m_limits.body : special->second;
    if (length > m_bodyLimit)
        return refuse(413);
    m_state = State::Body;
}

std::size_t RequestReader::feedBody(std::string_view data)
{
    if (m_head.isChunked)
        return feedChunks(data);
    auto& body = m_request.body;
    const auto length = m_head.length.value_or(0);
    const auto taken = data.substr(0, length - body.size());
    body.append(taken);
    if (body.size() == length)
        m_state = State::Done;
    return taken.size();
}

std::size_t RequestReader::feedChunks(std::string_view data)
{
    const auto used = m_chunks.feed(data, m_request.body, m_bodyLimit);
    switch (m_chunks.state()) {
    case ChunkReader::State::NeedMore:
        break;
    case ChunkReader::State::Done:
        m_state = State::Done;
        break;
    case ChunkReader::State::Malformed:
        refuse(400);
        break;
    case ChunkReader::State::TooLarge:
        refuse(413);
        break;
    }
    return used;
}

void RequestReader::refuse(unsigned status)
{
    m_refusal = status;
    m_state = State::Refused;
}

} // namespace saikobi::http
