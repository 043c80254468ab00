#include "backend/rehearsal/provider/page_desk.h"

#include <boost/asio/steady_timer.hpp>

#include "backend/http/url.h"
#include "backend/rehearsal/provider/session_rules.h"
#include "backend/rehearsal/provider/simulator_pages.h"

namespace saikobi::rehearsal {

namespace asio = boost::asio;
using http::Request;
using http::Response;

namespace {

constexpr std::string_view actionPath{"/3ds/"};
constexpr std::string_view hostedPath{"/pay/"};

Response page(std::string body, unsigned status = 200)
{
    Response out;
    out.status = status;
    out.contentType = "text/html; charset=utf-8";
    out.text = std::move(body);
    return out;
}

Response sentTo(const std::string& address)
{
    Response out = page({}, 303);
    out.headers.emplace_back("Location", address);
    return out;
}

Response unknown()
{
    return page("<!doctype html><title>Not found</title><p>There is no such page.</p>", 404);
}

/// The key of a page's address, or of the form on it.
std::string keyOf(const Request& request, const Form& form)
{
    return std::string{request.method == "POST" ? form.get("key") : request.parameter("key")};
}

Form formOf(const Request& request)
{
    auto fields = http::readForm(request.body);
    return fields ? Form{std::move(*fields)} : Form{};
}

} // namespace

PageDesk::PageDesk(std::shared_ptr<SimulatorWorld> world)
    : m_world(std::move(world))
{
}

void PageDesk::handle(const Request& request, http::Reply reply)
{
    if (m_world->isDown())
        return reply(page("<!doctype html><title>Down</title>", 503));
    if (request.path.starts_with(actionPath))
        return handleAction(request, reply);
    if (request.path.starts_with(hostedPath))
        return handleHosted(request, reply);
    reply(unknown());
}

void PageDesk::handleAction(const Request& request, const http::Reply& reply)
{
    const auto form = formOf(request);
    const auto id = request.path.substr(actionPath.size());
    const auto* intent = m_world->book->find(id);
    if (!intent || keyOf(request, form) != intent->clientSecret)
        return reply(unknown());
    if (request.method != "POST")
        return reply(page(actionPage(*intent)));
    const auto next = decide(id, form.get("outcome") == "agree");
    reply(next.empty() ? page(actionPage(*m_world->book->find(id))) : sentTo(next));
}

std::string PageDesk::decide(const std::string& id, bool isAgreed)
{
    auto& world = *m_world;
    auto* known = world.book->find(id);
    if (!known)
        return {};
    const auto& lock = known->session.empty() ? id : known->session;
    if (known->status == IntentStatus::RequiresAction && !world.locked.contains(lock)) {
        auto intent = *known;
        const auto effect = finishAction(intent, isAgreed);
        world.keep(intent, effect.events, {});
        world.book->flush();
    }
    const auto& now = *world.book->find(id);
    const auto* session = now.session.empty() ? nullptr : world.book->findSession(now.session);
    // Declined there, the shopper may try again with something else.
    return session && session->status == SessionStatus::Open ? session->url : addressAfter(now);
}

void PageDesk::handleHosted(const Request& request, const http::Reply& reply)
{
    const auto form = formOf(request);
    const auto id = request.path.substr(hostedPath.size());
    const auto* session = m_world->book->findSession(id);
    if (!session || keyOf(request, form) != session->secret)
        return reply(unknown());
    if (request.method != "POST")
        return reply(page(hostedPage(*session, {})));
    if (session->status == SessionStatus::Complete)
        return reply(sentTo(addressAfter(*session)));
    if (form.get("outcome") == "back" && !session->cancelUrl.empty())
        return reply(sentTo(session->cancelUrl));
    if (form.get("outcome") != "pay" || session->status != SessionStatus::Open)
        return reply(page(hostedPage(*session, {})));
    const auto means = tokenOf(form.get("means"));
    if (!meansOf(means))
        return reply(page(hostedPage(*session, "That is no means of payment here.")));
    pay(id, means, [self = shared_from_this(), id, reply](const std::string& next) {
        const auto* now = self->m_world->book->findSession(id);
        if (!next.empty())
            return reply(sentTo(next));
        reply(now ? page(hostedPage(*now, "Your card was declined.")) : unknown());
    });
}

void PageDesk::pay(const std::string& id, const std::string& means,
        const std::function<void(std::string)>& done)
{
    auto& world = *m_world;
    if (world.locked.contains(id))
        return done({});
    world.locked.insert(id);
    auto chance = world.nextChance();
    const auto known = meansOf(means);
    const auto ms
            = chance.milliseconds(world.latencyOf(std::string{known ? known->method : "card"}));
    const auto timer = std::make_shared<asio::steady_timer>(
            world.executor, std::chrono::microseconds{static_cast<std::int64_t>(ms * 1000)});
    timer->async_wait([timer, self = shared_from_this(), id, means, done, life = world.life](
                              boost::system::error_code failed) {
        if (!failed)
            done(life == self->m_world->life ? self->settle(id, means) : std::string{});
    });
}

std::string PageDesk::settle(const std::string& id, const std::string& means)
{
    auto& world = *m_world;
    world.locked.erase(id);
    const auto* session = world.book->findSession(id);
    if (!session || session->status != SessionStatus::Open)
        return session && session->status == SessionStatus::Complete ? addressAfter(*session) : "";
    const auto* known = world.book->find(session->intent);
    Intent intent = known ? *known : intentOf(*session);
    if (!known) {
        intent.id = "pi_" + world.freshId();
        intent.clientSecret = intent.id + "_secret_" + world.freshId();
        intent.created = world.nowS();
    }
    auto chance = world.nextChance();
    auto effect = confirm(
            intent, Form{{{"payment_method", means}}}, world.circumstances(intent, chance));
    if (!known)
        effect.events.insert(effect.events.begin(), "payment_intent.created");
    world.keep(intent, effect.events, {});
    world.book->flush();
    if (intent.status == IntentStatus::RequiresAction)
        return intent.actionUrl;
    return effect.error ? std::string{} : addressAfter(*world.book->findSession(id));
}

} // namespace saikobi::rehearsal
