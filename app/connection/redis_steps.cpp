#include "app/connection/redis_steps.h"

#include <QUuid>

#include <algorithm>
#include <map>

#include "app/connection/instance_ages.h"
#include "app/connection/store_address.h"
#include "app/sources/redis_link.h"
#include "backend/contract/command.h"
#include "backend/contract/keys.h"
#include "backend/contract/tick.h"

namespace saikobi::connection {

using model::Hop;
using model::HopCause;
using model::HopResult;
using sources::RedisReply;
using sources::RedisWords;
using namespace std::chrono_literals;

namespace {

constexpr auto dialDeadline = 3s;
constexpr auto probePatience = 3s; ///< the pacing function runs every 100 ms
constexpr auto betweenLooks = 10ms;
constexpr const char* lastTicks = "200"; ///< some seconds of every instance

double epochMs(std::chrono::system_clock::time_point at)
{
    return std::chrono::duration<double, std::milli>(at.time_since_epoch()).count();
}

class RedisSteps {
public:
    RedisSteps(const sources::Profile& profile, HopWalk& walk)
        : m_profile(profile)
        , m_walk(walk)
    {
    }

    std::optional<double> walk()
    {
        m_walk.step(Hop::Name, [this] { return findNumber(); });
        m_walk.step(Hop::Tcp, [this] { return reach(); });
        m_walk.tell(Hop::Tls,
                notNeeded(sources::isOwnMachine(m_profile.redisHost) ? HopCause::PlainLocal
                                                                     : HopCause::PlainAllowed));
        m_walk.step(Hop::SignIn, [this] { return signIn(); });
        m_walk.step(Hop::Version, [this] { return version(); });
        m_walk.step(Hop::Rights, [this] { return rights(); });
        m_walk.step(Hop::Schema, [this] { return state(); });
        m_walk.step(Hop::Probe, [this] { return probe(); });
        m_walk.step(Hop::Ticks,
                [this] { return m_walk.patiently(HopCause::NoTicks, [this] { return ticks(); }); });
        return m_skewMs;
    }

private:
    HopResult findNumber()
    {
        auto found = resolve(m_profile.redisHost);
        if (!found)
            return failed(HopCause::NotResolved, m_profile.redisHost + ": " + found.error().detail);
        m_numbers = std::move(found).value();
        return passed(m_numbers.front());
    }

    HopResult reach()
    {
        auto last = failed(HopCause::NoAnswer);
        for (const auto& number : m_numbers) {
            const StoreAddress where{number, m_profile.redisPort};
            const auto reached = dial(number, m_profile.redisPort, dialDeadline);
            if (reached)
                return passed(where.text());
            last = failed(reached.error().code == contract::FaultCode::Refused ? HopCause::Refused
                                                                               : HopCause::NoAnswer,
                    where.text() + ": " + reached.error().detail);
        }
        return last;
    }

    HopResult signIn()
    {
        auto opened = sources::RedisLink::open(m_profile);
        if (!opened)
            return failed(whyNot(opened.error().detail), opened.error().detail);
        m_link = std::move(opened).value();
        return passed(m_profile.redisUser);
    }

    /// Redis's own words are the same in every language.
    HopCause whyNot(const std::string& told) const
    {
        if (told.find("WRONGPASS") == std::string::npos && told.find("ERR") == std::string::npos)
            return HopCause::NoAnswer;
        return m_profile.redisPassword.empty() ? HopCause::NoPassword : HopCause::SignInRefused;
    }

    HopResult call(const RedisWords& words, HopCause ifRefused,
            const std::function<HopResult(const RedisReply&)>& then)
    {
        const auto reply = m_link->call(words);
        if (reply)
            return then(reply.value());
        return failed(
                reply.error().code == contract::FaultCode::Refused ? ifRefused : HopCause::NoAnswer,
                reply.error().detail);
    }

    HopResult version()
    {
        const auto sent = std::chrono::system_clock::now();
        const auto time = m_link->call({"TIME"});
        const auto got = std::chrono::system_clock::now();
        if (time && time.value().items.size() == 2) {
            const auto theirs = std::stod(time.value().items[0].text) * 1000
                    + std::stod(time.value().items[1].text) / 1000;
            m_skewMs = (epochMs(sent) + epochMs(got)) / 2 - theirs;
        }
        return call({"INFO", "server"}, HopCause::NoRights, [](const RedisReply& reply) {
            const std::string field{"redis_version:"};
            const auto at = reply.text.find(field);
            if (at == std::string::npos)
                return passed("Redis");
            const auto from = at + field.size();
            return passed("Redis "
                    + reply.text.substr(from, reply.text.find_first_of("\r\n", from) - from));
        });
    }

    /// The store itself tells: an entry that is never made is refused to whoever may not make it.
    HopResult rights()
    {
        const auto readable = m_link->call(
                {"XRANGE", contract::keys::ticks(m_profile.sale), "-", "+", "COUNT", "1"});
        if (!readable)
            return failed(HopCause::NoRights, readable.error().detail);
        const auto own = m_link->call({"XADD", ownStream(), "NOMKSTREAM", "*", "rights", "?"});
        if (!own && own.error().code != contract::FaultCode::Refused)
            return failed(HopCause::NoAnswer, own.error().detail);
        m_isOperator = static_cast<bool>(own);
        return passed(m_profile.redisUser, m_isOperator ? HopCause::Operator : HopCause::Viewer);
    }

    HopResult state()
    {
        return call({"HGET", contract::keys::queue(m_profile.sale), "epoch"}, HopCause::NoRights,
                [this](const RedisReply& reply) {
                    return reply.isNil ? failed(HopCause::NoSale, m_profile.sale)
                                       : passed(reply.text);
                });
    }

    HopResult probe()
    {
        if (!m_isOperator)
            return call(
                    {"XREVRANGE", contract::keys::timeline(m_profile.sale), "+", "-", "COUNT", "1"},
                    HopCause::NoRights,
                    [](const RedisReply&) { return passed({}, HopCause::ReadOnly); });
        const auto from = std::chrono::steady_clock::now();
        const auto written = m_link->call(probeWords());
        if (!written)
            return failed(HopCause::NoRights, written.error().detail);
        const auto id = written.value().text;
        while (std::chrono::steady_clock::now() - from < probePatience) {
            const auto left = m_link->call({"XRANGE", ownStream(), id, id});
            if (!left)
                return failed(HopCause::NoAnswer, left.error().detail);
            if (left.value().items.empty())
                return passed();
            if (!m_walk.pause(betweenLooks))
                break;
        }
        return failed(HopCause::NotTaken);
    }

    RedisWords probeWords() const
    {
        namespace field = contract::command_field;
        return {"XADD", ownStream(), "*", std::string{field::id},
                QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString(),
                std::string{field::kind}, std::string{name(contract::CommandKind::Probe)},
                std::string{field::parameters}, "{}", std::string{field::madeAt},
                std::to_string(static_cast<std::int64_t>(
                        epochMs(std::chrono::system_clock::now()) - m_skewMs.value_or(0)))};
    }

    HopResult ticks()
    {
        return call(
                {"XREVRANGE", contract::keys::ticks(m_profile.sale), "+", "-", "COUNT", lastTicks},
                HopCause::NoRights,
                [this](const RedisReply& reply) { return judgeTicks(agesOf(reply)); });
    }

    InstanceAges agesOf(const RedisReply& entries) const
    {
        const auto now = epochMs(std::chrono::system_clock::now()) - m_skewMs.value_or(0);
        std::map<std::string, double> newest;
        for (const auto& entry : entries.items) {
            const auto tick = contract::tickFromJson(sources::fieldOf(entry, "tick"));
            if (!tick || tick.value().instance.empty())
                continue; // the row of the whole sale is anybody's
            const auto age
                    = (now - static_cast<double>(contract::toUnixMs(tick.value().at))) / 1000;
            const auto known = newest.try_emplace(tick.value().instance, age).first;
            known->second = std::min(known->second, age);
        }
        return {newest.begin(), newest.end()};
    }

    std::string ownStream() const
    {
        return contract::keys::commands(m_profile.sale, m_profile.redisUser);
    }

    const sources::Profile& m_profile;
    HopWalk& m_walk;
    std::vector<std::string> m_numbers{};
    std::unique_ptr<sources::RedisLink> m_link{};
    std::optional<double> m_skewMs{};
    bool m_isOperator = false;
};

} // namespace

std::optional<double> walkToRedis(const sources::Profile& profile, HopWalk& walk)
{
    return RedisSteps{profile, walk}.walk();
}

} // namespace saikobi::connection
