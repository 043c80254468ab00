#include "backend/http/page_template.h"

namespace saikobi::http {

namespace {

std::string replaced(std::string_view text, std::string_view open, std::string_view close,
        const Values& values, bool keepsUnknown = false)
{
    std::string out;
    for (;;) {
        const auto begin = text.find(open);
        const auto end = begin == std::string_view::npos ? begin : text.find(close, begin);
        if (end == std::string_view::npos)
            return out.append(text);
        out.append(text.substr(0, begin));
        const auto name = text.substr(begin + open.size(), end - begin - open.size());
        const auto found = values.find(name);
        if (found != values.end())
            out.append(found->second);
        else if (keepsUnknown)
            out.append(text.substr(begin, end + close.size() - begin));
        text.remove_prefix(end + close.size());
    }
}

} // namespace

std::string filled(std::string_view page, const Values& values)
{
    return replaced(page, "{{", "}}", values);
}

std::string filledPartly(std::string_view page, const Values& values)
{
    return replaced(page, "{{", "}}", values, true);
}

std::string said(std::string_view sentence, const Values& values)
{
    return replaced(sentence, "{", "}", values);
}

std::string escaped(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        switch (c) {
        case '&':
            out.append("&amp;");
            break;
        case '<':
            out.append("&lt;");
            break;
        case '>':
            out.append("&gt;");
            break;
        case '"':
            out.append("&quot;");
            break;
        default:
            out.push_back(c);
        }
    }
    return out;
}

} // namespace saikobi::http
