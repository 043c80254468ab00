#include "backend/rehearsal/buyer_plan.h"

#include <array>
#include <cmath>
#include <cstdio>

namespace saikobi::rehearsal {

namespace {

using std::chrono::milliseconds;

constexpr double pageReaders = 0.3;
constexpr double ownPlaceAskers = 0.2;
constexpr double lateAmongAbsent = 0.5;
constexpr double buyers = 0.85;
constexpr double leavers = 0.3;
constexpr double english = 0.2;
constexpr std::chrono::seconds shortestPatience{10}; ///< of those who leave the line
constexpr std::chrono::minutes longestPatience{12};

constexpr double declined = 0.025; ///< of methods other than cards

struct Means {
    std::string method;
    std::string token;
    double share;
};

/// Methods as at a merchandise event; one card in twenty is declined, and a few of the others.
const std::array usualMeans{Means{"card", "pm_card_visa", 0.50},
        Means{"card", "pm_card_mastercard", 0.11}, Means{"card", "pm_card_jcb", 0.055},
        Means{"card", "pm_card_chargeDeclined", 0.02},
        Means{"card", "pm_card_chargeDeclinedInsufficientFunds", 0.015},
        Means{"paypal", "pm_paypal", 0.195}, Means{"paypal", "pm_paypal_chargeDeclined", 0.005},
        Means{"wallet", "pm_wallet", 0.0975}, Means{"wallet", "pm_wallet_chargeDeclined", 0.0025}};

/// The standard's distributions differ between libraries; these do not.
double unit(std::mt19937_64& random)
{
    return static_cast<double>(random() >> 11U) * 0x1.0p-53;
}

milliseconds between(std::mt19937_64& random, milliseconds from, milliseconds to)
{
    const auto width = static_cast<double>((to - from).count());
    return from + milliseconds{std::llround(unit(random) * width)};
}

const Means& chooseMeans(double chance)
{
    for (const auto& one : usualMeans) {
        chance -= one.share;
        if (chance < 0)
            return one;
    }
    return usualMeans.front();
}

/// By the shares of a SPEC, which names methods only.
Means chooseMethod(const MethodMix& methods, double chance, double detail)
{
    for (const auto& [method, share] : methods) {
        chance -= share;
        if (chance >= 0)
            continue;
        if (method == "card") // as cards are among all means
            return chooseMeans(detail * 0.7);
        return {method, "pm_" + method + (detail < declined ? "_chargeDeclined" : ""), share};
    }
    return usualMeans.front();
}

BuyerPlan::AtProvider chooseConduct(const CrowdSpec& spec, double chance)
{
    using At = BuyerPlan::AtProvider;
    for (const auto& [share, conduct] :
            {std::pair{spec.refuseShare, At::Refuses}, std::pair{spec.vanishShare, At::Vanishes},
                    std::pair{spec.strayShare, At::Stray}, std::pair{spec.twiceShare, At::Twice}}) {
        chance -= share;
        if (chance < 0)
            return conduct;
    }
    return At::Returns;
}

std::string hex(std::uint64_t high, std::uint64_t low)
{
    std::array<char, 33> text{};
    std::snprintf(text.data(), text.size(), "%016llx%016llx", static_cast<unsigned long long>(high),
            static_cast<unsigned long long>(low));
    return text.data();
}

/// Of 198.18.0.0/15, which belongs to nobody: it is kept for measurements like this one.
std::string addressFrom(std::mt19937_64& random)
{
    const auto bits = random();
    return "198." + std::to_string(18 + (bits & 1U)) + "." + std::to_string((bits >> 8U) & 255U)
            + "." + std::to_string((bits >> 16U) & 255U);
}

} // namespace

namespace {

void payAs(const CrowdSpec& spec, std::mt19937_64& random, BuyerPlan& plan)
{
    const auto chance = unit(random);
    const auto detail = unit(random);
    if (!spec.methods.empty()) {
        const auto chosen = chooseMethod(spec.methods, chance, detail);
        plan.method = chosen.method;
        plan.means = chosen.token;
    }
    if (unit(random) < spec.secureShare && plan.method == "card")
        plan.means = "pm_card_threeDSecure2Required";
    plan.atProvider = chooseConduct(spec, unit(random));
    plan.onPage = between(random, spec.think / 2, spec.think * 3 / 2);
}

} // namespace

std::string uuidFrom(std::mt19937_64& random)
{
    auto text = hex(random(), random());
    text[12] = '4';
    text[16] = "89ab"[random() & 3U];
    for (const std::size_t at : {20U, 16U, 12U, 8U})
        text.insert(at, "-");
    return text;
}

BuyerPlans::BuyerPlans(const CrowdSpec& spec)
    : m_spec(spec)
{
}

BuyerPlan BuyerPlans::next()
{
    std::seed_seq seed{m_spec.seed, m_spec.seed >> 32U, m_index, m_index >> 32U};
    ++m_index;
    std::mt19937_64 random(seed);
    BuyerPlan plan;
    const double meanGapUs = 60e6 / m_spec.arrivalsPerMinute;
    plan.arrivesAfter
            = std::chrono::microseconds{std::llround(-std::log1p(-unit(random)) * meanGapUs)};
    plan.address = addressFrom(random);
    plan.visitor = hex(random(), random());
    plan.language = unit(random) < english ? "en" : "ja";
    plan.readsPage = unit(random) < pageReaders;
    plan.asksOwnPlace = unit(random) < ownPlaceAskers;
    plan.isAbsent = unit(random) < m_spec.absentShare;
    const auto late = between(random, std::chrono::minutes{1}, std::chrono::minutes{4});
    if (unit(random) < lateAmongAbsent && plan.isAbsent)
        plan.comesLateAfter = late;
    plan.answersAfter = between(random, milliseconds{300}, milliseconds{2500});
    plan.thinks = between(random, m_spec.think / 2, m_spec.think * 3 / 2);
    plan.buys = unit(random) < buyers;
    plan.leavesAfterwards = unit(random) < leavers;
    const auto chosen = chooseMeans(unit(random));
    plan.method = chosen.method;
    plan.means = chosen.token;
    plan.idempotencyKey = uuidFrom(random);
    plan.choices = random();
    // Last, so that all others stay the same buyers.
    plan.reloads = unit(random) < m_spec.reloadShare;
    plan.forges = unit(random) < m_spec.forgeShare;
    const auto patience = between(random, shortestPatience, longestPatience);
    if (unit(random) < m_spec.leaveShare)
        plan.leavesLineAfter = patience;
    payAs(m_spec, random, plan);
    return plan;
}

} // namespace saikobi::rehearsal
