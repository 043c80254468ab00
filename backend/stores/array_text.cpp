#include "backend/stores/array_text.h"

namespace saikobi::stores {

std::string arrayText(const std::vector<std::string>& values)
{
    std::string out = "{";
    for (const auto& value : values) {
        out += out.size() > 1 ? ",\"" : "\"";
        for (const char c : value) {
            if (c == '"' || c == '\\')
                out += '\\';
            out += c;
        }
        out += '"';
    }
    return out + "}";
}

} // namespace saikobi::stores
