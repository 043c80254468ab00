#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace saikobi::rehearsal {

/// Writes one JSON object from front to back. Building values first and writing them then costs
/// five times as much, and a payment is written with every call.
class JsonText {
public:
    JsonText() { m_text.reserve(1536); }

    JsonText& text(std::string_view key, std::string_view value);
    JsonText& textOrNull(std::string_view key, std::string_view value); ///< empty: null
    JsonText& number(std::string_view key, std::int64_t value);
    JsonText& numberOrNull(std::string_view key, std::int64_t value); ///< 0: null
    JsonText& flag(std::string_view key, bool value);
    JsonText& null(std::string_view key);
    JsonText& json(std::string_view key, std::string_view value); ///< written already
    template<class Map>
    JsonText& strings(std::string_view key, const Map& values)
    {
        JsonText inner;
        for (const auto& [name, value] : values)
            inner.text(name, value);
        return json(key, inner.take());
    }
    std::string take(); ///< the whole object; once

private:
    void begin(std::string_view key);
    void quote(std::string_view value);

    std::string m_text{};
};

} // namespace saikobi::rehearsal
