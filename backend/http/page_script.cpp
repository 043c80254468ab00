#include "backend/http/page_script.h"

#include <boost/json.hpp>

#include <algorithm>
#include <cctype>
#include <functional>
#include <sstream>
#include <utility>
#include <vector>

namespace saikobi::http {

namespace {

bool isTight(char c)
{
    return std::string_view{"=+-*/%<>!&|?:;,(){}[]"}.find(c) != std::string_view::npos;
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

bool isWordPart(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$';
}

/// A word of a script with what stands before and after it.
struct Word {
    std::string_view text{};
    std::string_view before{};
    char after = 0;
};

bool isMember(const Word& word)
{
    const bool followsDot = word.before.ends_with('.') && !word.before.ends_with("...");
    const bool opensPair = word.before.ends_with('{') || word.before.ends_with(',');
    return followsDot || (opensPair && word.after == ':');
}

/// Every word outside of quoted strings goes through `exchange`.
std::string rewritten(
        std::string_view source, const std::function<std::string(const Word&)>& exchange)
{
    std::string out;
    char quote = 0;
    for (std::size_t i = 0; i < source.size();) {
        const char c = source[i];
        if (quote || !isWordPart(c)) {
            if (quote)
                quote = c == quote ? '\0' : quote;
            else if (c == '\'' || c == '"')
                quote = c;
            out.push_back(c);
            ++i;
            continue;
        }
        auto end = i;
        while (end < source.size() && isWordPart(source[end]))
            ++end;
        out += exchange({source.substr(i, end - i), source.substr(0, i),
                end < source.size() ? source[end] : '\0'});
        i = end;
    }
    return out;
}

/// A … Z without the ones that scripts use (C, D, K, P, S, T, W), then Aa, Ab …: 500 names.
std::string shortName(std::size_t index)
{
    constexpr std::string_view capitals = "ABEFGHIJLMNOQRUVXYZ";
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz";
    if (index < capitals.size())
        return std::string{capitals[index]};
    index -= capitals.size();
    return {capitals.at(index / letters.size() % capitals.size()), letters[index % letters.size()]};
}

using Names = std::map<std::string, std::string, std::less<>>;

/// The names that stand most often get one letter.
Names shortNames(const std::map<std::string, int, std::less<>>& uses)
{
    std::vector<std::pair<int, std::string>> order;
    for (const auto& [name, count] : uses)
        order.emplace_back(-count, name);
    std::sort(order.begin(), order.end());
    Names names;
    for (const auto& each : order)
        names.emplace(each.second, shortName(names.size()));
    return names;
}

} // namespace

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
        if (std::string_view{";{},("}.find(out.back()) == std::string_view::npos)
            out.push_back('\n');
    }
    return out;
}

std::string shortened(std::string_view source)
{
    const auto script = squeezed(source);
    std::map<std::string, int, std::less<>> uses;
    std::istringstream lines{std::string{source}};
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with("//: "))
            continue;
        std::istringstream words{line.substr(4)};
        for (std::string word; words >> word;)
            uses.try_emplace(word, 0);
    }
    rewritten(script, [&uses](const Word& word) {
        if (const auto found = uses.find(word.text); found != uses.end() && !isMember(word))
            ++found->second;
        return std::string{};
    });
    const auto names = shortNames(uses);
    return rewritten(script, [&names](const Word& word) {
        if (word.text == "const")
            return std::string{"let"};
        const auto found = names.find(word.text);
        return found == names.end() || isMember(word) ? std::string{word.text} : found->second;
    });
}

std::string withTexts(std::string_view script, const std::map<std::string, std::string>& texts)
{
    std::string out;
    for (auto at = script.find("T."); at != std::string_view::npos; at = script.find("T.")) {
        const bool isOurs = at == 0 || !isWordPart(script[at - 1]);
        auto end = at + 2;
        while (end < script.size() && isWordPart(script[end]))
            ++end;
        const auto found = texts.find(std::string{script.substr(at + 2, end - at - 2)});
        out.append(script.substr(0, at));
        if (isOurs && found != texts.end()) {
            auto literal = boost::json::serialize(boost::json::string{found->second});
            // Nothing in a sentence may end the script element.
            for (auto tag = literal.find('<'); tag != std::string::npos; tag = literal.find('<'))
                literal.replace(tag, 1, "\\u003c");
            out += literal;
        } else {
            out.append(script.substr(at, end - at));
        }
        script.remove_prefix(end);
    }
    return out.append(script);
}

} // namespace saikobi::http
