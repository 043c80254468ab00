#pragma once

#include <QString>

#include <functional>
#include <optional>

namespace saikobi::connection {

/// What a profile signs in with. Never shown, never written but to a keychain.
struct Secrets {
    QString postgres{};
    QString redis{};
};

/// A place of the desktop that keeps passwords. Answers on the thread that asked, later.
class SecretKeeper {
public:
    SecretKeeper() = default;
    virtual ~SecretKeeper() = default;
    SecretKeeper(const SecretKeeper&) = delete;
    SecretKeeper& operator=(const SecretKeeper&) = delete;

    /// Nothing: it has none for this profile, is locked, or is not there.
    virtual void read(
            const QString& profile, std::function<void(const std::optional<Secrets>&)> then)
            = 0;
    /// False: they could not be kept.
    virtual void keep(
            const QString& profile, const Secrets& secrets, std::function<void(bool)> then)
            = 0;
};

} // namespace saikobi::connection
