#pragma once

#include <cstddef>
#include <string_view>

namespace saikobi::http {

/// Looks at the raw bytes of a request's head as they arrive and refuses what a lenient parser
/// might read differently from the proxy in front of us: bare CR or LF, control characters, folded
/// lines, space before the colon (CHECKOUT.md §6).
class HeadCheck {
public:
    enum class Verdict { NeedMore, Complete, Malformed, LineTooLong, TooManyFields };

    /// `head` is everything read so far of this request; bytes already looked at are not looked at
    /// again. With Complete, `length()` tells where the head ends.
    Verdict look(std::string_view head);
    std::size_t length() const { return m_seen; }

private:
    Verdict lookAt(char c);
    Verdict endLine();

    std::size_t m_seen = 0;
    std::size_t m_lineLength = 0;
    int m_lines = 0;
    char m_previous = '\n';
    bool m_inName = false;
};

} // namespace saikobi::http
