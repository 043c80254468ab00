#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace saikobi::payments {

/// Fields of a form body or a query in the order they are sent; names as `metadata[order_id]`.
using FormFields = std::vector<std::pair<std::string, std::string>>;

/// `a%5Bb%5D=c&…`: everything but unreserved characters as %XX, names too.
std::string encodeForm(const FormFields& fields);
std::string percentEncoded(std::string_view text);

} // namespace saikobi::payments
