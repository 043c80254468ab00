#pragma once

#include <array>
#include <cstdint>
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
    std::size_t pathsOver = 0;
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
    bool isOver() const { return pathsOver == pathCount; }
    /// The first step that failed on this way.
    std::optional<Hop> failed(StorePath path) const;
};

/// Where a profile has its passwords from.
enum class SecretPlace { None, File, Keychain, Asked };

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

/// A session of the database that waits, or makes others wait.
struct DatabaseSession {
    int pid = 0;
    std::string user{};
    std::string program{};
    std::string state{}; ///< "active", "idle in transaction" …, in Postgres's words
    std::string waitsFor{}; ///< "Lock: transactionid"; empty: for nothing
    std::vector<int> blockedBy{};
    std::optional<double> transactionSeconds{};
    std::string statement{}; ///< its beginning
};

/// A transaction that sits idle, as the command that ends it must name it.
struct IdleTransaction {
    int pid = 0;
    std::string person{};
    std::string program{};
    std::int64_t sinceMs = 0; ///< Unix ms, by the clock of Postgres
    double ageSeconds = 0;
};

struct CostlyStatement {
    std::string statement{};
    std::int64_t calls = 0;
    double totalMs = 0;
    double meanMs = 0;
};

/// What only the database can tell of itself.
struct DatabaseView {
    contract::Instant at{};
    int connections = 0;
    int mostConnections = 0;
    int operatorsOpen = 0; ///< connections of operators and viewers
    int keptForOperators = 0; ///< of the limit, beyond what the backend's role may take
    std::vector<DatabaseSession> sessions{}; ///< waiting ones and old transactions; at most 30
    std::optional<IdleTransaction> oldestIdle{};
    std::optional<double> oldestTransactionSeconds{};
    std::optional<std::vector<CostlyStatement>>
            statements{}; ///< empty: pg_stat_statements is absent
};

/// What a host of a purchase is there for.
enum class JourneyRole { Pages, Return, Webhook, Assets };

/// One host of the journey of a purchase, as this console reaches it.
struct JourneyStop {
    JourneyRole role = JourneyRole::Pages;
    std::string url{};
    bool isOver = false; ///< the answer is there, or there will be none
    std::vector<std::string> addresses{};
    std::optional<int> certificateDays{}; ///< left; empty: no TLS, or not seen
    std::string certificateOf{}; ///< whom it names
    std::optional<bool> isOurs{}; ///< an instance of ours answered; empty: that cannot be told
    std::optional<double> ms{};
    std::string problem{};
};

/// How long the worse of both ways took, once a second.
struct PathSample {
    contract::Instant at{};
    double ms = 0;
};
inline constexpr std::size_t mostPathSamples = 900; ///< 15 min

/// All of it at one instant.
struct ConnectionPicture {
    std::vector<ProfileView> profiles{};
    std::string open{}; ///< id of the profile that is open; empty: none, a demo
    std::string openSale{};
    std::string asking{}; ///< id of the profile whose passwords are to be typed
    bool couldNotKeep = false; ///< the keychain refused the last ones
    std::string
            tunnelProblem{}; ///< why the tunnel of the open profile does not stand; empty: it does
    std::optional<ConnectionReport> report{}; ///< of the last test
    std::vector<PathSample> path{}; ///< oldest first
    std::vector<JourneyStop> journey{}; ///< empty: the profile names no hosts
    std::optional<contract::Instant> journeyAt{};
    std::optional<DatabaseView> database{}; ///< only while somebody looks
    std::string databaseProblem{}; ///< why the last look failed
};

} // namespace saikobi::model
