#include "backend/control/cards/card_source.h"

#include <boost/json.hpp>

#include <vector>

#include "backend/control/cards/card_body.h"
#include "backend/control/cards/card_front.h"
#include "backend/control/cards/card_words.h"

namespace saikobi::control {

namespace {

std::vector<std::string_view> linesOf(std::string_view text)
{
    std::vector<std::string_view> out;
    while (!text.empty()) {
        const auto end = text.find('\n');
        out.push_back(text.substr(0, end));
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    }
    return out;
}

/// Line of the second `---`, counted from 0; 0: there is none.
std::size_t endOfFront(const std::vector<std::string_view>& lines)
{
    if (lines.empty() || trimmed(lines.front()) != "---")
        return 0;
    for (std::size_t i = 1; i < lines.size(); ++i)
        if (trimmed(lines[i]) == "---")
            return i;
    return 0;
}

/// As JSON wants it, in which the card will travel.
bool isUtf8(std::string_view line)
{
    boost::system::error_code failed;
    boost::json::parse(serialize(boost::json::string(line.data(), line.size())), failed);
    return !failed;
}

} // namespace

CardSource readCard(const CardFile& file, CardFaults& faults)
{
    CardSource out;
    out.file = file.name;
    out.language = file.language;
    if (file.text.size() > longestCardFile) {
        faults.push_back({file.name, 0, "is too long for a card"});
        return out;
    }
    const auto lines = linesOf(file.text);
    for (std::size_t i = 0; i < lines.size(); ++i)
        if (!isUtf8(lines[i])) {
            faults.push_back({file.name, static_cast<int>(i) + 1, "is no UTF-8 text"});
            return out;
        }
    const auto end = endOfFront(lines);
    if (end == 0) {
        faults.push_back(
                {file.name, 1, "a card begins with its front matter between two lines ---"});
        return out;
    }
    std::string front;
    for (std::size_t i = 1; i < end; ++i)
        front += std::string{lines[i]} + "\n";
    readFront(front, 2, out, faults);
    readBody({lines.begin() + static_cast<std::ptrdiff_t>(end) + 1, lines.end()},
            static_cast<int>(end) + 2, out, faults);
    return out;
}

} // namespace saikobi::control
