// Requests as they come from a connection. Whatever comes: limits hold, and how the network cut the
// bytes changes nothing that is read.
#include <algorithm>
#include <string>

#include "backend/http/request_reader.h"
#include "tests/fuzz/target.h"

using namespace saikobi;
using fuzz::mustHold;
using http::RequestReader;

namespace {

/// All that a handler would see of the requests of one connection.
std::string readingOf(
        std::string_view bytes, std::size_t piece, const RequestReader::Limits& limits)
{
    RequestReader reader{limits};
    std::string out;
    std::size_t begun = 0;
    std::size_t end = std::min(piece, bytes.size());
    while (reader.state() != RequestReader::State::Refused) {
        const auto used = reader.feed(bytes.substr(begun, end - begun));
        mustHold(used <= end - begun, "no more is used than was offered");
        begun += used;
        const auto& request = reader.request();
        mustHold(request.body.size() <= limits.body, "a body within its limit");
        if (reader.state() == RequestReader::State::Done) {
            mustHold(request.path.starts_with('/'), "a path begins with a slash");
            mustHold(request.path.find('\0') == std::string::npos, "no NUL in a path");
            out += request.method + ' ' + request.path + '\n';
            for (const auto& [name, value] : request.headers.toVector()) {
                mustHold(
                        value.find_first_of("\r\n") == std::string::npos, "no line end in a value");
                out += name + ':' + value + '\n';
            }
            out += request.body + (reader.keepsAlive() ? "\n+\n" : "\n-\n");
            reader.next();
            continue;
        }
        if (end == bytes.size())
            break;
        end = std::min(end + piece, bytes.size());
    }
    if (reader.state() == RequestReader::State::Refused)
        out += "refused " + std::to_string(reader.refusal());
    return out;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    RequestReader::Limits limits;
    limits.body = 4096;
    const auto bytes = fuzz::textOf(data, size);
    const auto whole = readingOf(bytes, size + 1, limits);
    mustHold(whole == readingOf(bytes, 7, limits), "the same in pieces of seven bytes");
    mustHold(whole == readingOf(bytes, 1, limits), "the same byte by byte");
    return 0;
}
