#include "backend/shop/admission.h"

#include <algorithm>
#include <utility>

namespace saikobi::shop {

using contract::Problem;
using contract::ProblemType;
using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;
using Answer = std::function<void(Admission)>;
using namespace std::chrono_literals;

namespace {

constexpr milliseconds storeAway = 2s;
constexpr milliseconds leastWait = 1s;
constexpr milliseconds mostWait = 30s;
constexpr milliseconds spreadWait
        = 2s; ///< by chance, so that the refused do not come back together

milliseconds byChance(double chance)
{
    return milliseconds{
            static_cast<std::int64_t>(chance * static_cast<double>(spreadWait.count()))};
}

Admission busy(milliseconds wait, double chance, const char* why)
{
    Admission out;
    out.refusal = Problem{ProblemType::PaymentsBusy, why,
            std::clamp(wait, leastWait, mostWait) + byChance(chance), {}};
    out.isForBudget = true;
    return out;
}

Admission afterBooking(const BudgetAnswer& booked, Clock::time_point asked, double chance)
{
    Admission out;
    if (booked.isLost)
        out.refusal = ordersPaused();
    else if (!booked.isGranted)
        out = busy(booked.wait, chance, "no place for both provider calls");
    out.isBooked = booked.isGranted && !booked.isLost;
    out.budgetTime = std::chrono::duration_cast<milliseconds>(Clock::now() - asked);
    return out;
}

void book(PaymentPort& payments, const std::string& provider, double chance, Answer answer)
{
    if (provider.empty())
        return answer({});
    const auto asked = Clock::now();
    payments.book(
            provider, [asked, chance, answer = std::move(answer)](const BudgetAnswer& booked) {
                answer(afterBooking(booked, asked, chance));
            });
}

/// Costs nothing and asks no store, so it comes first: under overload most hear this.
std::optional<Admission> refusalOfProvider(
        const PaymentPort& payments, const std::string& provider, double chance)
{
    if (provider.empty())
        return std::nullopt;
    const auto state = payments.state(provider);
    if (state.isOrderLaneClosed || state.isDown)
        return busy(std::chrono::duration_cast<milliseconds>(state.until - Clock::now()), chance,
                "the provider cannot be asked now");
    if (state.isFull)
        return busy(leastWait, chance, "no place for both provider calls");
    return std::nullopt;
}

/// Everybody whom the last pieces are not for now would come back in the same instant.
Problem spread(Problem problem, double chance)
{
    if (problem.type == ProblemType::LastPieces && problem.retryAfter)
        *problem.retryAfter += byChance(chance);
    return problem;
}

} // namespace

void askAdmission(GatePort& gate, PaymentPort& payments, const Buyer& buyer,
        const StockWanted& wanted, const std::string& provider,
        const std::function<double()>& chance, Answer answer)
{
    const auto drawn = chance();
    if (const auto refused = refusalOfProvider(payments, provider, drawn))
        return answer(*refused);
    auto booked
            = [&gate, sale = buyer.sale, order = wanted.order, answer](const Admission& admission) {
                  if (admission.refusal)
                      gate.leave(sale, order);
                  answer(admission);
              };
    gate.check(buyer, wanted,
            [&payments, provider, drawn, booked = std::move(booked), answer = std::move(answer)](
                    const std::optional<Problem>& problem) {
                if (!problem)
                    return book(payments, provider, drawn, booked);
                Admission refused;
                refused.refusal = spread(*problem, drawn);
                answer(refused);
            });
}

Problem ordersPaused()
{
    return {ProblemType::OrdersPaused, "orders cannot be taken now", storeAway, {}};
}

} // namespace saikobi::shop
