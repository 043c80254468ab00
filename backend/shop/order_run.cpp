#include "backend/shop/order_run.h"

#include <spdlog/spdlog.h>

#include <utility>

#include "backend/shop/order_view.h"

namespace saikobi::shop {

using contract::Fault;
using contract::FaultCode;
using contract::Nothing;
using contract::OrderStatus;
using contract::Outcome;
using contract::Problem;
using contract::ProblemType;
using contract::Result;
using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

namespace {

constexpr auto answerWithin = 9s; ///< looked at once a second: answered within 10 s
constexpr auto followEvery = 500ms;

} // namespace

OrderRun::OrderRun(OrderDesk& desk, OrderRow order, Events events)
    : m_desk(desk)
    , m_order(std::move(order))
    , m_events(std::move(events))
    , m_timer(desk.executor)
{
}

void OrderRun::resume()
{
    m_mayHaveRun = true;
    if (m_order.owner == m_desk.owner)
        advance();
    else
        finish();
}

void OrderRun::await(OrderAnswer answer, Clock::time_point receivedAt)
{
    m_waiters.push_back({std::move(answer), receivedAt});
}

void OrderRun::awaitNews(News answer)
{
    m_news.push_back(std::move(answer));
}

void OrderRun::answerOverdue(Clock::time_point now)
{
    std::vector<Waiter> patient;
    for (auto& waiter : m_waiters) {
        if (now - waiter.receivedAt < answerWithin) {
            patient.push_back(std::move(waiter));
            continue;
        }
        if (!std::exchange(m_isAnswered, true))
            m_events.answered(*this, waiter.receivedAt);
        waiter.answer(viewOf(m_order));
    }
    m_waiters = std::move(patient);
}

void OrderRun::advance()
{
    switch (m_order.status) {
    case OrderStatus::Created:
        m_hasAskedToEnd = true;
        apply([this](auto answer) { m_desk.store.cancel(m_order.id, std::move(answer)); },
                [this] { readAgain(); });
        return;
    case OrderStatus::Authorising:
        return authorise();
    case OrderStatus::ActionRequired:
    case OrderStatus::Expiring:
        return query();
    case OrderStatus::Authorised:
    case OrderStatus::Reserved:
        return wishStock(StockWish::Kind::Reserve);
    case OrderStatus::Capturing:
        return capture();
    case OrderStatus::Voiding:
        return release();
    case OrderStatus::Paid:
    case OrderStatus::Declined:
    case OrderStatus::SoldOut:
    case OrderStatus::Expired:
    case OrderStatus::Cancelled:
    case OrderStatus::CaptureFailed:
        return finish();
    }
}

void OrderRun::authorise()
{
    PaymentRequest request;
    request.order = m_order.id;
    request.attempt = m_order.attempt;
    request.sale = m_order.buyer.sale;
    request.provider = m_order.provider;
    request.method = m_order.method;
    request.means = m_order.means;
    request.amount = m_order.amount;
    request.returnUrl = m_desk.returnUrl + "?sale=" + m_order.buyer.sale + "&order=" + m_order.id;
    m_desk.payments.authorise(request,
            judged(
                    [this](const PaymentAnswer& answer) {
                        const auto decision = afterAuthorise(answer, m_mayHaveRun);
                        m_mayHaveRun = m_mayHaveRun || answer.outcome == PaymentOutcome::Unknown;
                        return decision;
                    },
                    [this] { authorise(); }));
}

void OrderRun::query()
{
    m_desk.payments.query(reference(),
            judged(
                    [this](const PaymentAnswer& answer) {
                        return afterQuery(m_order.status, answer);
                    },
                    [this] { query(); }));
}

void OrderRun::capture()
{
    m_desk.payments.capture(reference(), judged(afterCapture, [this] { capture(); }));
}

void OrderRun::release()
{
    m_desk.payments.release(reference(),
            judged(
                    [this](const PaymentAnswer& answer) {
                        return afterRelease(m_order.status, answer);
                    },
                    [this] { release(); }));
}

void OrderRun::wishStock(StockWish::Kind kind)
{
    m_hasAskedToEnd = m_hasAskedToEnd || kind != StockWish::Kind::Reserve;
    StockWish wish{kind, m_order.id, m_order.buyer.subject, m_order.slot, m_order.lines,
            m_order.reference};
    m_desk.stock.add(
            std::move(wish), [weak = weak_from_this(), kind](const Result<StockOutcome>& done) {
                const auto self = weak.lock();
                if (!self)
                    return;
                if (!done)
                    return void(self->later([run = self.get(), kind] { run->wishStock(kind); }));
                if (done.value() == StockOutcome::Moved || kind != StockWish::Kind::Reserve)
                    return self->readAgain();
                self->become(done.value() == StockOutcome::Done ? OrderStatus::Capturing
                                                                : OrderStatus::Voiding);
            });
}

/// Notes what an outside call cost and does what its answer means.
PaymentPort::Answer OrderRun::judged(Judge judge, Act repeat)
{
    return [weak = weak_from_this(), judge = std::move(judge), repeat = std::move(repeat)](
                   const PaymentAnswer& answer) {
        const auto self = weak.lock();
        if (!self)
            return;
        self->m_outsideTime += answer.providerTime + answer.budgetTime;
        if (!answer.reference.empty())
            self->m_order.reference = answer.reference;
        self->carryOut(judge(answer), answer, repeat);
    };
}

void OrderRun::carryOut(const Decision& decision, const PaymentAnswer& answer, const Act& repeat)
{
    if (!decision.review.empty())
        spdlog::error("saikobi.shop: order {} needs a look: {}", m_order.id, decision.review);
    switch (decision.verdict) {
    case Verdict::Repeat:
    case Verdict::Query: {
        const auto next = decision.verdict == Verdict::Repeat ? repeat : Act{[this] { query(); }};
        tellNews();
        if (decision.review.empty()) {
            m_outsideTime += later(next);
            return;
        }
        // Written down, moved or not: the order itself waits for a better answer.
        return m_desk.store.noteReview(m_order.id, decision.review,
                [weak = weak_from_this(), next](const Result<bool>& noted) {
                    const auto self = weak.lock();
                    if (!self)
                        return;
                    if (!noted)
                        spdlog::warn("saikobi.shop: review of order {} not written: {}",
                                self->m_order.id, noted.error().detail);
                    self->later(next);
                });
    }
    case Verdict::Release:
        return release();
    case Verdict::Authorised:
        return writeAuthorised(answer, decision);
    case Verdict::NeedsAction:
        return writeNeedsAction(answer);
    case Verdict::Declined:
        return writeDeclined(decision);
    case Verdict::Paid:
        return wishStock(StockWish::Kind::Settle);
    case Verdict::Void:
        return m_order.status == OrderStatus::Authorising ? writeAuthorised(answer, decision)
                                                          : beginVoid(decision);
    case Verdict::GiveBack:
        return wishStock(StockWish::Kind::GiveBack);
    case Verdict::Leave:
        return leave();
    }
}

/// With a decision to void: the reference must be written first, or nobody could let the money go.
void OrderRun::writeAuthorised(const PaymentAnswer& answer, const Decision& decision)
{
    apply([this, reference = answer.reference](
                  auto done) { m_desk.store.authorised(m_order.id, reference, std::move(done)); },
            [this, decision] {
                if (decision.verdict == Verdict::Void)
                    return beginVoid(decision);
                become(OrderStatus::Authorised);
            });
}

void OrderRun::writeNeedsAction(const PaymentAnswer& answer)
{
    apply(
            [this, answer](auto done) {
                m_desk.store.needsAction(
                        m_order.id, answer.reference, answer.redirectUrl, std::move(done));
            },
            [this] { readAgain(); });
}

void OrderRun::writeDeclined(const Decision& decision)
{
    const bool isBooked = m_order.status == OrderStatus::Authorising;
    m_hasAskedToEnd = true;
    apply(
            [this, decision](auto done) {
                m_desk.store.declined(
                        m_order.id, decision.reason, decision.review, std::move(done));
            },
            [this, isBooked] {
                // No finishing call will follow; its place is free for somebody else.
                if (isBooked)
                    m_desk.payments.giveBack(m_order.provider);
                readAgain();
            });
}

void OrderRun::beginVoid(const Decision& decision)
{
    apply(
            [this, decision](auto done) {
                m_desk.store.beginVoid(
                        m_order.id, decision.reason, decision.review, std::move(done));
            },
            [this] { become(OrderStatus::Voiding); });
}

/// The shopper is still at the provider's page: nobody owns the order, unless the page has expired.
void OrderRun::leave()
{
    if (m_order.isPageExpired)
        return apply([this](auto done) { m_desk.store.beginExpiry(m_order.id, std::move(done)); },
                [this] { become(OrderStatus::Expiring); });
    apply([this](auto done) { m_desk.store.leave(m_order.id, std::move(done)); },
            [this] { finish(); });
}

/// Repeats a guarded move until Postgres says yes or no. No: somebody was first.
void OrderRun::apply(Statement statement, Act moved)
{
    statement([weak = weak_from_this(), statement, moved](const Result<bool>& done) {
        const auto self = weak.lock();
        if (!self)
            return;
        if (!done)
            return void(self->later(
                    [run = self.get(), statement, moved] { run->apply(statement, moved); }));
        if (!done.value())
            return self->readAgain();
        self->m_repeats = 0;
        moved();
    });
}

void OrderRun::become(OrderStatus status)
{
    m_repeats = 0;
    m_order.status = status;
    tellNews();
    advance();
}

void OrderRun::readAgain()
{
    m_desk.store.read(m_order.id, [weak = weak_from_this()](Result<OrderRow> read) {
        if (const auto self = weak.lock())
            self->accept(std::move(read));
    });
}

void OrderRun::accept(Result<OrderRow> read)
{
    if (!read && read.error().code == FaultCode::NotFound)
        return finish();
    if (!read)
        return void(later([this] { readAgain(); }));
    m_order = std::move(read).value();
    const bool isAtPage = m_order.status == OrderStatus::ActionRequired && m_order.owner.empty();
    if (contract::isEnd(m_order.status) || isAtPage)
        return finish();
    m_mayHaveRun = true;
    if (m_order.owner == m_desk.owner)
        return void(later([this] { advance(); }));
    tellNews();
    if (m_waiters.empty())
        return finish();
    after(followEvery, [this] { readAgain(); });
}

void OrderRun::finish()
{
    const auto self = shared_from_this();
    // Ours, also when its answer was lost and the repeat found it done; another instance that was
    // first counts it itself.
    const bool isEndedHere = m_hasAskedToEnd && m_order.owner == m_desk.owner;
    if (isEndedHere && contract::isEnd(m_order.status))
        m_events.ended(*this);
    // First: an answer may bring the next request in, which must not meet a run that is over.
    m_events.gone(m_order.id);
    tellNews();
    answerWaiters();
}

void OrderRun::answerWaiters()
{
    const auto waiters = std::exchange(m_waiters, {});
    for (const auto& waiter : waiters) {
        if (!std::exchange(m_isAnswered, true))
            m_events.answered(*this, waiter.receivedAt);
        waiter.answer(answerOf(m_order));
    }
}

void OrderRun::tellNews()
{
    const auto told = std::exchange(m_news, {});
    for (const auto& answer : told)
        answer(Nothing{});
}

milliseconds OrderRun::later(Act act)
{
    const auto pause = pauseBefore(m_repeats++, m_desk.firstPause, m_desk.chance());
    after(pause, std::move(act));
    return pause;
}

void OrderRun::after(milliseconds pause, Act act)
{
    m_timer.expires_after(pause);
    m_timer.async_wait([weak = weak_from_this(), act = std::move(act)](const auto& failed) {
        const auto self = weak.lock();
        if (self && !failed)
            act();
    });
}

PaymentReference OrderRun::reference() const
{
    return {m_order.id, m_order.buyer.sale, m_order.provider, m_order.method, m_order.reference,
            m_order.amount, m_order.attempt};
}

} // namespace saikobi::shop
