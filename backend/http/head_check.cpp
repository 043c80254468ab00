#include "backend/http/head_check.h"

namespace saikobi::http {

namespace {

constexpr std::size_t lineLimit = 8 * 1024;
constexpr int fieldLimit = 64;

} // namespace

HeadCheck::Verdict HeadCheck::look(std::string_view head)
{
    while (m_seen < head.size()) {
        const auto verdict = lookAt(head[m_seen++]);
        if (verdict != Verdict::NeedMore)
            return verdict;
    }
    return Verdict::NeedMore;
}

HeadCheck::Verdict HeadCheck::lookAt(char c)
{
    const char previous = m_previous;
    m_previous = c;
    if (previous == '\r')
        return c == '\n' ? endLine() : Verdict::Malformed;
    if (c == '\r')
        return Verdict::NeedMore;
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\n' || c == 0x7f || (byte < 0x20 && c != '\t'))
        return Verdict::Malformed;
    const bool isSpace = c == ' ' || c == '\t';
    if (m_lineLength == 0 && isSpace)
        return Verdict::Malformed; // leading space or a folded line
    if (m_inName && (c == ':' || isSpace)) {
        if (isSpace || m_lineLength == 0)
            return Verdict::Malformed;
        m_inName = false;
    }
    return ++m_lineLength > lineLimit ? Verdict::LineTooLong : Verdict::NeedMore;
}

HeadCheck::Verdict HeadCheck::endLine()
{
    const bool wasEmpty = m_lineLength == 0;
    const bool hadName = m_lines == 0 || !m_inName;
    m_lineLength = 0;
    m_inName = true;
    if (wasEmpty)
        return m_lines == 0 ? Verdict::Malformed : Verdict::Complete;
    if (!hadName)
        return Verdict::Malformed; // a field line without a colon
    return ++m_lines > fieldLimit + 1 ? Verdict::TooManyFields : Verdict::NeedMore;
}

} // namespace saikobi::http
