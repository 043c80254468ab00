#pragma once

#include <QObject>

#include "app/connection/secret_port.h"

namespace saikobi::shell {

/// The desktop's keychain: the secret service, KWallet or whatever QtKeychain finds. Where there is
/// none, it has nothing and keeps nothing; a plain file is never used instead.
class Keychain : public QObject, public connection::SecretKeeper {
    Q_OBJECT

public:
    explicit Keychain(QObject* parent = nullptr);

    void read(const QString& profile,
            std::function<void(const std::optional<connection::Secrets>&)> then) override;
    void keep(const QString& profile, const connection::Secrets& secrets,
            std::function<void(bool)> then) override;
};

} // namespace saikobi::shell
