#include "app/sources/command_carrier.h"

#include <QUuid>

#include <pqxx/pqxx>

#include <utility>

#include "app/sources/postgres_link.h"
#include "app/sources/redis_link.h"
#include "backend/contract/keys.h"

namespace saikobi::sources {

using commands::CommandPath;
using commands::SendOutcome;
using contract::Command;
using contract::FaultCode;

namespace {

constexpr std::chrono::milliseconds deadline{1000};

SendOutcome outcomeOf(const Command& command, CommandPath path)
{
    SendOutcome out;
    out.commandId = command.id;
    out.path = path;
    out.kind = SendOutcome::Kind::Taken;
    return out;
}

SendOutcome::Kind kindOf(const contract::Fault& fault)
{
    if (fault.code == FaultCode::Refused)
        return SendOutcome::Kind::Refused;
    return fault.code == FaultCode::Unavailable ? SendOutcome::Kind::Unreachable
                                                : SendOutcome::Kind::Unknown;
}

class RedisCarrier : public CommandCarrier {
public:
    RedisCarrier(const Profile& profile, PathMeterPtr meter)
        : m_profile(profile)
        , m_meter(std::move(meter))
        , m_stream(contract::keys::commands(profile.sale, profile.redisUser))
    {
    }

    SendOutcome carry(const Command& command) override
    {
        auto out = outcomeOf(command, CommandPath::Redis);
        const auto sent = append(command);
        if (!sent) {
            out.kind = kindOf(sent.error());
            out.detail = sent.error().detail;
        }
        return out;
    }

    Kept keep() override
    {
        if (m_mayOnlyRead || m_profile.redisUser.empty())
            return read();
        return m_probe.empty() ? probe() : lookForProbe();
    }

private:
    contract::Result<RedisReply> append(const Command& command)
    {
        return call({"XADD", contract::keys::commands(command.sale, m_profile.redisUser), "*",
                std::string{contract::command_field::id}, command.id,
                std::string{contract::command_field::kind}, std::string{name(command.kind)},
                std::string{contract::command_field::parameters},
                contract::parametersToJson(command.parameters),
                std::string{contract::command_field::reason}, command.reason,
                std::string{contract::command_field::basedOn},
                std::to_string(command.basedOn.value), std::string{contract::command_field::madeAt},
                std::to_string(contract::toUnixMs(command.madeAt))});
    }

    Kept probe()
    {
        m_meter->sent(CommandPath::Redis, std::chrono::steady_clock::now());
        Command command;
        command.id = QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString();
        command.sale = m_profile.sale;
        command.kind = contract::CommandKind::Probe;
        command.madeAt = std::chrono::system_clock::now();
        const auto sent = append(command);
        if (sent) {
            m_probe = sent.value().text;
            return Kept::Probing;
        }
        m_mayOnlyRead = sent.error().code == FaultCode::Refused
                && sent.error().detail.rfind("NOPERM", 0) == 0;
        return m_mayOnlyRead ? read() : Kept::Away;
    }

    Kept lookForProbe()
    {
        const auto left = call({"XRANGE", m_stream, m_probe, m_probe});
        if (!left)
            return Kept::Away;
        if (!left.value().items.empty())
            return Kept::Probing;
        m_probe.clear();
        m_meter->returned(CommandPath::Redis, std::chrono::steady_clock::now());
        return Kept::There;
    }

    Kept read()
    {
        m_meter->sent(CommandPath::Redis, std::chrono::steady_clock::now());
        if (!call({"EXISTS", m_stream}))
            return Kept::Away;
        m_meter->returned(CommandPath::Redis, std::chrono::steady_clock::now());
        return Kept::There;
    }

    contract::Result<RedisReply> call(const RedisWords& words)
    {
        if (!m_link) {
            auto opened = RedisLink::open(m_profile);
            if (!opened)
                return opened.error();
            m_link = std::move(opened).value();
        }
        auto reply = m_link->call(words);
        if (!reply && reply.error().code != FaultCode::Refused) {
            m_link.reset();
            m_probe.clear(); // another one is sent; the meter waits for what has been under way
            m_mayOnlyRead = false;
        }
        return reply;
    }

    const Profile m_profile;
    const PathMeterPtr m_meter;
    const std::string m_stream;
    std::unique_ptr<RedisLink> m_link{};
    std::string m_probe{}; ///< entry that has not been taken yet
    bool m_mayOnlyRead = false;
};

class PostgresCarrier : public CommandCarrier {
public:
    PostgresCarrier(const Profile& profile, PathMeterPtr meter)
        : m_meter(std::move(meter))
        , m_link(profile.postgresUrl, PostgresLink::Use::Commands)
    {
    }

    SendOutcome carry(const Command& command) override
    {
        auto out = outcomeOf(command, CommandPath::Postgres);
        bool isOurs = false;
        const auto done = m_link.run(
                [&](pqxx::connection_base& on) {
                    pqxx::work work(on);
                    const auto row = work.exec_params1(R"(
select saikobi.issue_command($1, $2, $3, $4::jsonb, $5, $6,
    'epoch'::timestamptz + $7 * interval '1 millisecond'))",
                            command.id, command.sale, std::string{name(command.kind)},
                            contract::parametersToJson(command.parameters), command.reason,
                            command.basedOn.value, contract::toUnixMs(command.madeAt));
                    isOurs = !row[0].is_null();
                    work.commit();
                },
                deadline);
        if (!done) {
            out.kind = kindOf(done.error());
            out.detail = done.error().detail;
        } else if (!isOurs) {
            out.kind = SendOutcome::Kind::Refused;
            out.detail = "somebody else has used this id";
        }
        return out;
    }

    Kept keep() override
    {
        m_meter->sent(CommandPath::Postgres, std::chrono::steady_clock::now());
        const auto done = m_link.run(
                [](pqxx::connection_base& on) { pqxx::nontransaction{on}.exec("select 1"); },
                deadline);
        if (!done)
            return Kept::Away;
        m_meter->returned(CommandPath::Postgres, std::chrono::steady_clock::now());
        return Kept::There;
    }

private:
    const PathMeterPtr m_meter;
    PostgresLink m_link;
};

} // namespace

std::unique_ptr<CommandCarrier> redisCarrier(const Profile& profile, PathMeterPtr meter)
{
    return std::make_unique<RedisCarrier>(profile, std::move(meter));
}

std::unique_ptr<CommandCarrier> postgresCarrier(const Profile& profile, PathMeterPtr meter)
{
    return std::make_unique<PostgresCarrier>(profile, std::move(meter));
}

} // namespace saikobi::sources
