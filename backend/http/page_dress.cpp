#include "backend/http/page_dress.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace saikobi::http {

namespace {

constexpr std::string_view plainColour = "#3B7DD8";

bool isColour(std::string_view text)
{
    return text.size() == 7 && text.front() == '#'
            && text.find_first_not_of("0123456789abcdefABCDEF", 1) == std::string_view::npos;
}

using Colour = std::array<double, 3>; ///< red, green, blue, 0 to 255

Colour colourOf(std::string_view text)
{
    Colour out{};
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = std::stoi(std::string{text.substr(1 + 2 * i, 2)}, nullptr, 16);
    return out;
}

std::string textOf(const Colour& colour)
{
    std::array<char, 8> text{};
    std::snprintf(text.data(), text.size(), "#%02x%02x%02x",
            static_cast<unsigned>(std::lround(colour[0])),
            static_cast<unsigned>(std::lround(colour[1])),
            static_cast<unsigned>(std::lround(colour[2])));
    return text.data();
}

Colour mixed(const Colour& some, const Colour& other, double share)
{
    Colour out{};
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = std::round(some[i] * share + other[i] * (1 - share));
    return out;
}

/// Relative luminance and contrast, WCAG 2.2.
double luminance(const Colour& colour)
{
    constexpr std::array weights{0.2126, 0.7152, 0.0722};
    double sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const double part = colour[i] / 255.0;
        sum += weights[i]
                * (part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4));
    }
    return sum;
}

double contrast(const Colour& some, const Colour& other)
{
    const auto [darker, lighter] = std::minmax({luminance(some), luminance(other)});
    return (lighter + 0.05) / (darker + 0.05);
}

/// The grounds, what ink goes towards on them, and what base.css has of these beside the shop's
/// colour: ground, card, ink, softer ink, lines, ground and ink of news.
struct Theme {
    Colour card{};
    Colour ground{};
    Colour towards{};
    const char* variables = "";
};
const Theme light{colourOf("#ffffff"), colourOf("#f4f5f8"), colourOf("#000000"),
        "--b:#f4f5f8;--c:#fff;--i:#191c24;--s:#565d6d;--l:#dde0e8;--w:#fff3d6;--k:#5c3f00;"};
const Theme dark{colourOf("#191d26"), colourOf("#0f1218"), colourOf("#ffffff"),
        "--b:#0f1218;--c:#191d26;--i:#eef0f5;--s:#aab2c3;--l:#2d3340;--w:#3a2f12;--k:#ffdf94;"};
constexpr double readable = 4.5;

/// The shop's colour itself where it can be read, else the nearest tone of it that can.
std::string tonesOf(const Colour& accent, const Theme& theme)
{
    const auto tint = mixed(accent, theme.card, 0.1);
    auto tone = accent;
    for (int step = 20; step >= 0; --step) {
        tone = mixed(accent, theme.towards, step / 20.0);
        if (std::min({contrast(tone, theme.card), contrast(tone, theme.ground),
                    contrast(tone, tint)})
                >= readable)
            break;
    }
    return "--d:" + textOf(tone) + ";--t:" + textOf(tint);
}

std::string svgUrl(const std::string& svg)
{
    std::string url{"data:image/svg+xml,"};
    for (const char c : svg) {
        switch (c) {
        case '%':
            url.append("%25");
            break;
        case '#':
            url.append("%23");
            break;
        case '&':
            url.append("&amp;");
            break;
        case '"':
            // SVG takes either quote, the attribute around it does not.
            url.append(svg.find('\'') == std::string::npos ? "'" : "%22");
            break;
        case '\n':
            url.push_back(' ');
            break;
        default:
            url.push_back(c);
        }
    }
    return url;
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
    values["logo"] = sale.shop.logoSvg.empty() ? std::string{} : imageOf(sale.shop.logoSvg);
    values["contact"] = sale.shop.contact.empty()
            ? std::string{}
            : escaped(contactLabel) + " " + contactLink(sale.shop.contact);
    if (sale.order == contract::SaleOrder::Draw)
        values["draw_link"] = "<a href=\"/public/sales/" + sale.slug
                + "/draw?lang=" + std::string{codeOf(language)} + "\">{{record}}</a>";
    const auto& notice = in(language, sale.shop.notice);
    if (!notice.empty())
        values["shop_notice"] = "<p class=\"card\">" + escaped(notice) + "</p>";
    return values;
}

std::string imageOf(const std::string& svg, std::string_view attributes)
{
    std::string out{"<img "};
    return out.append(attributes).append(" src=\"").append(svgUrl(svg)).append("\">");
}

std::string colourRule(const std::string& colour)
{
    const auto accent = colourOf(isColour(colour) ? std::string_view{colour} : plainColour);
    // Where black and white have the same contrast.
    const bool isLight = luminance(accent) > 0.179;
    return std::string{":root{color-scheme:light dark;"} + light.variables + "--a:" + textOf(accent)
            + ";--on:" + (isLight ? "#000" : "#fff") + ";" + tonesOf(accent, light)
            + "}@media(prefers-color-scheme:dark){:root{" + dark.variables + tonesOf(accent, dark)
            + "}}";
}

} // namespace saikobi::http
