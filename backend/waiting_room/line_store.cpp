#include "backend/waiting_room/line_store.h"

#include <boost/asio/bind_executor.hpp>

#include <array>
#include <charconv>

#include "backend/contract/json_members.h"
#include "backend/contract/keys.h"
#include "backend/stores/redis_executor.h"
#include "backend/waiting_room/line_wire.h"

namespace saikobi::waiting_room {

using contract::Fault;
using contract::FaultCode;
using contract::Nothing;
using contract::Result;
using stores::Reply;
namespace json = contract::json;
namespace keys = contract::keys;

std::vector<std::string> lineKeys(
        const std::string& sale, const std::vector<std::string>& operators)
{
    auto out = keys::ofLine(sale);
    for (const auto& name : operators)
        out.push_back(keys::commands(sale, name));
    return out;
}

LineStore::LineStore(
        std::string sale, boost::asio::any_io_executor executor, stores::RedisExecutor& redis)
    : m_sale(std::move(sale))
    , m_executor(std::move(executor))
    , m_redis(redis)
    , m_keys(lineKeys(m_sale, {}))
{
}

void LineStore::setOperators(const std::vector<std::string>& names)
{
    m_keys = lineKeys(m_sale, names);
}

std::string LineStore::serverRunId() const
{
    return m_redis.serverRunId();
}

void LineStore::call(const char* function, std::vector<std::string> arguments, Done<Reply> done)
{
    stores::RedisCommand command{"FCALL", function, std::to_string(m_keys.size())};
    command.insert(command.end(), m_keys.begin(), m_keys.end());
    command.insert(command.end(), std::make_move_iterator(arguments.begin()),
            std::make_move_iterator(arguments.end()));
    m_redis.send(std::move(command),
            boost::asio::bind_executor(m_executor, [done = std::move(done)](Result<Reply> reply) {
                done(judged(std::move(reply)));
            }));
}

void LineStore::ask(const char* function, std::vector<std::string> arguments, Done<Reply> done)
{
    call(function, std::move(arguments), std::move(done));
}

void LineStore::pace(contract::Epoch epoch, const contract::Sale& settings,
        const InstanceReport& report, const std::vector<contract::RelayedCommand>& relayed,
        const Copied& copied, Done<Paced> done)
{
    call("saikobi_pace", {text(epoch.value), paceInput(settings, report, relayed, copied)},
            [done = std::move(done)](const Result<Reply>& reply) {
                done(reply ? toPaced(reply.value()) : Result<Paced>{reply.error()});
            });
}

void LineStore::join(
        contract::Epoch epoch, const std::vector<std::string>& prints, Done<Joined> done)
{
    std::vector<std::string> arguments{text(epoch.value)};
    arguments.insert(arguments.end(), prints.begin(), prints.end());
    call("saikobi_join", std::move(arguments),
            [done = std::move(done), asked = prints.size()](const Result<Reply>& reply) {
                if (!reply)
                    done(reply.error());
                else if (reply.value().items.size() != 2 + 3 * asked)
                    done(unreadable("saikobi_join"));
                else
                    done(toJoined(reply.value()));
            });
}

void LineStore::claim(
        contract::Epoch epoch, const std::vector<ClaimAsked>& claims, Done<Claimed> done)
{
    std::vector<std::string> arguments{text(epoch.value)};
    for (const auto& one : claims)
        arguments.push_back(claimText(one));
    call("saikobi_claim", std::move(arguments),
            [done = std::move(done), asked = claims.size()](const Result<Reply>& reply) {
                if (!reply)
                    done(reply.error());
                else if (reply.value().items.size() != 1 + 3 * asked)
                    done(unreadable("saikobi_claim"));
                else
                    done(toClaimed(reply.value()));
            });
}

void LineStore::move(contract::Epoch epoch, const MoveAsked& asked, Done<Moved> done)
{
    call("saikobi_moved",
            {text(epoch.value), text(asked.number), text(asked.member), text(asked.handOvers),
                    asked.print},
            [done = std::move(done)](const Result<Reply>& reply) {
                done(reply ? toMoved(reply.value()) : Result<Moved>{reply.error()});
            });
}

void LineStore::restore(contract::Epoch epoch, const std::string& codeSha256,
        const std::string& print, Done<Moved> done)
{
    call("saikobi_restore", {text(epoch.value), codeSha256, print},
            [done = std::move(done)](const Result<Reply>& reply) {
                done(reply ? toMoved(reply.value()) : Result<Moved>{reply.error()});
            });
}

void LineStore::joinGroup(contract::Epoch epoch, const GroupAsked& asked, Done<GroupJoined> done)
{
    call("saikobi_group",
            {text(epoch.value), text(asked.number), text(asked.place), text(asked.most),
                    asked.print},
            [done = std::move(done)](const Result<Reply>& reply) {
                done(reply ? toGroupJoined(reply.value()) : Result<GroupJoined>{reply.error()});
            });
}

void LineStore::leave(contract::Epoch epoch, const HolderName& pass, Done<Nothing> done)
{
    call("saikobi_leave", {text(epoch.value), pass.toText()},
            [done = std::move(done)](const Result<Reply>& reply) {
                done(reply ? Result<Nothing>{Nothing{}} : Result<Nothing>{reply.error()});
            });
}

void LineStore::notePaid(
        contract::Epoch epoch, const std::vector<std::string>& passes, Done<Nothing> done)
{
    std::vector<std::string> arguments{text(epoch.value)};
    arguments.insert(arguments.end(), passes.begin(), passes.end());
    call("saikobi_order_paid", std::move(arguments),
            [done = std::move(done)](const Result<Reply>& reply) {
                done(reply ? Result<Nothing>{Nothing{}} : Result<Nothing>{reply.error()});
            });
}

void LineStore::checkOrders(contract::Epoch epoch, const std::vector<GateQuestion>& orders,
        Done<std::vector<Result<OrderGate>>> done)
{
    std::vector<std::string> arguments{text(epoch.value)};
    for (const auto& order : orders)
        arguments.push_back(questionText(order));
    call("saikobi_orders", std::move(arguments),
            [done = std::move(done), asked = orders.size()](const Result<Reply>& reply) {
                if (!reply)
                    return done(reply.error());
                if (reply.value().items.size() != asked)
                    return done(unreadable("saikobi_orders"));
                std::vector<Result<OrderGate>> answers;
                for (const auto& item : reply.value().items)
                    answers.push_back(toOrderGate(item.text));
                done(std::move(answers));
            });
}

void LineStore::leaveGate(
        contract::Epoch epoch, const std::vector<std::string>& orders, Done<Nothing> done)
{
    std::vector<std::string> arguments{text(epoch.value)};
    arguments.insert(arguments.end(), orders.begin(), orders.end());
    call("saikobi_order_left", std::move(arguments),
            [done = std::move(done)](const Result<Reply>& reply) {
                done(reply ? Result<Nothing>{Nothing{}} : Result<Nothing>{reply.error()});
            });
}

void LineStore::blocks(contract::Epoch epoch, Done<Blocked> done)
{
    call("saikobi_blocks", {text(epoch.value)},
            [done = std::move(done)](const Result<Reply>& reply) {
                if (!reply)
                    done(reply.error());
                else if (reply.value().items.size() % 3 != 1)
                    done(unreadable("saikobi_blocks"));
                else
                    done(toBlocked(reply.value()));
            });
}

void LineStore::recover(const Recovery& recovery, Done<Nothing> done)
{
    call("saikobi_recover",
            {text(recovery.mark.epoch.value), recoveryInput(recovery), recovery.passes},
            [done = std::move(done)](const Result<Reply>& reply) {
                done(reply ? Result<Nothing>{Nothing{}} : Result<Nothing>{reply.error()});
            });
}

void LineStore::raiseCeiling(contract::Epoch epoch, std::int64_t ceiling, Done<Nothing> done)
{
    call("saikobi_ceiling", {text(epoch.value), text(ceiling)},
            [done = std::move(done)](const Result<Reply>& reply) {
                done(reply ? Result<Nothing>{Nothing{}} : Result<Nothing>{reply.error()});
            });
}

} // namespace saikobi::waiting_room
