#include "backend/shop/order_run.h"

#include <spdlog/spdlog.h>

#include <utility>

namespace saikobi::shop {

using contract::FaultCode;
using contract::OrderStatus;
using contract::Result;
using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

namespace {

constexpr auto followEvery = 500ms;

} // namespace

OrderRun::OrderRun(OrderDesk& desk, OrderRow order, Events events)
    : m_desk(desk)
    , m_order(std::move(order))
    , m_events(std::move(events))
    , m_waiters([this](Clock::time_point receivedAt) { m_events.answered(*this, receivedAt); })
    , m_timer(desk.executor)
    , m_work(desk.work)
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

void OrderRun::advance()
{
    m_work.begin();
    switch (m_order.status) {
    case OrderStatus::Created:
        if (m_order.stockFirst && !m_isGivenUp)
            return wishStock(StockWish::Kind::Reserve);
        m_hasAskedToEnd = true;
        return apply([this](auto answer) { m_desk.store.cancel(m_order.id, std::move(answer)); },
                [this] { readAgain(); });
    case OrderStatus::Authorising:
        return ask(firstQuestion(m_order, std::chrono::system_clock::now()));
    case OrderStatus::ActionRequired:
        return ask(Question::Query);
    case OrderStatus::Expiring:
        return ask(Question::Close);
    case OrderStatus::Authorised:
        return goOnAuthorised();
    case OrderStatus::Reserved:
        return goOnReserved();
    case OrderStatus::Capturing:
        return m_order.flow == contract::PaymentFlow::Points ? wishStock(StockWish::Kind::PayPoints)
                                                             : ask(Question::Capture);
    case OrderStatus::Voiding:
        return ask(Question::Release);
    case OrderStatus::Paid:
    case OrderStatus::Declined:
    case OrderStatus::SoldOut:
    case OrderStatus::Expired:
    case OrderStatus::Cancelled:
    case OrderStatus::CaptureFailed:
        return finish();
    }
}

void OrderRun::goOnAuthorised()
{
    if (m_isGivenUp)
        return beginVoid({Verdict::Void, void_reason::cancelled, {}});
    wishStock(StockWish::Kind::Reserve);
}

/// With stock first the money is asked for now: out of the ledger, or on a page whose key is
/// written before.
void OrderRun::goOnReserved()
{
    if (!m_order.stockFirst)
        return wishStock(StockWish::Kind::Reserve);
    if (m_order.flow == contract::PaymentFlow::Points)
        return wishStock(StockWish::Kind::PayPoints);
    apply([this](auto done) { m_desk.store.beginPage(m_order.id, std::move(done)); },
            [this] { ask(Question::Start); });
}

void OrderRun::wishStock(StockWish::Kind kind, const std::string& code)
{
    const bool isReserve = kind == StockWish::Kind::Reserve;
    m_hasAskedToEnd = m_hasAskedToEnd || !isReserve || m_order.stockFirst;
    const bool isToldTheReference = !isReserve || m_isAuthorisationUnwritten;
    StockWish wish{kind, m_order.id, m_order.buyer.subject, m_order.slot, m_order.lines,
            isToldTheReference ? m_order.reference : std::string{}, code};
    m_desk.stock.add(std::move(wish),
            [weak = weak_from_this(), kind, code, isReserve](const Result<StockOutcome>& done) {
                const auto self = weak.lock();
                if (!self)
                    return;
                if (!done)
                    return void(self->later(
                            [run = self.get(), kind, code] { run->wishStock(kind, code); }));
                self->m_isAuthorisationUnwritten = false;
                if (done.value() == StockOutcome::Moved)
                    return self->readAgain();
                if (!isReserve)
                    return self->readOurs();
                self->onReserved(done.value());
            });
}

void OrderRun::onReserved(StockOutcome outcome)
{
    const bool isGranted = outcome == StockOutcome::Done;
    m_events.judged(*this);
    if (!m_order.stockFirst)
        return become(isGranted ? OrderStatus::Capturing : OrderStatus::Voiding);
    if (isGranted)
        return become(OrderStatus::Reserved);
    // Nothing was asked of anybody, and never will be: it has ended.
    if (m_order.flow == contract::PaymentFlow::Hosted)
        m_desk.payments.giveBack(m_order.provider);
    readAgain();
}

/// Asks, notes what it cost and does what the answer means.
void OrderRun::ask(Question question)
{
    m_work.end();
    askProvider(m_desk.payments, question, m_order, m_desk.returnUrl,
            [weak = weak_from_this(), question](const PaymentAnswer& answer) {
                const auto self = weak.lock();
                if (!self)
                    return;
                self->m_work.begin();
                self->m_outsideTime += answer.providerTime + answer.budgetTime;
                if (replacesReference(self->m_order, answer))
                    self->m_order.reference = answer.reference;
                const auto decision = judge(question, self->m_order, answer, self->m_mayHaveRun);
                self->m_mayHaveRun
                        = self->m_mayHaveRun || answer.outcome == PaymentOutcome::Unknown;
                self->carryOut(decision, answer, question);
            });
}

void OrderRun::carryOut(const Decision& decision, const PaymentAnswer& answer, Question question)
{
    if (!decision.review.empty())
        spdlog::error("saikobi.shop: order {} needs a look: {}", m_order.id, decision.review);
    switch (decision.verdict) {
    case Verdict::Repeat:
        return askLater(question, decision.review);
    case Verdict::Query:
        return askLater(Question::Query, decision.review);
    case Verdict::Close:
        return ask(Question::Close);
    case Verdict::Authorised:
        return m_isGivenUp ? writeAuthorised(decision) : reserveAuthorised();
    case Verdict::NeedsAction:
        return writeNeedsAction(answer);
    case Verdict::Declined:
        return m_order.stockFirst ? endWithoutMoney(decision) : writeDeclined(decision);
    case Verdict::Paid:
        return wishStock(StockWish::Kind::Settle);
    case Verdict::Void:
        return m_order.status == OrderStatus::Authorising ? writeAuthorised(decision)
                                                          : beginVoid(decision);
    case Verdict::GiveBack:
        return wishStock(StockWish::Kind::GiveBack);
    case Verdict::Leave:
        return leave();
    }
}

void OrderRun::askLater(Question question, const std::string& review)
{
    m_waiters.tellNews();
    const Act again = [this, question] { ask(question); };
    if (review.empty()) {
        m_outsideTime += later(again);
        return;
    }
    // Written down, moved or not: the order itself waits for a better answer.
    m_desk.store.noteReview(
            m_order.id, review, [weak = weak_from_this(), again](const Result<bool>& noted) {
                const auto self = weak.lock();
                if (!self)
                    return;
                if (!noted)
                    spdlog::warn("saikobi.shop: review of order {} not written: {}",
                            self->m_order.id, noted.error().detail);
                self->later(again);
            });
}

/// Nobody is asked anything between the two moves, so they share a commit.
void OrderRun::reserveAuthorised()
{
    m_isAuthorisationUnwritten = true;
    m_repeats = 0;
    wishStock(StockWish::Kind::Reserve);
}

/// With a decision to void: the reference must be written first, or nobody could let the money go.
void OrderRun::writeAuthorised(const Decision& decision)
{
    apply(
            [this](auto done) {
                m_desk.store.authorised(m_order.id, m_order.reference, std::move(done));
            },
            [this, decision] {
                if (decision.verdict == Verdict::Void)
                    return beginVoid(decision);
                become(OrderStatus::Authorised);
            });
}

void OrderRun::writeNeedsAction(const PaymentAnswer& answer)
{
    apply(
            [this, url = answer.redirectUrl](auto done) {
                m_desk.store.needsAction(m_order.id, m_order.reference, url, std::move(done));
            },
            [this] { readAgain(); });
}

void OrderRun::writeDeclined(const Decision& decision)
{
    const bool isBooked = m_order.status == OrderStatus::Authorising;
    m_hasAskedToEnd = true;
    apply(
            [this, decision](auto done) {
                m_desk.store.declined(m_order.id, decision.reason, decision.review,
                        m_order.reference, std::move(done));
            },
            [this, isBooked] {
                // No finishing call will follow; its place is free for somebody else.
                if (isBooked)
                    m_desk.payments.giveBack(m_order.provider);
                readAgain();
            });
}

/// Stock first: units and place come back in the commit of the end.
void OrderRun::endWithoutMoney(const Decision& decision)
{
    if (m_order.status == OrderStatus::Reserved)
        m_desk.payments.giveBack(m_order.provider);
    if (decision.review.empty())
        return wishStock(StockWish::Kind::GiveBack, decision.reason);
    m_desk.store.noteReview(m_order.id, decision.review,
            [weak = weak_from_this(), code = decision.reason](const Result<bool>& noted) {
                const auto self = weak.lock();
                if (!self)
                    return;
                if (!noted)
                    spdlog::warn("saikobi.shop: review of order {} not written: {}",
                            self->m_order.id, noted.error().detail);
                self->wishStock(StockWish::Kind::GiveBack, code);
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
    m_waiters.tellNews();
    advance();
}

void OrderRun::readAgain()
{
    m_desk.store.read(m_order.id, accepting());
}

/// What we moved is known to be on the disk.
void OrderRun::readOurs()
{
    m_desk.store.readOurs(m_order.id, accepting());
}

OrderStore::Answer<OrderRow> OrderRun::accepting()
{
    return [weak = weak_from_this()](Result<OrderRow> read) {
        if (const auto self = weak.lock())
            self->accept(std::move(read));
    };
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
    m_waiters.tellNews();
    if (m_waiters.isEmpty())
        return finish();
    after(followEvery, [this] { readAgain(); });
}

void OrderRun::finish()
{
    m_work.end();
    const auto self = shared_from_this();
    // Ours, also when its answer was lost and the repeat found it done; another instance that was
    // first counts it itself.
    const bool isEndedHere = m_hasAskedToEnd && m_order.owner == m_desk.owner;
    if (isEndedHere && contract::isEnd(m_order.status))
        m_events.ended(*this);
    // First: an answer may bring the next request in, which must not meet a run that is over.
    m_events.gone(m_order.id);
    m_waiters.tellNews();
    m_waiters.answerAll(m_order);
}

milliseconds OrderRun::later(Act act)
{
    const auto pause = pauseBefore(m_repeats++, m_desk.firstPause, m_desk.chance());
    after(pause, std::move(act));
    return pause;
}

void OrderRun::after(milliseconds pause, Act act)
{
    m_work.end();
    m_timer.expires_after(pause);
    m_timer.async_wait([weak = weak_from_this(), act = std::move(act)](const auto& failed) {
        const auto self = weak.lock();
        if (self && !failed)
            act();
    });
}

} // namespace saikobi::shop
