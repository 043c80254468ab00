#include "backend/rehearsal/purchase.h"

#include <algorithm>

#include "backend/contract/words.h"
#include "backend/rehearsal/provider_walk.h"

namespace saikobi::rehearsal {

namespace asio = boost::asio;
using std::chrono::milliseconds;

namespace {

constexpr int mostBaskets = 3; ///< a buyer tries again with other articles, but not for ever
constexpr std::chrono::minutes patience{5}; ///< with one order
constexpr std::chrono::seconds patienceAfterRefusing{8}; ///< such a page may stay open for long
constexpr milliseconds betweenLooks{1500};
constexpr milliseconds beforeLastLook{2000};
constexpr std::chrono::seconds orderDeadline{20}; ///< the answer may take ten

bool isEnd(const std::string& status)
{
    const auto known = contract::fromName<contract::OrderStatus>(status);
    return known && contract::isEnd(*known);
}

/// The basket could not be had as it is, but another one may.
bool asksForOtherBasket(const std::string& refusal)
{
    return refusal == "sold-out" || refusal == "slot-full" || refusal == "limit-reached";
}

} // namespace

Purchase::Purchase(
        CrowdScene& scene, const BuyerPlan& plan, BuyerVoice& voice, const std::string& pass)
    : m_scene(scene)
    , m_plan(plan)
    , m_voice(voice)
    , m_pass(pass)
    , m_key(plan.idempotencyKey)
{
}

asio::awaitable<void> Purchase::make()
{
    co_await m_voice.pause(m_plan.thinks);
    for (int tries = 0; tries < mostBaskets && !m_scene.isOver; ++tries) {
        const auto basket = co_await fillBasket();
        if (!basket)
            co_return;
        const auto answer = co_await placeOrder(*basket);
        if (!answer)
            co_return;
        if (const auto news = answer->isGood() ? newsFromOrder(answer->body) : std::nullopt) {
            ++m_scene.count.ordersAccepted;
            note(*news);
            co_return co_await follow(news->order);
        }
        const auto refusal = readRefusal(*answer);
        if (!refusal.order.empty())
            co_await lookAtOrder(refusal.order);
        if (refusal.type == "order-under-way")
            co_return co_await follow(refusal.order);
        if (!asksForOtherBasket(refusal.type))
            co_return;
        m_key = uuidFrom(m_voice.random());
        co_await m_voice.pause(m_plan.thinks / 2);
    }
}

asio::awaitable<std::optional<Basket>> Purchase::fillBasket()
{
    const auto catalogue = co_await m_voice.ask(
            m_voice.question("GET", "/public/sales/" + m_scene.sale + "/catalogue"));
    if (!catalogue || !catalogue->isGood())
        co_return std::nullopt;
    co_return chooseBasket(catalogue->body, [this] { return m_voice.chance(); });
}

asio::awaitable<std::optional<HttpAnswer>> Purchase::placeOrder(const Basket& basket)
{
    auto question = m_voice.question("POST", "/sales/" + m_scene.sale + "/orders", m_pass);
    question.headers.emplace_back("Idempotency-Key", m_key);
    const auto method = methodAmong(basket.methods);
    question.body
            = orderBody(basket, method, method == m_plan.method ? m_plan.means : "pm_" + method);
    question.deadline = orderDeadline;
    co_return co_await m_voice.ask(std::move(question));
}

asio::awaitable<void> Purchase::follow(const std::string& order)
{
    auto until = std::chrono::steady_clock::now() + patience;
    while (!m_scene.isOver && std::chrono::steady_clock::now() < until) {
        if (isEnd(m_scene.count.orders[order]))
            break;
        if (!m_nextAction.empty() && !std::exchange(m_hasWalked, true)) {
            ProviderWalk walk(m_scene, m_plan, m_voice);
            co_await walk.go(m_nextAction);
            if (m_plan.atProvider == BuyerPlan::AtProvider::Vanishes)
                co_return; // and will not look again
            if (m_plan.atProvider == BuyerPlan::AtProvider::Refuses)
                until = std::chrono::steady_clock::now() + patienceAfterRefusing;
            co_await lookAtOrder(order);
            continue;
        }
        co_await m_voice.pause(betweenLooks);
        if (!co_await lookAtOrder(order))
            break;
    }
    // What was said at the end must still be said a moment later.
    co_await m_voice.pause(beforeLastLook);
    co_await lookAtOrder(order);
}

asio::awaitable<bool> Purchase::lookAtOrder(const std::string& order)
{
    const auto answer = co_await m_voice.ask(m_voice.question("GET", orderPath(order), m_pass));
    const auto news = answer && answer->isGood() ? newsFromOrder(answer->body) : std::nullopt;
    if (news)
        note(*news);
    co_return news.has_value();
}

void Purchase::note(const OrderNews& news)
{
    auto& shown = m_scene.count.orders[news.order];
    if (isEnd(shown) && shown != news.status)
        ++m_scene.count.falseStatements["order shown " + shown + ", then " + news.status];
    shown = news.status;
    m_nextAction = news.nextAction;
}

/// The one of the plan; where the shop does not have it, another.
std::string Purchase::methodAmong(const std::vector<std::string>& offered) const
{
    const bool isThere = std::find(offered.begin(), offered.end(), m_plan.method) != offered.end();
    return isThere || offered.empty() ? m_plan.method : offered.front();
}

std::string Purchase::orderPath(const std::string& order) const
{
    return "/sales/" + m_scene.sale + "/orders/" + order;
}

} // namespace saikobi::rehearsal
