#include "backend/http/till.h"

namespace saikobi::http {

using contract::Problem;
using contract::ProblemType;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t sharersLimit = 32; ///< of one question; a page that hurries so is broken
constexpr std::chrono::milliseconds comeBack = 2s; ///< spread by chance when it is written

} // namespace

Till::Till(Parts parts)
    : m_state{std::make_shared<State>(std::move(parts))}
{
}

bool Till::State::isInTime(const Errand& errand)
{
    if (errand.gone && errand.gone->load(std::memory_order_relaxed))
        return false;
    return errand.receivedAt == std::chrono::steady_clock::time_point{}
    || std::chrono::steady_clock::now() - errand.receivedAt < parts.patience;
}

Problem Till::tooMany()
{
    return {ProblemType::FullForNow, "too many requests are under way", comeBack, {}};
}

Problem Till::tooLate()
{
    return {ProblemType::FullForNow, "nothing was begun in time", comeBack, {}};
}

void Till::view(const Errand& errand, const std::string& order, const shop::Buyer& buyer,
        shop::OrderAnswer answer) const
{
    const auto key = buyer.sale + '\n' + buyer.subject + '\n' + order;
    const auto running = m_state->views.find(key);
    if (running != m_state->views.end()) {
        if (running->second.size() >= sharersLimit)
            return answer(tooMany());
        return running->second.push_back(std::move(answer));
    }
    m_state->views[key].push_back(std::move(answer));
    using Result = std::variant<shop::OrderView, Problem>;
    // Others may come to share the answer: that the first one has left ends nothing.
    ask<Result>(
            {errand.receivedAt, nullptr},
            [order, buyer](shop::Checkout& checkout, Answer<Result> done) {
                checkout.view(order, buyer, std::move(done));
            },
            [state = m_state, key](const Result& result) {
                const auto waiting = state->views.extract(key);
                for (const auto& each : waiting.mapped())
                    each(result);
            });
}

} // namespace saikobi::http
