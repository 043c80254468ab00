#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "backend/contract/quantity.h"
#include "backend/contract/words.h"

/// Rows of the screens Inventory, Payments and Connection. What is absent is not known.
namespace saikobi::contract {

/// How an attempt to pay came out.
enum class PaymentEnd { Approved, Declined, RefusedForRate, TimedOut, ServerError, Ours };
inline constexpr std::size_t paymentEndCount = static_cast<std::size_t>(PaymentEnd::Ours) + 1;

/// What ticks tell of one method.
struct MethodFigures {
    std::optional<double> attemptsPerSecond{}; ///< 60 s: all ends together
    std::optional<double> inFlight{}; ///< calls not answered, now
    std::optional<double> inFlightBound{}; ///< of all instances together
    std::optional<double> successPercent{}; ///< 120 s: approved ÷ (attempts − declines)
    std::optional<double> declinedPercent{}; ///< 120 s: declined ÷ attempts
    std::optional<double> p50Seconds{}; ///< 60 s: time of the provider
    std::optional<double> p95Seconds{};
    std::optional<double> ownP95Seconds{}; ///< 60 s: our share
    std::array<double, paymentEndCount> ends{}; ///< of the last 60 s
};

/// A way to pay as Postgres has it, with the limits of its account.
struct MethodView {
    std::string id{};
    std::string nameJa{};
    std::string nameEn{};
    std::string provider{}; ///< empty: points
    PaymentFlow flow = PaymentFlow::Direct;
    bool isEnabled = true;
    std::chrono::milliseconds usualFrom{0};
    std::chrono::milliseconds usualTo{0};
    double callsPerSecond = 0;
    double callsPerSecondEndpoint = 0;
    std::int64_t parallel = 0; ///< 0: not limited
};

/// One second of the plots of payments.
struct MethodSecond {
    Instant at{};
    std::array<double, paymentEndCount> endsPerMinute{}; ///< of all methods, over 60 s
    std::vector<std::optional<double>> p95Seconds{}; ///< in the order of MethodHistory::methods
};
struct MethodHistory {
    std::vector<std::string> methods{};
    std::vector<MethodSecond> seconds{}; ///< oldest first, at most 15 min; a hole is a gap
};

struct MethodsMeasured {
    std::map<std::string, MethodFigures> byMethod{};
    std::map<std::int64_t, double> ownP95ByProduct{}; ///< seconds, by product id; 0: all others
    std::shared_ptr<const MethodHistory> history{};
};

enum class AuditView {
    Oversold,
    StrandedStock,
    DoubleCapture,
    OrphanPayment,
    UnfinishedOrder,
    Points
};
inline constexpr std::size_t auditViewCount = static_cast<std::size_t>(AuditView::Points) + 1;

/// A row of an audit view: each is a promise that does not hold.
struct AuditRow {
    AuditView view = AuditView::Oversold;
    std::string subject{}; ///< "product", "slot", "order" or "person"
    std::string id{};
    std::string what{}; ///< in the words of the view, or the status of the order
    std::optional<std::int64_t> found{};
    std::optional<std::int64_t> allowed{};
};

/// What the reconciler found: open, or how it was closed.
struct FindingRow {
    std::int64_t id = 0;
    std::string kind{};
    std::string provider{};
    std::string reference{};
    std::string order{};
    std::int64_t amount = 0;
    bool needsPerson = false;
    Instant foundAt{};
    std::optional<Instant> closedAt{};
    std::string repair{};
};

/// Upper bounds of the classes of age; a last class holds everything older.
inline constexpr std::array<std::chrono::seconds, 6> ageBounds{std::chrono::seconds{10},
        std::chrono::seconds{30}, std::chrono::seconds{60}, std::chrono::seconds{300},
        std::chrono::seconds{900}, std::chrono::seconds{3600}};
using AgeCounts = std::array<std::int64_t, ageBounds.size() + 1>;

/// Unpaid orders of a method that wait for the buyer: at the provider's page, or for a transfer.
struct DeferredPayments {
    std::string method{};
    std::int64_t orders = 0;
    std::int64_t amount = 0;
    std::chrono::seconds oldest{0};
};

/// What is read seldom, because it costs Postgres something.
struct DeskRecord {
    std::vector<AuditRow> audits{}; ///< at most 50 of each view
    std::array<std::int64_t, auditViewCount> auditRows{}; ///< how many there are
    std::vector<FindingRow> findings{}; ///< open ones first, newest first; at most 100
    AgeCounts heldAges{}; ///< units of unfinished orders, by the age of the order
    AgeCounts authorisedAges{}; ///< orders neither captured nor voided
    std::vector<DeferredPayments> deferred{};
    std::int64_t inboxOpen = 0; ///< notifications not applied, their order known here
    std::chrono::seconds inboxAge{0};
    std::int64_t inboxParked = 0;
    std::chrono::seconds inboxParkedAge{0};
    std::chrono::milliseconds period{10'000}; ///< until the next look: what "late" means here
};

/// One movement of a product's units.
struct StockMove {
    Instant at{};
    std::string order{};
    std::int64_t quantity = 0;
    std::string status{}; ///< of the order; "kept" without one
    std::string method{};
};

/// What is read of one product, because somebody looks at it.
struct ProductDetail {
    ProductId product{};
    AgeCounts heldAges{};
    std::vector<StockMove> moves{}; ///< newest first, at most 50
};

/// A network address that buyers come from, or for IPv6 its /64, over the last 60 s. People are
/// estimated: those with a ticket or a pass who were heard from there.
struct SourceCount {
    std::string what{}; ///< as a rule of the block list names it
    std::int64_t requests = 0;
    std::int64_t joins = 0; ///< new places
    std::int64_t refusals = 0;
    std::int64_t waiting = 0;
    std::int64_t shoppers = 0;
};

/// The loudest sources of all instances together, loudest first; the quiet are forgotten.
struct SourceList {
    std::vector<SourceCount> sources{}; ///< at most 30
    std::int64_t requests = 0; ///< of everybody
    std::int64_t joins = 0;
};

/// Whom a rule of the block list would hit, as far as somebody counted them.
struct BlockReach {
    std::string what{}; ///< number:FROM-TO
    std::int64_t shoppers = 0; ///< live passes of those places
};

/// What the screen would like to be read or remembered besides.
struct DeskWish {
    std::string block{}; ///< the rule whose reach is wanted
    std::optional<ProductId> detail{};
    std::vector<ProductId> burnDown{}; ///< at most five
    friend bool operator==(const DeskWish&, const DeskWish&) = default;
};

struct StockPoint {
    Instant at{};
    std::int64_t available = 0;
};
/// Oldest first, at most 15 min; only of products that were wished for.
using BurnDown = std::map<ProductId, std::vector<StockPoint>>;

/// What an instance says of itself in its ticks.
struct InstanceFigures {
    std::optional<double> postgresRttMs{};
    std::optional<double> redisRttMs{};
    std::optional<double> connections{}; ///< to Postgres and Redis
    std::optional<double> sockets{}; ///< open to buyers
    std::optional<double> underWay{}; ///< requests in process
    std::optional<double> cpuPercent{}; ///< of one core
    std::optional<double> rssMiB{};
};

std::string_view name(PaymentEnd);
std::string_view name(AuditView);

} // namespace saikobi::contract
