#include "backend/contract/words.h"

#include <algorithm>
#include <array>
#include <utility>

#include "backend/contract/result.h"

namespace saikobi::contract {

namespace {

template<class Word, std::size_t N>
using Spelling = std::array<std::pair<Word, std::string_view>, N>;

constexpr Spelling<FaultCode, 9> faultCodes{{{FaultCode::Unavailable, "unavailable"},
        {FaultCode::Unknown, "unknown"}, {FaultCode::Busy, "busy"}, {FaultCode::Refused, "refused"},
        {FaultCode::Invalid, "invalid"}, {FaultCode::NotFound, "not-found"},
        {FaultCode::Conflict, "conflict"}, {FaultCode::Lost, "lost"},
        {FaultCode::Internal, "internal"}}};

constexpr Spelling<Phase, 4> phases{{{Phase::Before, "before"}, {Phase::Open, "open"},
        {Phase::Held, "held"}, {Phase::Closed, "closed"}}};

constexpr Spelling<Cause, 5> causes{{{Cause::Operator, "operator"},
        {Cause::Maintenance, "maintenance"}, {Cause::Redis, "redis"}, {Cause::Postgres, "postgres"},
        {Cause::Provider, "provider"}}};

constexpr Spelling<OrderStatus, 14> orderStatuses{{{OrderStatus::Created, "created"},
        {OrderStatus::Authorising, "authorising"}, {OrderStatus::ActionRequired, "action_required"},
        {OrderStatus::Expiring, "expiring"}, {OrderStatus::Authorised, "authorised"},
        {OrderStatus::Reserved, "reserved"}, {OrderStatus::Capturing, "capturing"},
        {OrderStatus::Voiding, "voiding"}, {OrderStatus::Paid, "paid"},
        {OrderStatus::Declined, "declined"}, {OrderStatus::SoldOut, "sold_out"},
        {OrderStatus::Expired, "expired"}, {OrderStatus::Cancelled, "cancelled"},
        {OrderStatus::CaptureFailed, "capture_failed"}}};

constexpr Spelling<CommandKind, 34> commandKinds{{{CommandKind::SetRate, "rate"},
        {CommandKind::Hold, "hold"}, {CommandKind::Release, "release"},
        {CommandKind::Admit, "admit"}, {CommandKind::Maintenance, "maintenance"},
        {CommandKind::OpenNow, "open_now"}, {CommandKind::MoveOpening, "opening"},
        {CommandKind::Close, "close"}, {CommandKind::Reopen, "reopen"},
        {CommandKind::Message, "message"}, {CommandKind::Call, "call"},
        {CommandKind::NewRun, "new_run"}, {CommandKind::RestorePlace, "restore_place"},
        {CommandKind::Block, "block"}, {CommandKind::Unblock, "unblock"},
        {CommandKind::SetWorkBits, "work_bits"}, {CommandKind::Probe, "probe"},
        {CommandKind::TakeCommand, "take"}, {CommandKind::OfferCommand, "offer"},
        {CommandKind::AcceptCommand, "accept"}, {CommandKind::RenewCommand, "renew"},
        {CommandKind::AlarmAcknowledge, "alarm_acknowledge"},
        {CommandKind::AlarmConfirm, "alarm_confirm"}, {CommandKind::AlarmShelve, "alarm_shelve"},
        {CommandKind::AlarmUnshelve, "alarm_unshelve"}, {CommandKind::AlarmTest, "alarm_test"},
        {CommandKind::Walk, "walk"}, {CommandKind::StopProduct, "stop_product"},
        {CommandKind::StartProduct, "start_product"},
        {CommandKind::DisableMethod, "disable_method"},
        {CommandKind::EnableMethod, "enable_method"}, {CommandKind::OfferKept, "offer_kept"},
        {CommandKind::SetProviderLimit, "provider_limit"}, {CommandKind::EndIdle, "end_idle"}}};

constexpr Spelling<SaleOrder, 2> saleOrders{{{SaleOrder::Fifo, "fifo"}, {SaleOrder::Draw, "draw"}}};

constexpr Spelling<Pacing, 2> pacings{{{Pacing::Rate, "rate"}, {Pacing::Manual, "manual"}}};

constexpr Spelling<Identity, 2> identities{
        {{Identity::Device, "device"}, {Identity::Subject, "subject"}}};

constexpr Spelling<PaymentFlow, 3> paymentFlows{{{PaymentFlow::Direct, "direct"},
        {PaymentFlow::Hosted, "hosted"}, {PaymentFlow::Points, "points"}}};

constexpr Spelling<CommandState, 6> commandStates{
        {{CommandState::Sent, "sent"}, {CommandState::InForce, "in_force"},
                {CommandState::Refused, "refused"}, {CommandState::Expired, "expired"},
                {CommandState::LostRace, "lost_race"}, {CommandState::Unconfirmed, "unconfirmed"}}};

constexpr Spelling<ProfileKind, 3> profileKinds{{{ProfileKind::Production, "production"},
        {ProfileKind::Rehearsal, "rehearsal"}, {ProfileKind::Development, "development"}}};

constexpr Spelling<ProductState, 4> productStates{
        {{ProductState::OnSale, "on_sale"}, {ProductState::LastPieces, "last_pieces"},
                {ProductState::SoldOut, "sold_out"}, {ProductState::Stopped, "stopped"}}};

template<class Word, std::size_t N>
std::string_view spell(const Spelling<Word, N>& table, Word word)
{
    const auto found = std::find_if(
            table.begin(), table.end(), [word](const auto& entry) { return entry.first == word; });
    return found == table.end() ? std::string_view{} : found->second;
}

template<class Word, std::size_t N>
std::optional<Word> read(const Spelling<Word, N>& table, std::string_view spelled)
{
    const auto found = std::find_if(table.begin(), table.end(),
            [spelled](const auto& entry) { return entry.second == spelled; });
    return found == table.end() ? std::nullopt : std::optional<Word>{found->first};
}

} // namespace

std::string_view name(FaultCode word)
{
    return spell(faultCodes, word);
}
std::string_view name(Phase word)
{
    return spell(phases, word);
}
std::string_view name(Cause word)
{
    return spell(causes, word);
}
std::string_view name(OrderStatus word)
{
    return spell(orderStatuses, word);
}
std::string_view name(CommandKind word)
{
    return spell(commandKinds, word);
}
std::string_view name(CommandState word)
{
    return spell(commandStates, word);
}
std::string_view name(ProfileKind word)
{
    return spell(profileKinds, word);
}
std::string_view name(ProductState word)
{
    return spell(productStates, word);
}
std::string_view name(SaleOrder word)
{
    return spell(saleOrders, word);
}
std::string_view name(Pacing word)
{
    return spell(pacings, word);
}
std::string_view name(Identity word)
{
    return spell(identities, word);
}
std::string_view name(PaymentFlow word)
{
    return spell(paymentFlows, word);
}

template<>
std::optional<Phase> fromName(std::string_view spelled)
{
    return read(phases, spelled);
}
template<>
std::optional<Cause> fromName(std::string_view spelled)
{
    return read(causes, spelled);
}
template<>
std::optional<OrderStatus> fromName(std::string_view spelled)
{
    return read(orderStatuses, spelled);
}
template<>
std::optional<CommandKind> fromName(std::string_view spelled)
{
    return read(commandKinds, spelled);
}
template<>
std::optional<CommandState> fromName(std::string_view spelled)
{
    return read(commandStates, spelled);
}
template<>
std::optional<ProfileKind> fromName(std::string_view spelled)
{
    return read(profileKinds, spelled);
}
template<>
std::optional<ProductState> fromName(std::string_view spelled)
{
    return read(productStates, spelled);
}
template<>
std::optional<SaleOrder> fromName(std::string_view spelled)
{
    return read(saleOrders, spelled);
}
template<>
std::optional<Pacing> fromName(std::string_view spelled)
{
    return read(pacings, spelled);
}
template<>
std::optional<Identity> fromName(std::string_view spelled)
{
    return read(identities, spelled);
}
template<>
std::optional<PaymentFlow> fromName(std::string_view spelled)
{
    return read(paymentFlows, spelled);
}

bool isSaleId(std::string_view id)
{
    return !id.empty() && id.size() <= 40 && std::all_of(id.begin(), id.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
}

} // namespace saikobi::contract
