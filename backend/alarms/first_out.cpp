#include "backend/alarms/first_out.h"

#include <algorithm>
#include <tuple>

namespace saikobi::alarms {

using contract::AlarmId;
using contract::AlarmRecord;
using contract::Instant;

namespace {

struct Headline {
    AlarmId alarm{};
    Instant newest{}; ///< beginning of what was last folded under it
};

Instant beganAt(const AlarmRecord& record)
{
    return std::chrono::floor<std::chrono::seconds>(
            record.began.value_or(record.raised.value_or(Instant{})));
}

auto rank(const AlarmRecord& record)
{
    return std::tuple{beganAt(record), contract::info(record.alarm).group, record.alarm};
}

Headline* findFor(const AlarmRecord& record, std::vector<Headline>& headlines)
{
    const auto group = contract::info(record.alarm).group;
    for (auto& headline : headlines) {
        const bool isInWindow = beganAt(record) <= headline.newest + firstOutWindow;
        if (isInWindow && contract::info(headline.alarm).group <= group)
            return &headline;
    }
    return headlines.size() == mostHeadlines ? &headlines.back() : nullptr;
}

} // namespace

std::vector<ListPlace> firstOut(const AlarmBoard& board)
{
    std::vector<const AlarmRecord*> listed;
    for (const auto& record : board.records)
        if (!record.isTest && standingOf(record) != contract::AlarmStanding::Normal)
            listed.push_back(&record);
    std::sort(listed.begin(), listed.end(),
            [](const auto* a, const auto* b) { return rank(*a) < rank(*b); });

    std::vector<ListPlace> out;
    std::vector<Headline> headlines;
    for (const auto* record : listed) {
        auto& place = out.emplace_back();
        place.alarm = record->alarm;
        place.order = static_cast<std::int32_t>(out.size());
        if (auto* found = findFor(*record, headlines)) {
            place.headline = found->alarm;
            found->newest = std::max(found->newest, beganAt(*record));
        } else {
            headlines.push_back({record->alarm, beganAt(*record)});
        }
    }
    return out;
}

} // namespace saikobi::alarms
