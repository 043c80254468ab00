#include "app/pages/source_words.h"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <utility>

#include "app/pages/address_span.h"

namespace saikobi::pages {

using contract::Figure;

namespace {

using Span = std::pair<std::int64_t, std::int64_t>;

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

/// Sources are counted by address, those of IPv6 by /64: a wider rule hits at least those that are
/// among the loudest, a narrower one at most those of the source that it lies in.
std::optional<Reach> reachOfAddresses(const contract::SourceList& list, const std::string& rule)
{
    const auto wanted = addressSpanOf(rule);
    if (!wanted)
        return std::nullopt;
    Reach out{0, 0};
    for (const auto& source : list.sources) {
        const auto counted = addressSpanOf(source.what);
        if (!counted || !(wanted->contains(*counted) || counted->contains(*wanted)))
            continue;
        if (*counted == *wanted)
            return Reach{source.waiting, source.shoppers};
        out.waiting += source.waiting;
        *out.shoppers += source.shoppers;
        (wanted->contains(*counted) ? out.isAtLeast : out.isAtMost) = true;
    }
    return out.isAtLeast || out.isAtMost ? std::optional{out} : std::nullopt;
}

} // namespace

std::optional<Reach> reachOf(const contract::SaleSnapshot& sale, const std::string& rule)
{
    if (const auto numbers = numbersOf(rule))
        return reachOfNumbers(sale, rule, *numbers);
    if (!sale.sources)
        return std::nullopt;
    return reachOfAddresses(sale.sources->value, rule);
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
    if (found->isAtMost)
        return tr("Hits at most %1 waiting, %2 shopping.", "%1 and %2: numbers of people")
                .arg(waiting, shoppers);
    return tr("Hits about %1 waiting, %2 shopping.", "%1 and %2: numbers of people")
            .arg(waiting, shoppers);
}

} // namespace saikobi::pages
