#include "backend/http/place_document.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <chrono>
#include <cstring>
#include <optional>
#include <string_view>

namespace saikobi::http {

namespace {

/// On the stack until it is whole: no test for room at every word.
class Text {
public:
    template<std::size_t size>
    Text& put(const char (&literal)[size])
    {
        std::memcpy(m_end, literal, size - 1);
        m_end += size - 1;
        return *this;
    }
    Text& put(std::int64_t value)
    {
        m_end = std::to_chars(m_end, m_end + mostDigits, value).ptr;
        return *this;
    }
    Text& put(const std::optional<std::int64_t>& value)
    {
        return value ? put(*value) : put("null");
    }
    Text& put(std::string_view word)
    {
        assert(word.size() <= mostDigits);
        m_end = std::copy_n(word.data(), std::min(word.size(), mostDigits), m_end);
        return *this;
    }
    std::string taken() const { return {m_text.begin(), m_text.begin() + (m_end - m_text.data())}; }

private:
    static constexpr std::size_t mostDigits = 20;
    static constexpr std::size_t names = 160; ///< bytes of all literals below, and some
    static constexpr std::size_t values = 10; ///< of at most `mostDigits` each

    std::array<char, names + values * mostDigits> m_text;
    char* m_end = m_text.data();
};

std::optional<std::int64_t> secondsOf(const std::optional<std::chrono::seconds>& wait)
{
    return wait ? std::optional{wait->count()} : std::nullopt;
}

} // namespace

std::string placeDocument(const waiting_room::OwnPlace& place)
{
    Text out;
    out.put(R"({"number":)").put(place.number);
    out.put(R"(,"place":)").put(place.place);
    out.put(R"(,"position":)").put(place.position);
    out.put(R"(,"ahead":)").put(place.ahead);
    out.put(R"(,"wait_p10":)").put(secondsOf(place.waitP10));
    out.put(R"(,"wait_p50":)").put(secondsOf(place.waitP50));
    out.put(R"(,"wait_p90":)").put(secondsOf(place.waitP90));
    place.called ? out.put(R"(,"called":true)") : out.put(R"(,"called":false)");
    out.put(R"(,"poll_s":)").put(place.lookAgainIn.count());
    out.put(R"(,"why":")").put(place.why).put(R"("})"); // one of four words, or none
    return out.taken();
}

} // namespace saikobi::http
