#include "app/commands/step_values.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>

namespace saikobi::commands {

using contract::CommandKind;
using contract::ControlForm;
using contract::Figure;
using contract::TimelineEntry;
using namespace std::chrono_literals;

namespace {

constexpr auto readingTime = 90s;
constexpr auto adviceIsGood = 2min; ///< the advice moves while somebody confirms it
constexpr std::string_view advised = "rate_advised";

std::optional<std::int64_t> wholeIn(std::string_view text)
{
    std::int64_t value = 0;
    const auto* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, value);
    return read.ec == std::errc{} && read.ptr == end ? std::optional{value} : std::nullopt;
}

std::string told(const TimelineEntry& entry, const std::string& key)
{
    const auto found = entry.data.find(key);
    return found == entry.data.end() ? std::string{} : found->second;
}

std::optional<int> rateTold(const TimelineEntry& entry, const std::string& key)
{
    const auto value = wholeIn(told(entry, key));
    return value ? std::optional{static_cast<int>(*value)} : std::nullopt;
}

/// By the clock of whoever gave it.
contract::Instant madeAt(const TimelineEntry& entry)
{
    return entry.at - std::chrono::milliseconds{wholeIn(told(entry, "ms")).value_or(0)};
}

bool isAfter(const TimelineEntry& entry, const std::string& key, const std::string& time)
{
    const auto meant = timeMeant(time);
    const auto at = wholeIn(told(entry, key));
    if (!meant || !at)
        return false;
    const auto apart = contract::fromUnixMs(*at) - madeAt(entry) - *meant;
    return apart <= readingTime && apart >= -readingTime;
}

/// Something that was advised while somebody filled in and confirmed the form.
bool wasAdvised(int rate, const TimelineEntry& entry, const contract::SaleSnapshot& sale)
{
    constexpr auto index = static_cast<std::size_t>(Figure::RateAdvised);
    std::optional<int> low;
    std::optional<int> high;
    const auto add = [&](double value) {
        const auto one = rateMeant(std::string{advised}, {}, value).value_or(0);
        low = std::min(low.value_or(one), one);
        high = std::max(high.value_or(one), one);
    };
    if (sale.history)
        for (const auto& row : *sale.history)
            if (row.at <= entry.at && row.at >= entry.at - adviceIsGood && row.values.at(index))
                add(*row.values.at(index));
    if (!low && sale.figures.at(index))
        add(sale.figures.at(index)->value);
    return low && rate >= *low && rate <= *high;
}

bool isRate(const std::string& value, std::optional<int> rate, std::optional<int> before,
        const TimelineEntry& entry, const contract::SaleSnapshot& sale)
{
    if (!rate)
        return false;
    return value == advised ? wasAdvised(*rate, entry, sale) : rateMeant(value, before, {}) == rate;
}

bool isValue(const contract::Step& step, const std::string& value, const TimelineEntry& entry,
        const contract::SaleSnapshot& sale)
{
    if (*step.form == ControlForm::Limit)
        return told(entry, "calls_per_second") == value;
    const bool isRelease = *step.form == ControlForm::Release;
    return isRate(value, rateTold(entry, isRelease ? "rate" : "new"),
            rateTold(entry, isRelease ? "was_rate" : "old"), entry, sale);
}

bool isProduct(
        const std::string& code, const TimelineEntry& entry, const contract::SaleSnapshot& sale)
{
    if (!sale.products)
        return false;
    const auto& all = sale.products->value;
    return std::any_of(all.begin(), all.end(), [&](const auto& one) {
        return one.code == code && std::to_string(one.id.value) == told(entry, "product");
    });
}

bool isSo(const contract::Step& step, const std::string& key, const std::string& value,
        const TimelineEntry& entry, const contract::SaleSnapshot& sale)
{
    const auto form = *step.form;
    if (key == "action")
        return true; // the kind of the command says it
    if (key == "message")
        return told(entry, "template") == value;
    if (key == "resume_in")
        return isAfter(entry, "resume_at", value);
    if (key == "in")
        return isAfter(entry, form == ControlForm::Offer ? "at" : "new", value);
    if (key == "for")
        return isAfter(entry, "until", value);
    if (key == "value")
        return isValue(step, value, entry, sale);
    if (key == "n")
        return told(entry, form == ControlForm::Admit ? "new" : "n") == value;
    if (key == "bits")
        return told(entry, "new") == value;
    if (key == "what")
        return told(entry, entry.subject == name(CommandKind::Unblock) ? "old" : "new") == value;
    if (key == "product")
        return isProduct(value, entry, sale);
    return told(entry, key) == value; // method, provider
}

} // namespace

std::optional<int> rateMeant(
        const std::string& value, std::optional<int> before, std::optional<double> advice)
{
    if (value == advised)
        return advice ? std::optional{std::max(1, static_cast<int>(std::floor(*advice)))}
                      : std::nullopt;
    const bool isShare = value.ends_with('%');
    const auto number
            = wholeIn(std::string_view{value}.substr(0, value.size() - (isShare ? 1 : 0)));
    if (!number || *number < 1 || *number > 100'000 || (isShare && !before))
        return std::nullopt;
    return isShare ? std::max(1, static_cast<int>(*before * *number / 100))
                   : static_cast<int>(*number);
}

std::optional<std::chrono::seconds> timeMeant(const std::string& value)
{
    if (value.empty())
        return std::nullopt;
    const auto count = wholeIn(std::string_view{value}.substr(0, value.size() - 1));
    const auto unit = value.back();
    if (!count || *count < 1 || *count > 86400 || (unit != 's' && unit != 'm' && unit != 'h'))
        return std::nullopt;
    return std::chrono::seconds{*count * (unit == 'h' ? 3600 : unit == 'm' ? 60 : 1)};
}

bool fulfils(
        const contract::Step& step, const TimelineEntry& entry, const contract::SaleSnapshot& sale)
{
    if (!step.form || entry.kind != "command" || told(entry, "result") != "in_force")
        return false;
    const auto action = step.values.find("action");
    const auto kind = contract::commandOf(
            *step.form, action == step.values.end() ? std::string{} : action->second);
    return entry.subject == name(kind)
            && std::all_of(step.values.begin(), step.values.end(), [&](const auto& one) {
                   return isSo(step, one.first, one.second, entry, sale);
               });
}

} // namespace saikobi::commands
