#include <QTest>

#include <chrono>
#include <map>
#include <random>

#include "backend/shop/order_question.h"

using namespace saikobi;
using namespace std::chrono_literals;
using contract::OrderStatus;
using contract::PaymentFlow;
using shop::PaymentAnswer;
using shop::PaymentOutcome;
using shop::PaymentStanding;
using shop::Question;
using shop::Verdict;

namespace {

const contract::Instant now = contract::fromUnixMs(1786000000000);

/// A provider that keeps the first answer of a key, as the real ones do.
class Provider {
public:
    Provider(std::mt19937_64& chance, bool capturesAtOnce)
        : m_chance(chance)
        , m_capturesAtOnce(capturesAtOnce)
    {
    }

    PaymentStanding standing = PaymentStanding::None;
    int captures = 0;

    /// At the provider's page, or at the bank's.
    void shopperActs(bool isHosted)
    {
        if (standing != PaymentStanding::ActionRequired)
            return;
        if (one(2))
            standing = m_capturesAtOnce ? PaymentStanding::Captured : PaymentStanding::Authorised;
        else if (!isHosted) // on a page of its own the shopper may try again
            standing = PaymentStanding::Declined;
        captures += standing == PaymentStanding::Captured ? 1 : 0;
    }

    PaymentAnswer execute(Question question, int attempt)
    {
        const auto key = std::pair{question, attempt};
        const bool isKept = question != Question::Query;
        if (const auto kept = m_answers.find(key); isKept && kept != m_answers.end())
            return kept->second;
        const auto answer = executeNew(question);
        if (isKept)
            m_answers.emplace(key, answer);
        return answer;
    }

private:
    bool one(int outOf) { return m_chance() % static_cast<unsigned>(outOf) == 0; }

    PaymentAnswer told(bool isDone) const
    {
        PaymentAnswer out;
        out.outcome = isDone ? PaymentOutcome::Done : PaymentOutcome::Refused;
        out.standing = standing;
        out.reference = "pi_1";
        return out;
    }

    PaymentAnswer executeNew(Question question)
    {
        switch (question) {
        case Question::Authorise:
        case Question::Confirm:
            standing = one(3) ? PaymentStanding::Declined
                    : one(2)  ? PaymentStanding::ActionRequired
                              : PaymentStanding::Authorised;
            return told(standing != PaymentStanding::Declined);
        case Question::Start:
            standing = PaymentStanding::ActionRequired;
            return told(true);
        case Question::Query:
            return told(true);
        case Question::Capture:
            if (standing == PaymentStanding::Authorised && one(8))
                standing = PaymentStanding::Voided; // it has lapsed
            if (standing != PaymentStanding::Authorised)
                return told(standing == PaymentStanding::Captured);
            standing = PaymentStanding::Captured;
            ++captures;
            return told(true);
        case Question::Release:
            if (standing != PaymentStanding::Captured)
                standing = PaymentStanding::Voided;
            return told(standing == PaymentStanding::Voided);
        case Question::Close:
            if (standing == PaymentStanding::Authorised || standing == PaymentStanding::Captured)
                return told(false);
            standing = PaymentStanding::Voided;
            return told(true);
        }
        return {};
    }

    std::mt19937_64& m_chance;
    bool m_capturesAtOnce = false;
    std::map<std::pair<Question, int>, PaymentAnswer> m_answers{};
};

/// One order on its way, with the guards of the SQL functions, through a world that loses requests
/// and answers, kills instances and lets shoppers do what they like.
class World {
public:
    World(std::mt19937_64& chance, PaymentFlow flow, bool stockFirst)
        : m_chance(chance)
        , m_provider(chance, stockFirst)
    {
        m_order.flow = flow;
        m_order.stockFirst = stockFirst;
        m_order.status = stockFirst ? OrderStatus::Created : OrderStatus::Authorising;
        m_order.createdAt = now;
    }

    void step(bool hasTrouble)
    {
        if (one(6))
            m_provider.shopperActs(m_order.flow == PaymentFlow::Hosted);
        if (one(20) || !hasTrouble)
            m_order.isPageExpired = m_order.status == OrderStatus::ActionRequired;
        if (hasTrouble && one(15)) { // an instance dies; another one goes on
            m_mayHaveRun = true;
            m_next.reset();
        }
        if (m_order.status == OrderStatus::Created)
            return reserve(OrderStatus::Reserved, OrderStatus::SoldOut);
        if (m_order.status == OrderStatus::Authorised)
            return reserve(OrderStatus::Capturing, OrderStatus::Voiding);
        ask(m_next.value_or(usual()), hasTrouble);
    }

    bool isOver() const { return contract::isEnd(m_order.status); }

    /// What is wrong; empty: nothing.
    QString complaint() const
    {
        const auto standing = m_provider.standing;
        const bool hasMoney
                = standing == PaymentStanding::Authorised || standing == PaymentStanding::Captured;
        const bool isPaid = m_order.status == OrderStatus::Paid;
        if (m_provider.captures > 1)
            return QStringLiteral("captured twice");
        if (isPaid && standing != PaymentStanding::Captured)
            return QStringLiteral("paid without money");
        if (isPaid && !m_hasStock)
            return QStringLiteral("paid without stock");
        if (isOver() && !isPaid && hasMoney)
            return QStringLiteral("ended, and the money is still there");
        if (isOver() && !isPaid && standing == PaymentStanding::ActionRequired)
            return QStringLiteral("ended, and somebody can still pay");
        if (isOver() && !isPaid && m_hasStock)
            return QStringLiteral("ended, and units are still held");
        if (m_order.stockFirst && standing == PaymentStanding::Captured && !m_hasStock)
            return QStringLiteral("the units went while the money came");
        return {};
    }

    QString text() const
    {
        const auto name = contract::name(m_order.status);
        return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
    }

private:
    bool one(int outOf) { return m_chance() % static_cast<unsigned>(outOf) == 0; }

    void reserve(OrderStatus granted, OrderStatus refused)
    {
        m_hasStock = !one(4);
        become(m_hasStock ? granted : refused);
    }

    Question usual() const
    {
        switch (m_order.status) {
        case OrderStatus::Authorising:
        case OrderStatus::Reserved:
            return shop::firstQuestion(m_order, now);
        case OrderStatus::Expiring:
            return Question::Close;
        case OrderStatus::Capturing:
            return Question::Capture;
        case OrderStatus::Voiding:
            return Question::Release;
        default:
            return Question::Query;
        }
    }

    void ask(Question question, bool hasTrouble)
    {
        PaymentAnswer answer;
        const auto fate = hasTrouble ? m_chance() % 10 : 9;
        if (fate == 0) {
            answer.outcome = PaymentOutcome::Again;
        } else if (fate == 1 && !m_mayHaveRun) {
            answer.outcome = PaymentOutcome::Wrong;
            answer.code = "parameter_missing";
        } else if (fate != 2) { // two: the request is lost
            answer = m_provider.execute(question, m_order.attempt);
            if (fate == 3)
                answer = {}; // the answer is
        }
        const auto decision = shop::judge(question, m_order, answer, m_mayHaveRun);
        m_mayHaveRun = m_mayHaveRun || answer.outcome == PaymentOutcome::Unknown;
        carryOut(decision.verdict, question);
    }

    void carryOut(Verdict verdict, Question question)
    {
        m_next.reset();
        const auto is = [this](std::initializer_list<OrderStatus> from) {
            return std::find(from.begin(), from.end(), m_order.status) != from.end();
        };
        using enum OrderStatus;
        switch (verdict) {
        case Verdict::Repeat:
            m_next = question;
            return;
        case Verdict::Query:
            m_next = Question::Query;
            return;
        case Verdict::Close:
            m_next = Question::Close;
            return;
        case Verdict::Authorised:
            return move(is({Authorising, ActionRequired, Expiring}), Authorised);
        case Verdict::NeedsAction:
            return move(
                    is({Authorising}) || (m_order.stockFirst && is({Reserved})), ActionRequired);
        case Verdict::Declined:
            if (m_order.stockFirst)
                m_hasStock = false;
            return move(is({Authorising, ActionRequired, Reserved}), Declined);
        case Verdict::Paid:
            return move(is({Capturing, Voiding})
                            || (m_order.stockFirst && is({Reserved, ActionRequired, Expiring})),
                    Paid);
        case Verdict::Void:
            return move(is({Authorising, Authorised, Capturing}), Voiding);
        case Verdict::GiveBack:
            m_hasStock = false;
            return move(is({Voiding, Expiring}), Cancelled);
        case Verdict::Leave:
            return move(m_order.isPageExpired && is({ActionRequired}), Expiring);
        }
    }

    void move(bool isAllowed, OrderStatus to)
    {
        if (isAllowed)
            become(to);
    }

    void become(OrderStatus status)
    {
        m_order.status = status;
        m_next.reset();
    }

    std::mt19937_64& m_chance;
    Provider m_provider;
    shop::OrderRow m_order{};
    std::optional<Question> m_next{};
    bool m_hasStock = false;
    bool m_mayHaveRun = false;
};

} // namespace

/// Random histories of the life cycle against its rules. A failure names the number it repeats
/// from.
class TestLifeCycleWorld : public QObject {
    Q_OBJECT

private slots:
    void everyHistoryEndsWell_data();
    void everyHistoryEndsWell();
};

void TestLifeCycleWorld::everyHistoryEndsWell_data()
{
    QTest::addColumn<int>("flow");
    QTest::addColumn<bool>("stockFirst");
    QTest::addRow("own calls") << static_cast<int>(PaymentFlow::Direct) << false;
    QTest::addRow("a page") << static_cast<int>(PaymentFlow::Hosted) << false;
    QTest::addRow("a page, stock first") << static_cast<int>(PaymentFlow::Hosted) << true;
}

void TestLifeCycleWorld::everyHistoryEndsWell()
{
    QFETCH(int, flow);
    QFETCH(bool, stockFirst);
    const auto begin = std::random_device{}();
    constexpr int histories = 40000;
    long steps = 0;
    std::map<QString, int> ends;
    const auto started = std::chrono::steady_clock::now();
    for (int i = 0; i < histories; ++i) {
        const auto seed = begin + static_cast<unsigned>(i);
        std::mt19937_64 chance{seed};
        World world{chance, static_cast<PaymentFlow>(flow), stockFirst};
        for (int step = 0; step < 400 && !world.isOver(); ++step, ++steps) {
            world.step(step < 60); // trouble ends one day, and then the order must
            QVERIFY2(world.complaint().isEmpty(),
                    qPrintable(QStringLiteral("seed %1, step %2, %3: %4")
                                       .arg(seed)
                                       .arg(step)
                                       .arg(world.text(), world.complaint())));
        }
        QVERIFY2(world.isOver(),
                qPrintable(QStringLiteral("seed %1 is still %2").arg(seed).arg(world.text())));
        ++ends[world.text()];
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - started;
    qInfo("from seed %u: %ld steps, %.1f million a minute", begin, steps,
            static_cast<double>(steps) / took.count() * 60 / 1e6);
    QVERIFY(ends.contains(QStringLiteral("paid")) && ends.size() >= 3);
}

QTEST_GUILESS_MAIN(TestLifeCycleWorld)
#include "test_life_cycle_world.moc"
