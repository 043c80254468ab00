#include "backend/http/json_fields.h"

#include <boost/json.hpp>

#include <utility>

#include "backend/http/url.h"

namespace saikobi::http {

namespace json = boost::json;

namespace {

constexpr std::string_view formType = "application/x-www-form-urlencoded";
constexpr std::string_view jsonType = "application/json";

JsonFields unreadable(std::string_view why)
{
    JsonFields fields{json::object{}};
    fields.fail("body", why);
    return fields;
}

JsonFields readFormFields(const std::string& body)
{
    const auto form = readForm(body);
    if (!form)
        return unreadable("is no form");
    json::object object;
    for (const auto& [name, value] : *form)
        if (!object.emplace(name, value).second)
            return unreadable("has a field twice");
    return JsonFields{object};
}

} // namespace

JsonFields::JsonFields(const json::object& object, std::string prefix)
    : m_object{std::make_shared<const json::object>(object)}
    , m_prefix{std::move(prefix)}
{
}

std::string JsonFields::text(const char* name, std::size_t shortest, std::size_t longest)
{
    const auto* found = find(name);
    if (!found || !found->is_string()) {
        fail(name, found ? "must be a text" : "is missing");
        return {};
    }
    const auto& value = found->get_string();
    if (value.size() < shortest || value.size() > longest)
        fail(name, "is too short or too long");
    return std::string{value};
}

std::optional<std::string> JsonFields::optionalText(const char* name, std::size_t longest)
{
    if (!find(name))
        return std::nullopt;
    return text(name, 1, longest);
}

std::int64_t JsonFields::integer(const char* name, std::int64_t least, std::int64_t most)
{
    const auto* found = find(name);
    if (!found || !found->is_int64()) {
        fail(name, found ? "must be a whole number" : "is missing");
        return 0;
    }
    if (found->get_int64() < least || found->get_int64() > most)
        fail(name, "is out of range");
    return found->get_int64();
}

std::vector<JsonFields> JsonFields::list(
        const char* name, std::size_t shortest, std::size_t longest)
{
    const auto* found = find(name);
    if (!found || !found->is_array()) {
        fail(name, found ? "must be a list" : "is missing");
        return {};
    }
    const auto& elements = found->get_array();
    if (elements.size() < shortest || elements.size() > longest)
        fail(name, "has too few or too many elements");
    std::vector<JsonFields> out;
    for (const auto& element : elements) {
        if (out.size() == longest)
            break;
        if (element.is_object())
            out.emplace_back(element.get_object(), m_prefix + name + ".");
        else
            fail(name, "must hold objects");
    }
    return out;
}

void JsonFields::include(JsonFields& inner)
{
    if (const auto& problem = inner.problem(); problem && !m_problem)
        m_problem = problem;
}

void JsonFields::fail(std::string_view name, std::string_view why)
{
    if (m_problem)
        return;
    const auto field = m_prefix + std::string{name};
    m_problem = contract::Problem{contract::ProblemType::BadRequest, field + " " + std::string{why},
            {}, {{"field", field}}};
}

const std::optional<contract::Problem>& JsonFields::problem()
{
    for (const auto& field : *m_object)
        if (!m_asked.contains(std::string_view{field.key()}))
            fail(field.key(), "is unknown");
    return m_problem;
}

const json::value* JsonFields::find(const char* name)
{
    m_asked.insert(name);
    const auto* found = m_object->if_contains(name);
    return found && !found->is_null() ? found : nullptr;
}

JsonFields readFields(const Request& request, bool mayBeForm)
{
    const auto type = request.header("content-type");
    if (mayBeForm && type.starts_with(formType))
        return readFormFields(request.body);
    if (request.body.empty())
        return JsonFields{json::object{}};
    if (!type.empty() && !type.starts_with(jsonType))
        return unreadable("must be application/json");
    boost::system::error_code failed;
    auto value = json::parse(request.body, failed);
    if (failed || !value.is_object())
        return unreadable("is no JSON object");
    return JsonFields{value.get_object()};
}

} // namespace saikobi::http
