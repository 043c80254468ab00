#include "backend/daemon/identity.h"

#include <array>
#include <random>

namespace saikobi::daemon {

Identity newIdentity(const std::string& instance)
{
    constexpr std::string_view digits{"0123456789abcdef"};
    std::random_device chance;
    std::string incarnation;
    for (int i = 0; i < 16; ++i)
        incarnation.push_back(digits[chance() % digits.size()]);
    return {instance, incarnation, std::chrono::system_clock::now()};
}

contract::Result<SigningKeys> readKeys(const ServeConfig& config)
{
    std::vector<waiting_room::TicketKey> tickets;
    for (const auto& key : config.ticketKeys)
        tickets.push_back({key.id, key.secret, key.signFrom});
    std::vector<waiting_room::PassKeys::Key> passes;
    for (const auto& key : config.passKeys)
        passes.push_back({key.pem, key.signFrom});
    auto read = waiting_room::PassKeys::fromPem(std::move(passes), config.publicUrl);
    if (!read)
        return read.error();
    return SigningKeys{waiting_room::TicketKeys{std::move(tickets)}, std::move(read).value()};
}

} // namespace saikobi::daemon
