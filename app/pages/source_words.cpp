#include "app/pages/source_words.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>
#include <utility>

namespace saikobi::pages {

using contract::Figure;

namespace {

using Span = std::pair<std::int64_t, std::int64_t>;

/// First and last address of "192.0.2.0/24" or "192.0.2.7", as numbers; nothing for others.
std::optional<Span> spanOf(std::string_view rule)
{
    const auto slash = rule.find('/');
    auto address = rule.substr(0, slash);
    std::int64_t value = 0;
    for (int part = 0; part < 4; ++part) {
        int byte = -1;
        const auto read = std::from_chars(address.data(), address.data() + address.size(), byte);
        if (read.ec != std::errc{} || byte < 0 || byte > 255)
            return std::nullopt;
        value = value * 256 + byte;
        address.remove_prefix(static_cast<std::size_t>(read.ptr - address.data()));
        if (part == 3 ? !address.empty() : !address.starts_with('.'))
            return std::nullopt;
        address.remove_prefix(part == 3 ? 0 : 1);
    }
    int bits = 32;
    if (slash != std::string_view::npos) {
        const auto text = rule.substr(slash + 1);
        const auto read = std::from_chars(text.data(), text.data() + text.size(), bits);
        if (read.ec != std::errc{} || read.ptr != text.data() + text.size() || bits < 0
                || bits > 32)
            return std::nullopt;
    }
    const auto size = std::int64_t{1} << (32 - bits);
    const auto first = value / size * size;
    return Span{first, first + size - 1};
}

std::optional<Span> numbersOf(std::string_view rule)
{
    constexpr std::string_view kind{"number:"};
    if (!rule.starts_with(kind))
        return std::nullopt;
    rule.remove_prefix(kind.size());
    Span out;
    const auto* const end = rule.data() + rule.size();
    const auto first = std::from_chars(rule.data(), end, out.first);
    if (first.ec != std::errc{} || first.ptr == end || *first.ptr != '-')
        return std::nullopt;
    const auto second = std::from_chars(first.ptr + 1, end, out.second);
    return second.ec == std::errc{} && second.ptr == end ? std::optional{out} : std::nullopt;
}

/// How many of the numbers have been given and not been called. In a draw nobody but the backend
/// knows which places they are: then all of them may wait.
std::int64_t waitingIn(const contract::LineState& line, Span numbers)
{
    const auto least = line.order == contract::SaleOrder::Fifo ? line.serving + 1 : 1;
    const auto from = std::max(numbers.first, least);
    const auto to = std::min(numbers.second, line.issued);
    return std::max<std::int64_t>(0, to - from + 1);
}

std::optional<Reach> reachOfNumbers(
        const contract::SaleSnapshot& sale, const std::string& rule, Span numbers)
{
    if (!sale.line)
        return std::nullopt;
    Reach out{waitingIn(sale.line->value, numbers), std::nullopt, false};
    if (sale.blockReach && sale.blockReach->value.what == rule)
        out.shoppers = sale.blockReach->value.shoppers;
    return out;
}

} // namespace

std::optional<Reach> reachOf(const contract::SaleSnapshot& sale, const std::string& rule)
{
    if (const auto numbers = numbersOf(rule))
        return reachOfNumbers(sale, rule, *numbers);
    const auto wanted = spanOf(rule);
    if (!sale.sources)
        return std::nullopt;
    Reach out{0, 0, wanted && wanted->first != wanted->second};
    bool isFound = false;
    for (const auto& source : sale.sources->value.sources) {
        const auto one = spanOf(source.what);
        const bool isIn
                = wanted && one && one->first >= wanted->first && one->second <= wanted->second;
        if (!isIn && source.what != rule)
            continue;
        isFound = true;
        out.waiting += source.waiting;
        *out.shoppers += source.shoppers;
    }
    return isFound ? std::optional{out} : std::nullopt;
}

std::optional<std::vector<controls::SourceRow>> SourceWords::rows(const View& view)
{
    if (!view.sale.sources)
        return std::nullopt;
    std::vector<controls::SourceRow> out;
    const auto number = [&view](std::int64_t count) {
        return view.formatter.count(static_cast<double>(count));
    };
    for (const auto& source : view.sale.sources->value.sources)
        out.push_back({QString::fromStdString(source.what),
                {number(source.requests), number(source.joins), number(source.refusals),
                        number(source.waiting), number(source.shoppers)}});
    return out;
}

QString SourceWords::share(const View& view)
{
    const auto& sources = view.sale.sources;
    if (!sources)
        return tr("sources not known", "no data");
    if (view.age(sources->asOf) > std::chrono::seconds{15})
        return tr("sources as of %1", "%1: clock time of old data")
                .arg(view.formatter.clock(sources->asOf));
    const auto share = view.value(Figure::SourceShare);
    const auto joins = view.formatter.count(static_cast<double>(sources->value.joins));
    if (!share)
        return tr("%1 joins a minute: too few for a share", "%1: number of new places").arg(joins);
    return tr("largest %1 % of %2 joins a minute", "%1: percent, %2: number of new places")
            .arg(view.formatter.decimal(*share, 1), joins);
}

QString SourceWords::reach(const View& view, const std::string& rule)
{
    if (rule.empty())
        return tr("Whom it would hit stands here.", "below the field of a rule");
    if (rule.starts_with("subject:"))
        return tr("Hits one person.", "what a rule of the block list would do");
    const auto found = reachOf(view.sale, rule);
    if (!found)
        return tr("Nobody counted whom this would hit.", "what a rule of the block list would do");
    const auto waiting = view.formatter.count(static_cast<double>(found->waiting));
    const auto shoppers = found->shoppers
            ? view.formatter.count(static_cast<double>(*found->shoppers))
            : tr("unknown", "a number that is being read");
    if (found->isAtLeast)
        return tr("Hits at least %1 waiting, %2 shopping.", "%1 and %2: numbers of people")
                .arg(waiting, shoppers);
    return tr("Hits about %1 waiting, %2 shopping.", "%1 and %2: numbers of people")
            .arg(waiting, shoppers);
}

} // namespace saikobi::pages
