#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "backend/contract/problem.h"
#include "backend/http/message.h"

namespace boost::json {
class object;
class value;
} // namespace boost::json

namespace saikobi::http {

/// The fields of one JSON object, strictly: a field that is missing, of another kind, out of its
/// limits or unknown makes a problem that names it. Reading goes on after the first fault, so that
/// handlers ask `problem()` once.
class JsonFields {
public:
    explicit JsonFields(const boost::json::object& object, std::string prefix = {});

    std::string text(const char* name, std::size_t shortest, std::size_t longest);
    std::optional<std::string> optionalText(const char* name, std::size_t longest);
    std::int64_t integer(const char* name, std::int64_t least, std::int64_t most);
    /// A list of objects; their faults are named `name.field`.
    std::vector<JsonFields> list(const char* name, std::size_t shortest, std::size_t longest);
    /// Takes over what was wrong inside an element.
    void include(JsonFields& inner);
    void fail(std::string_view name, std::string_view why);
    /// Also names a field that nobody asked for.
    const std::optional<contract::Problem>& problem();

private:
    const boost::json::value* find(const char* name);

    std::shared_ptr<const boost::json::object> m_object;
    std::string m_prefix;
    std::set<std::string, std::less<>> m_asked{};
    std::optional<contract::Problem> m_problem{};
};

/// The body as JSON, or as a form of a page without scripts; empty is an object without fields.
/// Fields of a form are texts, each at most once.
JsonFields readFields(const Request& request, bool mayBeForm);

} // namespace saikobi::http
