#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "backend/contract/quantity.h"
#include "backend/contract/words.h"

/// What the screen Connection shows of the way from this console to a sale. Codes and figures; the
/// page chooses the words. What is absent is not known.
namespace saikobi::model {

/// The steps to each store, in the order in which they are tried.
enum class Hop { Tunnel, Name, Tcp, Tls, SignIn, Version, Rights, Schema, Probe, Ticks };
inline constexpr std::size_t hopCount = static_cast<std::size_t>(Hop::Ticks) + 1;

enum class StorePath { Postgres, Redis };
inline constexpr std::size_t pathCount = 2;

enum class HopState {
    Waiting, ///< not tried yet, or no more after a failure
    Running,
    Passed,
    Failed,
    NotNeeded ///< this way has no such step
};

/// Why a step failed, or what is to be known about one that passed.
enum class HopCause {
    None,
    TunnelFailed,
    NotResolved,
    Refused, ///< nobody listens there
    NoAnswer,
    NoTls, ///< the server speaks none
    NoAuthority, ///< the file of whom to trust is not there
    NotTrusted, ///< of another authority, or expired
    WrongName, ///< a good certificate, of another host
    TlsFailed,
    PlainLocal, ///< passed: nothing leaves this machine, or the tunnel
    PlainAllowed, ///< passed: in the clear, because the profile allows it
    NotVerified, ///< passed: TLS, but nobody looked whose, because the profile says so
    SignInRefused,
    NoPassword,
    OtherVersion,
    NoRights,
    Viewer, ///< passed: may look
    Operator, ///< passed: may command
    NoSchema,
    OldSchema,
    NoSale,
    NotTaken, ///< the probe was written, and no instance took it
    ReadOnly, ///< passed: viewers read instead of writing a probe
    NoTicks,
    SomeSilent ///< passed: some instances tick, some do not
};

struct HopResult {
    HopState state = HopState::Waiting;
    HopCause cause = HopCause::None;
    std::optional<double> ms{};
    std::string detail{}; ///< in the words of whoever answered; never a secret
    int seen = 0; ///< of so many instances, where the step is about them
    int expected = 0;
};

using PathReport = std::array<HopResult, hopCount>;

/// One test of a profile, as far as it has come.
struct ConnectionReport {
    std::string profile{}; ///< id of the profile that was tested
    contract::Instant startedAt{};
    bool isOver = false;
    std::array<PathReport, pathCount> paths{};
    std::optional<double> skewMs{}; ///< our clock less Redis's

    HopResult& at(StorePath path, Hop hop)
    {
        return paths[static_cast<std::size_t>(path)][static_cast<std::size_t>(hop)];
    }
    const HopResult& at(StorePath path, Hop hop) const
    {
        return paths[static_cast<std::size_t>(path)][static_cast<std::size_t>(hop)];
    }
    /// The first step that failed on this way.
    std::optional<Hop> failed(StorePath path) const;
};

/// Where a profile has its passwords from.
enum class SecretPlace { None, File, Keychain, Missing };

struct KnownSale {
    std::string id{};
    std::string name{};
};

/// A profile as the list shows it: nothing of it is secret.
struct ProfileView {
    std::string id{}; ///< path of its file
    std::string name{};
    contract::ProfileKind kind = contract::ProfileKind::Rehearsal;
    std::string user{};
    std::string postgres{}; ///< HOST:PORT
    std::string redis{};
    std::string tunnel{}; ///< USER@HOST; empty: none
    SecretPlace secrets = SecretPlace::None;
    std::string sale{}; ///< the one it names itself
    std::vector<KnownSale> sales{}; ///< as last seen; remembered while Postgres is away
    std::string problem{}; ///< why it cannot be used
};

/// All of it at one instant.
struct ConnectionPicture {
    std::vector<ProfileView> profiles{};
    std::string open{}; ///< id of the profile that is open; empty: none, a demo
    std::string openSale{};
    std::optional<ConnectionReport> report{}; ///< of the last test
};

} // namespace saikobi::model
