#include "backend/http/page_shells.h"

#include <boost/json.hpp>

#include <algorithm>
#include <utility>
#include <vector>

#include "backend/http/content_policy.h"
#include "backend/http/embedded_pages.h"
#include "backend/http/page_dress.h"
#include "backend/http/page_script.h"
#include "backend/http/time_zone.h"

namespace saikobi::http {

namespace json = boost::json;

namespace {

std::string file(const std::string& name)
{
    const auto found = std::find_if(pages::embedded.begin(), pages::embedded.end(),
            [&name](const auto& each) { return each.name == name; });
    return found == pages::embedded.end() ? std::string{} : std::string{found->text};
}

using Names = std::vector<std::string>;

/// What a kind of page is put together from, beside its own files.
struct Recipe {
    Names styles{};
    Names scripts{};
    Names texts{}; ///< groups
    bool reloads = false; ///< without scripts, at the pace the server tells
};

Recipe recipeOf(const std::string& kind)
{
    if (kind == "gate" || kind == "line")
        return {{"room"}, {"common", "notice", "room"}, {"room"}, true};
    if (kind == "door")
        return {{"room"}, {"common"}, {"room"}, true};
    if (kind == "shop")
        return {{"list"}, {"common", "list", "notice"}, {}, false};
    if (kind == "goods")
        return {{"list"}, {"common", "list", "notice"}, {"room"}, false};
    if (kind == "order")
        return {{"list"}, {"common", "list"}, {}, false};
    if (kind == "check")
        return {{}, {"common", "work"}, {}, false};
    if (kind == "problem")
        return {};
    return {{}, {"common"}, {}, false};
}

std::string joined(const Names& names, const std::string& kind, const std::string& ending)
{
    std::string out;
    for (const auto& name : names)
        out += file(name + ending);
    return out + file(kind + ending);
}

/// Line ends between elements are written for whoever edits them.
std::string withoutLineEnds(std::string html)
{
    html.erase(std::remove(html.begin(), html.end(), '\n'), html.end());
    return html;
}

/// JSON inside HTML: nothing in it may end the script element.
std::string embeddable(const json::object& data)
{
    auto text = json::serialize(data);
    for (auto at = text.find('<'); at != std::string::npos; at = text.find('<', at))
        text.replace(at, 1, "\\u003c");
    return text;
}

Language otherThan(Language language)
{
    return language == Language::Japanese ? Language::English : Language::Japanese;
}

/// Everything the dress of a page is made from; when it changed, so must the page.
std::string dressIdentity(const contract::Sale& sale)
{
    return sale.name.ja + sale.name.en + sale.shop.name.ja + sale.shop.name.en + sale.shop.logoSvg
            + sale.shop.colour + sale.shop.contact + sale.shop.notice.ja + sale.shop.notice.en
            + sale.timeZone + std::string{contract::name(sale.order)};
}

} // namespace

Page PageShells::complete(const std::string& kind, const contract::Sale& sale, Language language,
        const Values& own, json::object data)
{
    data["sale"] = sale.slug;
    data["lang"] = codeOf(language);
    data["zone"] = sale.timeZone;
    data["zone_name"] = localTime({}, sale.timeZone).zone;
    auto values = own;
    values["data"] = embeddable(data);
    const auto& made = shell(kind, sale, language);
    return {std::make_shared<const std::string>(filled(made.html, values)), made.policy};
}

const PageShells::Shell& PageShells::shell(
        const std::string& kind, const contract::Sale& sale, Language language)
{
    auto& shell = m_shells[{kind, sale.slug, language}];
    if (shell.html.empty() || shell.dress != dressIdentity(sale))
        shell = made(kind, sale, language);
    return shell;
}

Values PageShells::labels(
        const std::string& kind, const contract::Sale& sale, Language language) const
{
    auto values = dressOf(sale, language, m_texts.text(language, "common", "contact"));
    Names groups{kind};
    const auto shared = recipeOf(kind).texts;
    groups.insert(groups.end(), shared.begin(), shared.end());
    groups.emplace_back("common");
    for (const auto& group : groups)
        for (const auto& [key, text] : m_texts.group(language, group))
            values.try_emplace(key, escaped(text));
    values["draw_link"] = filledPartly(values["draw_link"], values);
    values["title"] = kind == "problem" ? "{{title}}" : said(values["title"], values);
    values["lang"] = codeOf(language);
    values["path"] = "/sales/" + sale.slug;
    values["query"] = "?lang=" + std::string{codeOf(language)};
    // A refused form has no address that could be asked for again in the other language.
    if (kind != "problem") {
        const std::string other{codeOf(otherThan(language))};
        values["other_language"] = "<a href=\"?lang=" + other + "{{code_in_link}}\" lang=\"" + other
                + "\">" + values["switch"] + "</a>";
    }
    return values;
}

PageShells::Shell PageShells::made(
        const std::string& kind, const contract::Sale& sale, Language language) const
{
    const auto recipe = recipeOf(kind);
    std::map<std::string, std::string> sentences;
    for (const auto& group :
            {kind + "_script", kind, std::string{"room"}, std::string{"common_script"}})
        sentences.merge(m_texts.group(language, group));
    const bool hasScript = !recipe.scripts.empty();
    const auto script = hasScript
            ? withTexts(shortened(joined(recipe.scripts, kind, ".js")), sentences)
            : std::string{};
    Names styles{"base"};
    styles.insert(styles.end(), recipe.styles.begin(), recipe.styles.end());
    const auto style = withoutLineEnds(
            colourRule(sale.shop.colour) + squeezed(joined(styles, kind, ".css")));

    auto values = labels(kind, sale, language);
    values["css"] = style;
    values["staff"] = file("notice.html");
    values["main"] = filledPartly(file(kind + ".html"), values);
    if (recipe.reloads)
        values["refresh"]
                = "<noscript><meta http-equiv=\"refresh\" content=\"{{poll}}\"></noscript>";
    if (hasScript)
        values["code"] = "<script type=\"application/json\" id=\"d\">{{data}}</script>";
    auto html = withoutLineEnds(filledPartly(file("layout.html"), values));
    // The policy knows the script by its hash: not a blank of it may change.
    if (hasScript)
        html.insert(html.rfind("</body>"), "<script>" + script + "</script>");
    return {dressIdentity(sale), std::move(html), contentPolicy(style, script)};
}

} // namespace saikobi::http
