#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "backend/contract/planned_arrivals.h"
#include "backend/contract/quantity.h"
#include "backend/contract/words.h"

namespace saikobi::contract {

struct Bilingual {
    std::string ja{};
    std::string en{};
};

struct Product {
    ProductId id{}; ///< 0 until the database gave one
    std::string code{};
    Bilingual name{};
    Yen price{};
    std::int64_t stock = 0;
    std::int64_t perPerson = 0;
};

struct Slot {
    SlotId id{};
    Instant from{};
    Instant to{};
    std::int64_t places = 0;
};

struct PaymentMethod {
    std::string id{}; ///< "card"
    Bilingual name{};
    std::string provider{}; ///< account id; several methods may share one; none for points
    std::chrono::milliseconds usualFrom{}; ///< its provider time on an ordinary day
    std::chrono::milliseconds usualTo{};
    PaymentFlow flow = PaymentFlow::Direct;
    bool stockFirst = false; ///< units are held before money is asked for; points: always
    bool refunds = false; ///< money can be given back after it was taken
};

/// An account at a payment provider, with the limits that were agreed in writing.
struct ProviderAccount {
    std::string id{};
    double callsPerSecond = 25;
    double callsPerSecondEndpoint = 25;
    std::int64_t parallel = 0; ///< 0: not limited
};

struct Shop {
    Bilingual name{};
    std::string logoSvg{}; ///< inline, at most 3 KiB
    std::string colour{"#3B7DD8"};
    std::string contact{}; ///< not on the shop's own host
    Bilingual notice{}; ///< the shop's own words on the waiting page; may be empty
};

/// A sale as its file describes it and as `serve` knows it.
struct Sale {
    std::string slug{};
    Bilingual name{};
    std::string timeZone{"Asia/Tokyo"};
    Run run{1};
    std::optional<Instant> opensAt{};
    std::optional<std::chrono::seconds> opensIn{}; ///< rehearsals: after `ready`
    std::optional<Instant> closesAt{};
    PassesPerMinute startRate{60};
    std::chrono::seconds passLife{3600};
    std::chrono::seconds claimWindow{120};
    std::chrono::seconds lateWindow{1800};
    std::int64_t maxShoppers = 0; ///< 0: rate only
    SaleOrder order = SaleOrder::Fifo; ///< a sale file that does not say means draw
    std::string beacon{"none"}; ///< rule of the draw: public randomness that appears after opening
    Pacing pacing = Pacing::Rate;
    Identity identity = Identity::Device;
    std::int64_t groupMax = 0; ///< 2 to 6 people with one place; 0: no groups
    bool claimsByItself = true; ///< a visible tab claims without being asked
    bool followsBudget = false; ///< rate in force = min(set, what payments can finish)
    bool endsWithOrder = false; ///< the first paid order completes the session (one_order)
    std::int64_t workBits = 0; ///< proof of work at the start of a run; staff change it live
    std::int64_t joinsPerMinuteIpv4 = 300; ///< new tickets per address, then work is asked
    std::int64_t joinsPerMinuteIpv6 = 60; ///< per /64
    std::vector<std::string> exemptNetworks{}; ///< CIDRs that no join limit counts
    std::vector<std::string> returnHosts{}; ///< where a compatible surface may send buyers
    std::int64_t welcomePoints = 0; ///< what every account of points begins with
    bool keepsGivenBack = true; ///< once shown sold out, units given back stay held
    std::string alarms{"{}"}; ///< limits of its own: contract/alarm_limits.h, as JSON
    ArrivalPlan arrivals{};
    std::string contacts{"[]"}; ///< who is called, by role: contract/walk.h, as JSON
    Shop shop{};
    std::vector<Product> products{};
    std::vector<Slot> pickupSlots{};
    std::vector<PaymentMethod> methods{};
    std::vector<ProviderAccount> providers{};
};

} // namespace saikobi::contract
