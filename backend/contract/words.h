#pragma once

#include <optional>
#include <string>
#include <string_view>

/// The vocabulary as types. Each enum has one spelling in stores, JSON and logs: `name()` gives it,
/// `fromName<T>()` reads it back.
namespace saikobi::contract {

enum class Phase { Before, Open, Held, Closed };

/// Why a line is held. A line opens only when none is left.
enum class Cause { Operator, Maintenance, Redis, Postgres, Provider };

/// `orders.status`. The ends come last.
enum class OrderStatus {
    Created,
    Authorising,
    ActionRequired,
    Expiring,
    Authorised,
    Reserved,
    Capturing,
    Voiding,
    Paid,
    Declined,
    SoldOut,
    Expired,
    Cancelled,
    CaptureFailed
};

constexpr bool isEnd(OrderStatus status)
{
    return status >= OrderStatus::Paid;
}

enum class CommandKind {
    SetRate,
    Hold,
    Release,
    Admit,
    Maintenance,
    OpenNow,
    MoveOpening,
    Close,
    Reopen,
    Message,
    Call, ///< call +n places, only with manual pacing
    NewRun,
    RestorePlace,
    Block,
    Unblock,
    SetWorkBits,
    Probe, ///< no effect; measures the path
    // Who has command. They change nothing of the sale, so its revision stays.
    TakeCommand,
    OfferCommand,
    AcceptCommand,
    RenewCommand, ///< keeps it; left out of the timeline
    // What any operator does to an alarm. The revision of the sale stays.
    AlarmAcknowledge,
    AlarmConfirm,
    AlarmShelve,
    AlarmUnshelve,
    AlarmTest,
    Walk, ///< a mark on a card of the runbook; both stores take it, and neither refuses it
    // Postgres decides these; the pacing function leaves them alone.
    StopProduct,
    StartProduct,
    DisableMethod,
    EnableMethod,
    OfferKept, ///< units that were given back after "sold out", at a minute that is announced
    SetProviderLimit,
    EndIdle ///< the oldest transaction that sits idle
};

/// Whether the row in Postgres itself is the path, and not only one of two.
constexpr bool isDecidedByPostgres(CommandKind kind)
{
    return kind >= CommandKind::StopProduct;
}

/// Decided by Redis; by Postgres while that is silent.
constexpr bool isAlarmAct(CommandKind kind)
{
    return kind >= CommandKind::AlarmAcknowledge && kind <= CommandKind::AlarmTest;
}

/// What decides the places of those who came before the opening.
enum class SaleOrder { Fifo, Draw };

/// Who decides how many places are called: the set rate, or staff by +n.
enum class Pacing { Rate, Manual };

/// How many places one person may have.
enum class Identity { Device, Subject };

/// How a payment method takes money: by our own calls, on a page of the provider, or out of the
/// ledger of points in Postgres.
enum class PaymentFlow { Direct, Hosted, Points };

enum class CommandState { Sent, InForce, Refused, Expired, LostRace, Unconfirmed };

enum class ProfileKind { Production, Rehearsal, Development };

enum class ProductState { OnSale, LastPieces, SoldOut, Stopped };

std::string_view name(Phase);
std::string_view name(Cause);
std::string_view name(OrderStatus);
std::string_view name(CommandKind);
std::string_view name(CommandState);
std::string_view name(ProfileKind);
std::string_view name(ProductState);
std::string_view name(SaleOrder);
std::string_view name(Pacing);
std::string_view name(Identity);
std::string_view name(PaymentFlow);

/// Nothing when no enumerator is spelled so.
template<class Word>
std::optional<Word> fromName(std::string_view spelled);

/// Sale ids stand in URLs, keys and tokens: [a-z0-9-]{1,40}.
bool isSaleId(std::string_view id);

} // namespace saikobi::contract
