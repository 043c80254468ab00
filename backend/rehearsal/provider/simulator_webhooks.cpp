#include "backend/rehearsal/provider/simulator_webhooks.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <deque>
#include <map>

#include "backend/rehearsal/provider/outbound.h"
#include "backend/rehearsal/provider/simulator_chance.h"

namespace saikobi::rehearsal {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace {

constexpr int tries = 12; ///< with back-off up to 30 s: some minutes
constexpr std::int64_t waitingLimit = 10'000; ///< more are dropped, as the real thing may
constexpr std::size_t replayLimit = 10'000;
constexpr int connectionLimit = 16;
constexpr std::int64_t oldS = 600;
constexpr std::uint64_t chanceStream = 1ULL << 61U;

enum class Seal { Right, Wrong, Old };

struct Notification {
    std::shared_ptr<const std::string> body{};
    Seal seal = Seal::Right;
    int attempts = 0;
};

std::int64_t unixNow()
{
    return std::chrono::duration_cast<std::chrono::seconds>(
            std::chrono::system_clock::now().time_since_epoch())
            .count();
}

std::string hexHmac(const std::string& secret, const std::string& text)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
            reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(), &size);
    constexpr std::string_view digits{"0123456789abcdef"};
    std::string out;
    for (unsigned i = 0; i < size; ++i) {
        out += digits[digest[i] >> 4U];
        out += digits[digest[i] & 15U];
    }
    return out;
}

std::chrono::microseconds ofMs(double milliseconds)
{
    return std::chrono::microseconds{static_cast<std::int64_t>(milliseconds * 1000)};
}

} // namespace

std::string webhookSignature(
        const std::vector<std::string>& secrets, std::int64_t unixS, const std::string& body)
{
    auto out = "t=" + std::to_string(unixS);
    for (const auto& secret : secrets)
        out += ",v1=" + hexHmac(secret, std::to_string(unixS) + '.' + body);
    return out;
}

std::string webhookSignature(const std::string& secret, std::int64_t unixS, const std::string& body)
{
    return webhookSignature(std::vector{secret}, unixS, body);
}

/// Outlives the object as long as connections are at work.
struct SimulatorWebhooks::Impl : std::enable_shared_from_this<Impl> {
    explicit Impl(asio::any_io_executor given)
        : executor(given)
        , timer(given)
    {
    }

    asio::any_io_executor executor;
    asio::steady_timer timer; ///< until the first one is due
    WebhookSettings settings{};
    std::uint64_t seed = 1;
    Counts counts{};
    bool isStopped = false;
    int connections = 0;
    std::multimap<Clock::time_point, Notification> due{};
    std::deque<std::shared_ptr<const std::string>> sent{}; ///< the last ones, for a replay

    void add(Notification notification, std::chrono::microseconds delay)
    {
        if (counts.waiting >= waitingLimit) {
            ++counts.givenUp;
            return;
        }
        ++counts.waiting;
        due.emplace(Clock::now() + delay, std::move(notification));
        watch();
    }

    /// Sends what is due, as many at once as there may be connections, and waits for the next.
    void watch()
    {
        if (isStopped || settings.isPaused || due.empty() || connections >= connectionLimit)
            return;
        const auto at = due.begin()->first;
        if (at <= Clock::now()) {
            ++connections;
            asio::co_spawn(executor, work(shared_from_this()), asio::detached);
            return;
        }
        timer.expires_at(at);
        timer.async_wait([self = shared_from_this()](boost::system::error_code failed) {
            if (!failed)
                self->watch();
        });
    }

    std::string signatureOf(const Notification& notification) const
    {
        const auto at = unixNow() - (notification.seal == Seal::Old ? oldS : 0);
        if (notification.seal == Seal::Wrong)
            return webhookSignature("whsec_of_somebody_else", at, *notification.body);
        return webhookSignature(settings.secrets, at, *notification.body);
    }

    bool isAnyDue() const
    {
        return !isStopped && !settings.isPaused && !due.empty()
                && due.begin()->first <= Clock::now();
    }

    void settle(Notification notification, bool isDelivered)
    {
        --counts.waiting;
        counts.failedTries += isDelivered ? 0 : 1;
        if (isDelivered || ++notification.attempts >= tries) {
            ++(isDelivered ? counts.delivered : counts.givenUp);
            return;
        }
        const auto wait = std::min<std::chrono::milliseconds>(
                500ms * (1 << (notification.attempts - 1)), 30s);
        add(std::move(notification), wait);
    }

    /// One connection, as long as something is due.
    static asio::awaitable<void> work(std::shared_ptr<Impl> self)
    {
        Outbound outbound{self->executor};
        while (self->isAnyDue()) {
            auto next = std::move(self->due.begin()->second);
            self->due.erase(self->due.begin());
            self->watch(); // another connection may take what is due too
            OutboundCall call;
            call.url = self->settings.target;
            call.headers = {{"Stripe-Signature", self->signatureOf(next)}};
            call.body = next.body;
            const auto status = co_await outbound.ask(call);
            self->settle(std::move(next), status / 100 == 2);
        }
        --self->connections;
        self->watch();
    }
};

std::shared_ptr<SimulatorWebhooks> SimulatorWebhooks::make(asio::any_io_executor executor)
{
    return std::shared_ptr<SimulatorWebhooks>{new SimulatorWebhooks(std::move(executor))};
}

SimulatorWebhooks::SimulatorWebhooks(asio::any_io_executor executor)
    : m_impl(std::make_shared<Impl>(std::move(executor)))
{
}

void SimulatorWebhooks::turn(const WebhookSettings& settings, std::uint64_t seed)
{
    m_impl->settings = settings;
    m_impl->seed = seed;
    m_impl->watch();
}

void SimulatorWebhooks::stop()
{
    m_impl->isStopped = true;
    m_impl->timer.cancel();
}

const SimulatorWebhooks::Counts& SimulatorWebhooks::counts() const
{
    return m_impl->counts;
}

std::int64_t SimulatorWebhooks::replay(std::int64_t count)
{
    const auto& sent = m_impl->sent;
    const auto begin = sent.size()
            - std::min(sent.size(), static_cast<std::size_t>(std::max<std::int64_t>(count, 0)));
    for (auto at = begin; at < sent.size(); ++at)
        m_impl->add({sent[at]}, 0ms);
    m_impl->counts.replayed += static_cast<std::int64_t>(sent.size() - begin);
    return static_cast<std::int64_t>(sent.size() - begin);
}

void SimulatorWebhooks::send(const std::string& type, std::string body)
{
    auto& impl = *m_impl;
    const auto& wanted = impl.settings.types;
    const bool isWanted = std::any_of(wanted.begin(), wanted.end(),
            [&type](const std::string& beginning) { return type.starts_with(beginning); });
    if (impl.settings.target.empty() || !isWanted)
        return;
    Chance chance{impl.seed, chanceStream + static_cast<std::uint64_t>(impl.counts.made++)};
    Notification notification{std::make_shared<const std::string>(std::move(body))};
    const auto& settings = impl.settings;
    const auto delay = [&] {
        return ofMs(chance.milliseconds(settings.delayMs) + chance.share() * settings.reorderMs);
    };
    const bool isDropped = chance.hits(settings.drop);
    const bool isTwice = chance.hits(settings.duplicates);
    const bool isWrong = chance.hits(settings.wrongSignature);
    const bool isOld = chance.hits(settings.oldSignature);
    notification.seal = isWrong ? Seal::Wrong : isOld ? Seal::Old : Seal::Right;
    impl.counts.misSigned += notification.seal == Seal::Right ? 0 : 1;
    if (impl.sent.size() >= replayLimit)
        impl.sent.pop_front();
    impl.sent.push_back(notification.body);
    if (isDropped) {
        ++impl.counts.dropped;
        return;
    }
    if (isTwice) {
        ++impl.counts.duplicated;
        impl.add(notification, delay());
    }
    impl.add(std::move(notification), delay());
}

} // namespace saikobi::rehearsal
