#include "backend/shop/placing.h"

#include <spdlog/spdlog.h>

#include <utility>

#include "backend/shop/life_cycle.h"

namespace saikobi::shop {

using contract::FaultCode;
using contract::Problem;
using contract::ProblemType;
using contract::Result;
using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

namespace {

constexpr auto answerWithin = 9s; ///< looked at once a second: answered within 10 s
Problem aboutProduct(ProblemType type, const char* detail, contract::ProductId product)
{
    return {type, detail, {}, {{"product", std::to_string(product.value)}}};
}

/// Nothing for the verdicts that are no refusal.
std::optional<Problem> problemOf(const LookUp& known)
{
    switch (known.verdict) {
    case KeyVerdict::Other:
        return Problem{ProblemType::OtherContent, "this Idempotency-Key was used for another order",
                {}, {{"order", known.order}}};
    case KeyVerdict::UnderWay:
        return Problem{ProblemType::OrderUnderWay, "another order of this pass is unfinished", {},
                {{"order", known.order}}};
    case KeyVerdict::MethodOff:
        return Problem{ProblemType::MethodOff, "this way to pay is not offered now", {}, {}};
    case KeyVerdict::Stopped:
        return aboutProduct(ProblemType::Stopped, "not on sale now", known.product);
    case KeyVerdict::SoldOut:
        return aboutProduct(ProblemType::SoldOut, "sold out", known.product);
    case KeyVerdict::Limit:
        return aboutProduct(
                ProblemType::LimitReached, "more than one person may have", known.product);
    case KeyVerdict::SlotFull:
        return Problem{ProblemType::SlotFull, "no place is left in this slot", {}, {}};
    case KeyVerdict::Free:
    case KeyVerdict::Created:
    case KeyVerdict::Same:
        return std::nullopt;
    }
    return std::nullopt;
}

/// An order that takes its units before any money is asked for needs no count of those that do not.
StockWanted wantedOf(const NewOrder& order, const LookUp& known)
{
    StockWanted out{order.id, {}, order.basket.slot, known.placesLeft};
    const auto& lines = order.basket.lines;
    if (order.basket.stockFirst)
        return out;
    for (std::size_t i = 0; i < lines.size(); ++i)
        out.lines.push_back({lines[i].product, lines[i].quantity,
                i < known.left.size() ? std::optional{known.left[i]} : std::nullopt});
    return out;
}

} // namespace

Placing::Placing(Parts& parts, NewOrder order, Events events)
    : m_parts(parts)
    , m_order(std::move(order))
    , m_events(std::move(events))
    , m_timer(parts.executor)
    , m_work(parts.work)
{
}

void Placing::await(OrderAnswer answer, Clock::time_point receivedAt)
{
    m_waiters.push_back({std::move(answer), receivedAt});
}

std::vector<Placing::Waiter> Placing::takeWaiters()
{
    return std::exchange(m_waiters, {});
}

void Placing::start()
{
    m_work.begin();
    m_parts.store.lookUp(m_order, [weak = weak_from_this()](const Result<LookUp>& known) {
        const auto self = weak.lock();
        if (!self || self->m_isGivenUp)
            return;
        if (!known)
            return self->refuse(ordersPaused());
        self->judge(known.value());
    });
}

void Placing::judge(const LookUp& known)
{
    if (const auto problem = problemOf(known))
        return refuse(*problem);
    if (known.verdict == KeyVerdict::Free)
        return askAdmission(known);
    const auto self = shared_from_this();
    m_events.existing(*this, known.order);
    m_events.gone(*this);
}

void Placing::askAdmission(const LookUp& known)
{
    shop::askAdmission(m_parts.gate, m_parts.payments, m_order.buyer, wantedOf(m_order, known),
            m_order.basket.provider, m_parts.chance,
            [weak = weak_from_this(), &parts = m_parts, sale = m_order.buyer.sale, id = m_order.id,
                    provider = m_order.basket.provider](const Admission& admission) {
                if (const auto self = weak.lock())
                    return self->onAdmission(admission);
                // Given up long ago: nobody else takes back what it was let in with.
                if (admission.isBooked)
                    parts.payments.giveBack(provider);
                if (!admission.refusal)
                    parts.gate.leave(sale, id);
            });
}

void Placing::onAdmission(const Admission& admission)
{
    m_isBooked = admission.isBooked;
    m_isAtGate = !admission.refusal;
    m_budgetTime += admission.budgetTime;
    m_work.addOutsideTime(admission.budgetTime);
    if (m_isGivenUp)
        return giveBack();
    if (!admission.refusal)
        return create();
    if (admission.isForBudget)
        m_events.refusedForBudget(*this);
    refuse(*admission.refusal);
}

void Placing::giveBack()
{
    if (std::exchange(m_isBooked, false))
        m_parts.payments.giveBack(m_order.basket.provider);
    if (std::exchange(m_isAtGate, false))
        m_parts.gate.leave(m_order.buyer.sale, m_order.id);
}

void Placing::create()
{
    m_mayExist = true;
    m_parts.store.create(m_order, [weak = weak_from_this()](const Result<LookUp>& made) {
        if (const auto self = weak.lock())
            self->onCreated(made);
    });
}

void Placing::onCreated(const Result<LookUp>& made)
{
    if (m_isGivenUp)
        return;
    if (!made) {
        // An earlier try that nobody heard of again keeps its doubt, whatever became of this one.
        m_isInDoubt = m_isInDoubt || made.error().code == FaultCode::Unknown;
        m_mayExist = m_isInDoubt;
        if (!m_mayExist) {
            spdlog::warn("saikobi.shop: order not written: {}", made.error().detail);
            return refuse(ordersPaused());
        }
        m_work.end();
        // Written or not: only the same id, sent again, can tell.
        m_timer.expires_after(pauseBefore(m_repeats++, m_parts.firstPause, m_parts.chance()));
        m_timer.async_wait([weak = weak_from_this()](const auto& failed) {
            if (const auto self = weak.lock(); self && !failed)
                self->create();
        });
        return;
    }
    if (const auto problem = problemOf(made.value()))
        return refuse(*problem);
    const auto self = shared_from_this();
    if (made.value().verdict == KeyVerdict::Created) {
        m_isBooked = m_isAtGate = false; // the order's own from here on
        m_events.created(*this);
    } else {
        giveBack();
        m_events.existing(*this, made.value().order);
    }
    m_events.gone(*this);
}

void Placing::refuse(const Problem& problem)
{
    const auto self = shared_from_this();
    m_isGivenUp = true;
    m_work.drop();
    giveBack();
    const auto waiters = takeWaiters();
    // First: an answer may bring the next request in, which must not meet a placing that is over.
    m_events.gone(*this);
    for (const auto& waiter : waiters)
        waiter.answer(problem);
}

void Placing::answerOverdue(Clock::time_point now)
{
    if (m_waiters.empty() || now - m_waiters.front().receivedAt < answerWithin)
        return;
    if (!m_mayExist)
        return refuse(ordersPaused());
    // It may exist, so it goes on; the buyer can ask for it by its number.
    OrderView view;
    view.order = m_order.id;
    view.amount = m_order.basket.amount;
    view.slot = m_order.basket.slot;
    view.method = m_order.basket.method;
    for (const auto& waiter : takeWaiters())
        waiter.answer(view);
}

} // namespace saikobi::shop
