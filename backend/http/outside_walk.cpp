#include "backend/http/outside_walk.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace saikobi::http {

using contract::Result;
using Clock = std::chrono::steady_clock;

namespace {

/// The answer by which we recognise ourselves.
struct Ours {
    OutsideQuestion question{};
    std::vector<unsigned> status{};
    std::string type{}; ///< beginning of the content type
};

Ours oursTo(OutsideStep step, const std::string& sale)
{
    const std::string json{"application/json"};
    switch (step) {
    case OutsideStep::Page:
        return {{false, "/sales/" + sale, "text/html"}, {200, 410},
                "text/html"}; // 410: the sale is over
    case OutsideStep::Status:
        return {{false, "/public/sales/" + sale + "/status", json}, {200}, json};
    case OutsideStep::Return:
        // Nobody's order: we say so in our own words, which no other host would.
        return {{false, "/payments/return", json}, {404}, "application/problem+json"};
    case OutsideStep::Webhook:
        return {{true, "/payments/webhooks", json}, {400}, json};
    }
    return {};
}

std::string judgement(const Result<OutsideAnswer>& result, const Ours& ours)
{
    if (!result)
        return result.error().detail;
    const auto& answer = result.value();
    const bool isExpected
            = std::find(ours.status.begin(), ours.status.end(), answer.status) != ours.status.end();
    if (isExpected && answer.type.starts_with(ours.type))
        return {};
    return "answered " + std::to_string(answer.status) + " " + answer.type
            + ", which is not our answer";
}

} // namespace

std::string_view name(OutsideStep step)
{
    constexpr std::array<std::string_view, outsideStepCount> names{
            "page", "status", "return", "webhook"};
    return names.at(static_cast<std::size_t>(step));
}

OutsideWalk::OutsideWalk(
        std::shared_ptr<OutsideClient> client, std::string sale, std::chrono::milliseconds patience)
    : m_client(std::move(client))
    , m_sale(std::move(sale))
    , m_patience(patience)
{
}

bool OutsideWalk::begin(std::function<void(const OutsideResults&)> done)
{
    if (std::exchange(*m_isUnderWay, true))
        return false;
    struct Walk {
        OutsideResults results{};
        std::size_t open = outsideStepCount;
        Clock::time_point begunAt = Clock::now();
    };
    const auto walk = std::make_shared<Walk>();
    for (std::size_t i = 0; i < outsideStepCount; ++i) {
        const auto ours = oursTo(static_cast<OutsideStep>(i), m_sale);
        m_client->ask(ours.question, m_patience,
                [walk, ours, i, done, isUnderWay = m_isUnderWay](
                        const Result<OutsideAnswer>& answer) {
                    using std::chrono::milliseconds;
                    walk->results.at(i) = {
                            std::chrono::duration_cast<milliseconds>(Clock::now() - walk->begunAt),
                            judgement(answer, ours)};
                    if (--walk->open > 0)
                        return;
                    *isUnderWay = false;
                    done(walk->results);
                });
    }
    return true;
}

} // namespace saikobi::http
