#pragma once

#include <QString>

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "backend/contract/figures.h"
#include "backend/contract/result.h"
#include "backend/contract/words.h"

namespace saikobi::sources {

/// A way through somebody else's machine, for both stores. ssh signs in with its own key or agent.
struct TunnelWay {
    std::string destination{}; ///< HOST or USER@HOST
    int port = 22;
    std::string identity{}; ///< file of the key; empty: whatever ssh finds
    std::string knownHosts{}; ///< file; empty: the user's own
};

/// Where a sale is and who looks at it. Read from an INI file, which has no password: those come
/// from the secrets file that it names, the passfile in the address, the keychain, or they are
/// asked for.
///
/// A Postgres on another machine is spoken to by TLS, and its certificate must be for that host and
/// of a known authority (`verify-full`) unless the address says another sslmode. Redis speaks in
/// the clear: on another machine it needs a tunnel, or `allow_plain=true`.
///
///     kind=rehearsal
///     [postgres] url=postgresql://op-1@127.0.0.1:5433/saikobi?passfile=…
///                root_certificate=ca.crt  (else libpq's own file, else the system's)
///     [redis]    url=redis://127.0.0.1:6380
///                user=op-1
///                allow_plain=false
///     [tunnel]   ssh=op@gate.example
///                port, identity, known_hosts
///     [secrets]  file=secrets-op-1.ini  (with the sections [redis] and [postgres], each with
///                password=…; readable by its owner only)
///                or keychain=true
///     [sale]     id=demo
///     [journey]  pages=https://shop.example
///                return, webhook  (else the host of the pages)
///                assets  (several, with commas)
///     [figures]  not_measured=cpu  (what this installation does not measure, by choice)
struct Profile {
    contract::ProfileKind kind = contract::ProfileKind::Rehearsal;
    std::string postgresUrl{};
    std::string redisHost{"127.0.0.1"};
    int redisPort = 6379;
    std::string redisUser{};
    std::string redisPassword{};
    std::string sale{};
    std::optional<TunnelWay> tunnel{};
    std::vector<std::pair<std::string, std::string>> journey{}; ///< role and address of each host
    bool keepsInKeychain = false; ///< the passwords are in the keychain, or asked for
    bool isAskedFor = false; ///< nothing says where they are
    std::set<contract::Figure> notMeasured{}; ///< named before a raise, and blocks none
};

/// Invalid, naming file and key, when something is missing or wrong. A relative secrets file lies
/// beside the profile.
contract::Result<Profile> readProfile(const QString& path);

/// Whether nothing on the way to that host leaves this machine.
bool isOwnMachine(const std::string& host);
/// The same profile with the passwords in it; an empty one is left out.
Profile withPasswords(Profile profile, const std::string& postgres, const std::string& redis);
/// The same profile with both stores reached at ports of this machine, where a tunnel ends. The
/// certificate must still be for the name in the address.
Profile throughTunnel(Profile profile, int postgresPort, int redisPort);

} // namespace saikobi::sources
