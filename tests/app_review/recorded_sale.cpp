#include "tests/app_review/recorded_sale.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace saikobi::tests {

using namespace std::chrono_literals;

namespace {

constexpr int length = 40 * 60;
constexpr int silentFrom = 1500;
constexpr int silentTo = 1530;

using At = std::function<double(double)>; ///< seconds since the opening → value

review::Series series(const std::string& id, int opening, const At& value)
{
    review::Series made;
    made.id = id;
    for (int i = 0; i < length; ++i)
        made.values.push_back(i >= silentFrom && i < silentTo
                        ? std::numeric_limits<float>::quiet_NaN()
                        : static_cast<float>(value(i - opening)));
    return made;
}

contract::TimelineEntry entry(std::chrono::seconds at, const char* kind, const char* subject,
        std::map<std::string, std::string> data = {}, const char* actor = "")
{
    contract::TimelineEntry made;
    made.id = std::string{kind} + subject + std::to_string(at.count());
    made.at = recordedNoon() + at;
    made.kind = kind;
    made.subject = subject;
    made.actor = actor;
    made.data = std::move(data);
    return made;
}

void addEntries(review::Recording& sale, std::chrono::seconds opening)
{
    const auto hold = opening + 10min;
    sale.timeline = {entry(opening, "phase", "open"),
            entry(opening + 5min, "command", "rate",
                    {{"result", "in_force"}, {"old", "100"}, {"new", "120"}}, "op-1"),
            entry(hold - 40s, "alarm", "A05",
                    {{"what", "raised"}, {"priority", "2"}, {"figure", "payment_success"},
                            {"value", "62"}, {"rings", "1"}}),
            entry(hold - 28s, "acknowledge", "A05", {}, "op-1"),
            entry(hold, "command", "hold", {{"result", "in_force"}}, "op-1"),
            entry(hold, "phase", "held", {{"causes", "operator"}}),
            entry(hold + 3min, "alarm", "A05", {{"what", "cleared"}}),
            entry(hold + 4min, "phase", "open"), entry(opening + 27min, "phase", "closed")};
}

} // namespace

contract::Instant recordedNoon()
{
    return contract::fromUnixMs(1'795'230'000'000);
}

review::RecordingPtr recordedSale(std::chrono::seconds opensAfter, const std::string& path)
{
    auto sale = std::make_shared<review::Recording>();
    auto& meta = sale->meta;
    meta.path = path;
    meta.sale = "demo";
    meta.nameJa = "見本市";
    meta.nameEn = "Sample fair";
    meta.from = recordedNoon();
    meta.to = recordedNoon() + std::chrono::seconds{length - 1};
    meta.openedAt = recordedNoon() + opensAfter;
    meta.consoles = {{"desk-1", "op-1"}};
    meta.console = "desk-1";
    const int opening = static_cast<int>(opensAfter.count());
    const auto since = [](double at) { return std::max(0.0, at); };
    const auto isHeld = [](double at) { return at >= 600 && at < 840; };
    sale->series = {
            series("rate_set", opening, [](double at) { return at < 300 ? 100 : 120; }),
            series("rate_actual", opening,
                    [&](double at) {
                        return at < 0 || isHeld(at) ? 0 : 110 + 8 * std::sin(at / 9);
                    }),
            series("orders", opening,
                    [&](double at) {
                        return at < 60 ? 0 : isHeld(at) ? 20 : 80 + 5 * std::sin(at / 7);
                    }),
            series("waiting", opening,
                    [&](double at) { return std::max(0.0, 1800 + at * 0.6 - since(at) * 1.5); }),
            series("present", opening,
                    [&](double at) { return std::max(0.0, 1700 + at * 0.5 - since(at) * 1.4); }),
            series("payment_success", opening,
                    [](double at) { return at > 540 && at < 760 ? 62 : 98; }),
            series("budget_used", opening,
                    [](double at) { return at < 0 ? 0 : 70 + 10 * std::sin(at / 30); }),
            series("error_ratio", opening, [](double at) { return at == 333 ? 9 : 0.2; }),
            series("available:A-01", opening,
                    [&](double at) { return std::max(0.0, 600 - since(at)); }),
            series("available:B-12", opening,
                    [&](double at) { return std::max(0.0, 900 - since(at) / 2); }),
    };
    sale->products
            = {{"A-01", "本", "Book", {1000}, 600, 0, 600, recordedNoon() + opensAfter + 10min},
                    {"B-12", "缶バッジ", "Badge", {500}, 900, 0, 700, {}}};
    addEntries(*sale, opensAfter);
    return sale;
}

} // namespace saikobi::tests
