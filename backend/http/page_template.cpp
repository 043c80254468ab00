#include "backend/http/page_template.h"

namespace saikobi::http {

namespace {

std::string replaced(
        std::string_view text, std::string_view open, std::string_view close, const Values& values)
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
        text.remove_prefix(end + close.size());
    }
}

bool isTight(char c)
{
    return std::string_view{"=+-*/<>!&|?:;,(){}[]"}.find(c) != std::string_view::npos;
}

std::string squeezedLine(std::string_view line)
{
    std::string out;
    char quote = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (quote) {
            quote = c == quote ? '\0' : quote;
        } else if (c == '\'' || c == '"' || c == '`') {
            quote = c;
        } else if (c == ' ' && i + 1 < line.size()) {
            if (out.empty() || isTight(out.back()) || isTight(line[i + 1]))
                continue;
        }
        out.push_back(c);
    }
    return out;
}

} // namespace

std::string filled(std::string_view page, const Values& values)
{
    return replaced(page, "{{", "}}", values);
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

std::string squeezed(std::string_view source)
{
    std::string out;
    while (!source.empty()) {
        const auto end = source.find('\n');
        const auto line = source.substr(0, end);
        source = end == std::string_view::npos ? std::string_view{} : source.substr(end + 1);
        const auto first = line.find_first_not_of(' ');
        if (first == std::string_view::npos || line.substr(first).starts_with("//")
                || line.substr(first).starts_with("/*"))
            continue;
        out.append(squeezedLine(line.substr(first)));
        if (std::string_view{";{,("}.find(out.back()) == std::string_view::npos)
            out.push_back('\n');
    }
    return out;
}

} // namespace saikobi::http
