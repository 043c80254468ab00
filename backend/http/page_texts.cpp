#include "backend/http/page_texts.h"

#include <boost/json.hpp>

#include <algorithm>

#include "backend/http/embedded_pages.h"

namespace saikobi::http {

namespace json = boost::json;

namespace {

json::object parsed(std::string_view name)
{
    const auto found = std::find_if(pages::embedded.begin(), pages::embedded.end(),
            [name](const auto& file) { return file.name == name; });
    return json::parse(json::string_view{found->text.data(), found->text.size()}).as_object();
}

} // namespace

class PageTexts::Impl {
public:
    const json::object& of(Language language) const
    {
        return language == Language::Japanese ? m_japanese : m_english;
    }
    const json::value* find(Language language, std::string_view group, std::string_view key) const
    {
        const auto* sentences = of(language).if_contains({group.data(), group.size()});
        return sentences ? sentences->get_object().if_contains({key.data(), key.size()}) : nullptr;
    }

private:
    json::object m_japanese = parsed("texts_ja.json");
    json::object m_english = parsed("texts_en.json");
};

PageTexts::PageTexts()
    : m_impl{std::make_unique<const Impl>()}
{
}

PageTexts::~PageTexts() = default;

std::string PageTexts::text(Language language, std::string_view group, std::string_view key) const
{
    const auto* found = m_impl->find(language, group, key);
    return found && found->is_string() ? std::string{found->get_string()} : std::string{};
}

std::map<std::string, std::string> PageTexts::group(Language language, std::string_view name) const
{
    std::map<std::string, std::string> out;
    const auto* sentences = m_impl->of(language).if_contains({name.data(), name.size()});
    if (!sentences)
        return out;
    for (const auto& [key, value] : sentences->get_object())
        if (value.is_string())
            out.emplace(key, value.get_string());
    return out;
}

std::pair<std::string, std::string> PageTexts::problem(
        Language language, std::string_view name) const
{
    const auto* found = m_impl->find(language, "problem", name);
    if (!found || !found->is_array() || found->get_array().size() != 2)
        return {};
    const auto& pair = found->get_array();
    return {std::string{pair[0].get_string()}, std::string{pair[1].get_string()}};
}

} // namespace saikobi::http
