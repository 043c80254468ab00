#include "app/sources/command_carrier.h"

#include <pqxx/pqxx>

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
    explicit RedisCarrier(const Profile& profile)
        : m_profile(profile)
    {
    }

    SendOutcome carry(const Command& command) override
    {
        auto out = outcomeOf(command, CommandPath::Redis);
        const auto sent = call({"XADD", contract::keys::commands(command.sale, m_profile.redisUser),
                "*", std::string{contract::command_field::id}, command.id,
                std::string{contract::command_field::kind}, std::string{name(command.kind)},
                std::string{contract::command_field::parameters},
                contract::parametersToJson(command.parameters),
                std::string{contract::command_field::reason}, command.reason,
                std::string{contract::command_field::basedOn},
                std::to_string(command.basedOn.value), std::string{contract::command_field::madeAt},
                std::to_string(contract::toUnixMs(command.madeAt))});
        if (!sent) {
            out.kind = kindOf(sent.error());
            out.detail = sent.error().detail;
        }
        return out;
    }

    bool keep() override { return static_cast<bool>(call({"PING"})); }

private:
    contract::Result<RedisReply> call(const RedisWords& words)
    {
        if (!m_link) {
            auto opened = RedisLink::open(m_profile);
            if (!opened)
                return opened.error();
            m_link = std::move(opened).value();
        }
        auto reply = m_link->call(words);
        if (!reply && reply.error().code != FaultCode::Refused)
            m_link.reset();
        return reply;
    }

    const Profile m_profile;
    std::unique_ptr<RedisLink> m_link{};
};

class PostgresCarrier : public CommandCarrier {
public:
    explicit PostgresCarrier(const Profile& profile)
        : m_link(profile.postgresUrl, PostgresLink::Use::Commands)
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

    bool keep() override
    {
        return static_cast<bool>(m_link.run(
                [](pqxx::connection_base& on) { pqxx::nontransaction{on}.exec("select 1"); },
                deadline));
    }

private:
    PostgresLink m_link;
};

} // namespace

std::unique_ptr<CommandCarrier> redisCarrier(const Profile& profile)
{
    return std::make_unique<RedisCarrier>(profile);
}

std::unique_ptr<CommandCarrier> postgresCarrier(const Profile& profile)
{
    return std::make_unique<PostgresCarrier>(profile);
}

} // namespace saikobi::sources
