#pragma once

#include <QObject>
#include <QStringList>

#include <functional>
#include <memory>

#include "app/connection/secret_port.h"
#include "app/model/connection_model.h"
#include "app/sources/profile.h"

namespace saikobi::connection {

class ConnectionCheck;
class DatabaseLook;
class JourneyCheck;
class TunnelKeeper;

/// The profiles of this console, which of them is open, and how the way to its stores is. It finds
/// the passwords and the tunnel of a profile before it lets the session in. What threads of a test
/// or a look find is dropped when another one has begun.
class ConnectionDesk : public QObject {
    Q_OBJECT

public:
    /// Opens a profile that has all it needs.
    using Enter = std::function<void(const sources::Profile&)>;

    ConnectionDesk(Enter enter, SecretKeeper& keeper, QObject* parent = nullptr);
    ~ConnectionDesk() override;

    model::ConnectionModel& model() { return m_model; }
    /// Reads the folder of profiles anew.
    void refresh();
    /// Opens a profile, with another sale than its own if one is named; answers what is wrong with
    /// its file. Passwords that are nowhere are asked for first: see ConnectionPicture::asking.
    QString open(const QString& profile, const QString& sale = {});
    /// The answer to that question; only what `isKept` goes into the keychain.
    void give(const Secrets& secrets, bool isKept);
    /// Tests every step of a profile; of the open one when `profile` is empty.
    void test(const QString& profile);
    /// One more second of the round trip; of one that was noted already nothing is kept.
    void notePath(const model::PathSample& sample);
    /// Whether somebody looks at the database just now.
    void watchDatabase(bool isWatched);

signals:
    void opened(const QString& profile);
    void asked(const QString& profile);

private:
    struct Wanted {
        QString id{};
        sources::Profile profile{};
    };

    void withSecrets(const Wanted& wanted, std::function<void(const std::optional<Secrets>&)> then);
    void enter(const Wanted& wanted);
    void begin(const Wanted& wanted);
    void travel(const sources::Profile& profile);
    void takeSales(const QString& id, const std::vector<model::KnownSale>& sales);

    const Enter m_enter;
    SecretKeeper& m_keeper;
    model::ConnectionModel m_model{};
    QStringList m_others{}; ///< profiles outside the folder that were opened
    Wanted m_opened{}; ///< as its file says, with its passwords
    Wanted m_waiting{}; ///< for an answer
    std::unique_ptr<TunnelKeeper> m_tunnel;
    std::unique_ptr<ConnectionCheck> m_check;
    std::unique_ptr<DatabaseLook> m_look;
    std::unique_ptr<JourneyCheck> m_journey;
    bool m_isWatched = false;
    int m_opening = 0; ///< numbers of the newest ones: what comes of older ones is dropped
    int m_test = 0;
};

} // namespace saikobi::connection
