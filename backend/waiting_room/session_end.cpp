#include "backend/waiting_room/session_end.h"

#include <charconv>
#include <string_view>

namespace saikobi::waiting_room {

namespace {

/// The next whole number, past one separator; 0 where there is none.
std::int64_t takeNumber(std::string_view& rest)
{
    std::int64_t value = 0;
    const auto* end = rest.data() + rest.size();
    const auto read = std::from_chars(rest.data(), end, value);
    rest = {read.ptr, static_cast<std::size_t>(end - read.ptr)};
    return value;
}

bool takeSign(std::string_view& rest, char sign)
{
    if (rest.empty() || rest.front() != sign)
        return false;
    rest.remove_prefix(1);
    return true;
}

EndedSession takeSession(std::string_view& rest)
{
    EndedSession out;
    out.place = takeNumber(rest);
    if (takeSign(rest, ':'))
        out.member = takeNumber(rest);
    takeSign(rest, ' ');
    const auto how = takeNumber(rest);
    out.how = how == 1 ? SessionEnd::Left : how == 2 ? SessionEnd::Expired : SessionEnd::Finished;
    takeSign(rest, ' ');
    out.hasOrdered = takeNumber(rest) == 1;
    takeSign(rest, ' ');
    out.at = contract::fromUnixMs(takeNumber(rest));
    return out;
}

} // namespace

const char* outcomeOf(SessionEnd how, bool hasOrdered)
{
    if (hasOrdered)
        return "completed";
    switch (how) {
    case SessionEnd::Left:
        return "left";
    case SessionEnd::Expired:
        return "expired";
    case SessionEnd::Finished:
        break;
    }
    return "abandoned";
}

EndedSessions endedSessionsFromText(const std::string& text)
{
    EndedSessions out;
    const auto space = text.find(' ');
    if (space == std::string::npos)
        return out;
    out.last = text.substr(0, space);
    std::string_view rest{text};
    rest.remove_prefix(space);
    while (!rest.empty() && (takeSign(rest, ' ') || takeSign(rest, ',')))
        out.each.push_back(takeSession(rest));
    return out;
}

} // namespace saikobi::waiting_room
