#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "backend/contract/quantity.h"
#include "backend/contract/result.h"

namespace saikobi::daemon {

/// An address to listen on: "127.0.0.1:8080"; port 0 is any free one.
struct ListenAddress {
    std::string host{"127.0.0.1"};
    std::uint16_t port = 0;
};

/// Everything `serve` reads from its file. Secrets stand in files of their own, never in this one.
struct ServeConfig {
    struct TicketKeyFile {
        std::uint8_t id = 0;
        std::string secret{}; ///< 32 bytes
        contract::Instant signFrom{};
    };
    struct PassKeyFile {
        std::string pem{};
        contract::Instant signFrom{};
    };
    struct Provider {
        std::string id{};
        std::string url{};
        std::string secret{};
        std::vector<std::string> webhookSecrets{}; ///< any may match, while rotating
        std::string caFile{}; ///< PEM of who may vouch for it; empty: whom the system trusts
    };

    std::string instance{};
    bool isRehearsal = false; ///< the installation is one: staff may do what a sale forbids
    ListenAddress listen{};
    bool sharePort = false;
    /// Of returns and notifications alone (lane P0), so that a proxy can keep them apart from the
    /// crowd. Without it they come in by `listen` only.
    std::optional<ListenAddress> paymentsListen{};
    ListenAddress privateListen{};
    std::string publicUrl{};
    bool walksOutside = true; ///< through it, every 10 s
    std::string outsideCaFile{}; ///< PEM of who may vouch for it; empty: whom the system trusts
    std::string balancerStats{}; ///< address of HAProxy's statistics as CSV; empty: none
    std::vector<std::string> trustedProxies{}; ///< CIDRs; only these may name the client's address
    bool proxyProtocol = false; ///< and do so by PROXY protocol v2
    std::vector<std::string> exempt{}; ///< CIDRs that no join limit counts, in any sale
    std::string postgresUrl{};
    std::string redisUrl{};
    std::string redisPassword{};
    std::vector<TicketKeyFile> ticketKeys{};
    std::vector<PassKeyFile> passKeys{};
    std::vector<Provider> providers{};
    /// By sale: what the shop signs its members with, where `identity` is `subject`.
    std::map<std::string, std::string, std::less<>> subjectKeys{};
};

/// Invalid: the detail names file, line and key.
contract::Result<ServeConfig> readServeConfig(const std::string& path);

/// Invalid unless "HOST:PORT".
contract::Result<ListenAddress> listenAddressFromText(const std::string& text);

} // namespace saikobi::daemon
