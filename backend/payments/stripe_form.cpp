#include "backend/payments/stripe_form.h"

namespace saikobi::payments {

namespace {

bool isUnreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'
            || c == '.' || c == '_' || c == '~';
}

} // namespace

std::string percentEncoded(std::string_view text)
{
    constexpr std::string_view digits{"0123456789ABCDEF"};
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        if (isUnreserved(c)) {
            out += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        out += '%';
        out += digits[byte >> 4];
        out += digits[byte & 15];
    }
    return out;
}

std::string encodeForm(const FormFields& fields)
{
    std::string out;
    for (const auto& [name, value] : fields) {
        if (!out.empty())
            out += '&';
        out += percentEncoded(name) + '=' + percentEncoded(value);
    }
    return out;
}

} // namespace saikobi::payments
