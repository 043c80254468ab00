#include "backend/http/page_dress.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace saikobi::http {

namespace {

constexpr std::string_view plainColour = "#3B7DD8";

bool isColour(std::string_view text)
{
    return text.size() == 7 && text.front() == '#'
            && text.find_first_not_of("0123456789abcdefABCDEF", 1) == std::string_view::npos;
}

/// Relative luminance, WCAG 2.2.
double luminance(const std::string& colour)
{
    constexpr std::array weights{0.2126, 0.7152, 0.0722};
    double sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const double part = std::stoi(colour.substr(1 + 2 * i, 2), nullptr, 16) / 255.0;
        sum += weights[i]
                * (part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4));
    }
    return sum;
}

/// As an image: whatever the file holds, none of it runs.
std::string logoImage(const std::string& svg)
{
    if (svg.empty())
        return {};
    std::string url;
    for (const char c : svg) {
        switch (c) {
        case '%':
            url.append("%25");
            break;
        case '#':
            url.append("%23");
            break;
        case '"':
            url.push_back('\''); // SVG takes either quote, the attribute around it does not
            break;
        case '\n':
            url.push_back(' ');
            break;
        default:
            url.push_back(c);
        }
    }
    return "<img alt=\"\" width=\"34\" height=\"34\" src=\"data:image/svg+xml," + escaped(url)
            + "\">";
}

std::string contactLink(const std::string& contact)
{
    const auto text = escaped(contact);
    if (contact.starts_with("https://") || contact.starts_with("http://"))
        return "<a href=\"" + text + "\" rel=\"noreferrer\">" + text + "</a>";
    const bool isMail = std::count(contact.begin(), contact.end(), '@') == 1
            && contact.find(' ') == std::string::npos;
    return isMail ? "<a href=\"mailto:" + text + "\">" + text + "</a>" : text;
}

} // namespace

std::string_view codeOf(Language language)
{
    return language == Language::Japanese ? "ja" : "en";
}

const std::string& in(Language language, const contract::Bilingual& text)
{
    const bool wantsEnglish = language == Language::English;
    return (wantsEnglish && !text.en.empty()) || text.ja.empty() ? text.en : text.ja;
}

Values dressOf(const contract::Sale& sale, Language language, const std::string& contactLabel)
{
    Values values;
    values["sale"] = escaped(in(language, sale.name));
    values["shop"] = escaped(in(language, sale.shop.name));
    values["logo"] = logoImage(sale.shop.logoSvg);
    values["contact"] = sale.shop.contact.empty()
            ? std::string{}
            : escaped(contactLabel) + " " + contactLink(sale.shop.contact);
    return values;
}

std::string colourRule(const std::string& colour)
{
    const std::string accent{isColour(colour) ? std::string_view{colour} : plainColour};
    // Where black and white have the same contrast.
    const bool isLight = luminance(accent) > 0.179;
    return ":root{--a:" + accent + ";--on:" + (isLight ? "#111" : "#fff") + "}";
}

} // namespace saikobi::http
