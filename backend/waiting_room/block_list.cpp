#include "backend/waiting_room/block_list.h"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace saikobi::waiting_room {

namespace {

template<class Number>
std::optional<Number> numberFrom(std::string_view text, int base)
{
    Number value = 0;
    const auto* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, value, base);
    return read.ec == std::errc{} && read.ptr == end && !text.empty() ? std::optional{value}
                                                                      : std::nullopt;
}

/// Sorts spans and joins those that touch, so that one search answers for all of them.
template<class Value>
void join(std::vector<std::pair<Value, Value>>& spans)
{
    std::sort(spans.begin(), spans.end());
    std::vector<std::pair<Value, Value>> joined;
    for (const auto& span : spans) {
        if (!joined.empty() && span.first <= joined.back().second)
            joined.back().second = std::max(joined.back().second, span.second);
        else
            joined.push_back(span);
    }
    spans = std::move(joined);
}

template<class Value>
bool lies(const Value& value, const std::vector<std::pair<Value, Value>>& spans)
{
    const auto after = std::upper_bound(spans.begin(), spans.end(), value,
            [](const Value& asked, const auto& span) { return asked < span.first; });
    return after != spans.begin() && value <= std::prev(after)->second;
}

std::optional<std::pair<std::int64_t, std::int64_t>> rangeFrom(std::string_view text)
{
    const auto dash = text.find('-');
    const auto from = numberFrom<std::int64_t>(text.substr(0, dash), 10);
    const auto to = dash == std::string_view::npos
            ? from
            : numberFrom<std::int64_t>(text.substr(dash + 1), 10);
    if (!from || !to || *from < 1 || *to < *from)
        return std::nullopt;
    return std::pair{*from, *to};
}

} // namespace

BlockList::BlockList(std::vector<BlockEntry> entries)
    : m_entries(std::move(entries))
{
    if (m_entries.size() > limit)
        m_entries.resize(limit);
}

void BlockList::keep(contract::Instant now)
{
    const bool isSetBack = m_compiledAt && now < *m_compiledAt;
    if (!m_compiledAt || now >= m_nextEnd || isSetBack)
        compile(now);
}

void BlockList::compile(contract::Instant now)
{
    m_compiledAt = now;
    m_nextEnd = contract::Instant::max();
    m_addresses.clear();
    m_numbers.clear();
    m_subjects.clear();
    m_seats.clear();
    m_unreadable = 0;
    for (const auto& entry : m_entries) {
        if (entry.until && *entry.until <= now)
            continue;
        if (entry.until)
            m_nextEnd = std::min(m_nextEnd, *entry.until);
        take(entry);
    }
    join(m_addresses);
    join(m_numbers);
    std::sort(m_subjects.begin(), m_subjects.end());
    std::sort(m_seats.begin(), m_seats.end());
}

void BlockList::take(const BlockEntry& entry)
{
    constexpr std::string_view number = "number:";
    constexpr std::string_view subject = "subject:";
    const std::string_view what = entry.what;
    if (what.starts_with(number)) {
        if (const auto range = rangeFrom(what.substr(number.size())))
            return m_numbers.push_back(*range);
    } else if (what.starts_with(subject)) {
        if (const auto id = numberFrom<std::uint64_t>(what.substr(subject.size()), 16)) {
            m_subjects.push_back(*id);
            if (entry.seat)
                m_seats.push_back(*entry.seat);
            return;
        }
    } else if (const auto network = networkFromText(what)) {
        m_addresses.emplace_back(network->first, network->last());
        return;
    }
    ++m_unreadable;
}

bool BlockList::isEmpty() const
{
    return m_addresses.empty() && m_numbers.empty() && m_subjects.empty();
}

bool BlockList::blocksAddress(const AddressBytes& address) const
{
    return !m_addresses.empty() && lies(address, m_addresses);
}

bool BlockList::blocksNumber(std::int64_t asked) const
{
    return !m_numbers.empty() && lies(asked, m_numbers);
}

bool BlockList::blocksSubject(std::uint64_t asked) const
{
    return asked != 0 && std::binary_search(m_subjects.begin(), m_subjects.end(), asked);
}

bool BlockList::blocksSeat(std::int64_t seat) const
{
    return std::binary_search(m_seats.begin(), m_seats.end(), seat);
}

bool BlockList::hasAbsentSubjects() const
{
    return m_seats.size() < m_subjects.size();
}

} // namespace saikobi::waiting_room
