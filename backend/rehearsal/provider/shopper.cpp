#include "backend/rehearsal/provider/shopper.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>

#include "backend/rehearsal/provider/outbound.h"

namespace saikobi::rehearsal {

namespace asio = boost::asio;

namespace {

asio::awaitable<void> browse(asio::any_io_executor executor, std::string url, int times)
{
    Outbound browser{std::move(executor)};
    OutboundCall call;
    call.url = std::move(url);
    call.method = "GET";
    call.headers = {{"Accept", "text/html"}};
    for (int i = 0; i < times; ++i)
        co_await browser.ask(call); // whatever the shop shows: the browser proves nothing
}

std::string meansFor(const Session& session)
{
    return session.methodType == "card" ? "pm_card_visa" : "pm_" + session.methodType;
}

} // namespace

Shopper::Shopper(std::shared_ptr<SimulatorWorld> world, std::shared_ptr<PageDesk> desk)
    : m_world(std::move(world))
    , m_desk(std::move(desk))
{
}

void Shopper::after(double ms, const std::function<void()>& act)
{
    const auto delay = std::chrono::microseconds{static_cast<std::int64_t>(ms * 1000)};
    const auto timer = std::make_shared<asio::steady_timer>(m_world->executor, delay);
    timer->async_wait([timer, act, self = shared_from_this(), life = m_world->life](
                              boost::system::error_code failed) {
        if (!failed && life == self->m_world->life)
            act();
    });
}

void Shopper::goBack(const std::string& url, int times)
{
    if (!url.empty())
        asio::co_spawn(m_world->executor, browse(m_world->executor, url, times), asio::detached);
}

void Shopper::meetsAction(const Intent& intent)
{
    const auto& outcomes = m_world->settings.outcomes;
    if (!outcomes.plays)
        return;
    auto chance = m_world->nextChance();
    const auto outcome = chance.choice(outcomes.threeds, "accepted");
    const auto ms = outcome == "late" ? outcomes.lateMs : chance.milliseconds(outcomes.afterMs);
    if (outcome != "abandoned")
        after(ms, [self = shared_from_this(), id = intent.id, outcome] { self->act(id, outcome); });
}

void Shopper::act(const std::string& intent, const std::string& outcome)
{
    goBack(m_desk->decide(intent, outcome != "refused"), 1);
}

void Shopper::meetsPage(const Session& session)
{
    const auto& outcomes = m_world->settings.outcomes;
    if (!outcomes.plays)
        return;
    auto chance = m_world->nextChance();
    const auto outcome = chance.choice(outcomes.page, "paid");
    if (outcome != "abandoned")
        after(chance.milliseconds(outcomes.afterMs),
                [self = shared_from_this(), session, outcome] { self->pay(session, outcome); });
}

void Shopper::pay(const Session& session, const std::string& outcome)
{
    m_desk->pay(session.id, meansFor(session),
            [self = shared_from_this(), outcome](const std::string& next) {
                if (outcome != "never_returns")
                    self->goBack(next, outcome == "twice" ? 2 : 1);
            });
}

} // namespace saikobi::rehearsal
