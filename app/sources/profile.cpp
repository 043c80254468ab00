#include "app/sources/profile.h"

#include <QDir>
#include <QFileInfo>
#include <QSettings>
#include <QUrl>

namespace saikobi::sources {

using contract::Fault;
using contract::FaultCode;
using contract::Nothing;
using contract::Outcome;
using contract::Result;

namespace {

/// One INI file whose faults name it and the key.
class IniFile {
public:
    explicit IniFile(const QString& path)
        : m_path(path)
        , m_settings(path, QSettings::IniFormat)
    {
    }

    Outcome check() const
    {
        const QFileInfo file{m_path};
        if (!file.isFile() || !file.isReadable())
            return Fault{FaultCode::NotFound, m_path.toStdString() + ": cannot be read"};
        if (m_settings.status() != QSettings::NoError)
            return Fault{FaultCode::Invalid, m_path.toStdString() + ": is not an INI file"};
        return Nothing{};
    }
    QString text(const char* key) const
    {
        const auto value = m_settings.value(QLatin1String{key});
        // QSettings makes a list of a value with commas, of which an address may have some.
        return value.typeId() == QMetaType::QStringList ? value.toStringList().join(u',')
                                                        : value.toString();
    }
    Fault wrong(const char* key, const QString& why) const
    {
        const QString where{m_path + QStringLiteral(": ") + QLatin1String{key}};
        return {FaultCode::Invalid, QString{where + QStringLiteral(" ") + why}.toStdString()};
    }

private:
    QString m_path;
    QSettings m_settings;
};

bool isReadableByOthers(const QString& path)
{
    const auto others = QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther;
    return QFileInfo{path}.permissions() & others;
}

Outcome readRedis(const IniFile& ini, Profile& into)
{
    const QUrl url{ini.text("redis/url")};
    if (url.scheme() != QStringLiteral("redis") || url.host().isEmpty())
        return ini.wrong("redis/url", QStringLiteral("must be redis://HOST:PORT"));
    if (!url.password().isEmpty())
        return ini.wrong("redis/url", QStringLiteral("must not contain a password"));
    into.redisHost = url.host().toStdString();
    into.redisPort = url.port(6379);
    const auto user = ini.text("redis/user");
    into.redisUser = (user.isEmpty() ? url.userName() : user).toStdString();
    return Nothing{};
}

Outcome readSecrets(const IniFile& ini, const QString& folder, Profile& into)
{
    const auto named = ini.text("secrets/file");
    if (named.isEmpty())
        return Nothing{}; // this user signs in without a password
    const auto path = QDir{folder}.absoluteFilePath(named);
    const IniFile secrets{path};
    if (const auto readable = secrets.check(); !readable)
        return ini.wrong("secrets/file", QString::fromStdString(readable.error().detail));
    if (isReadableByOthers(path))
        return ini.wrong(
                "secrets/file", path + QStringLiteral(" may be read by others than its owner"));
    into.redisPassword = secrets.text("redis/password").toStdString();
    return Nothing{};
}

} // namespace

Result<Profile> readProfile(const QString& path)
{
    const IniFile ini{path};
    if (const auto readable = ini.check(); !readable)
        return readable.error();
    Profile out;
    const auto kind = contract::fromName<contract::ProfileKind>(ini.text("kind").toStdString());
    if (!kind)
        return ini.wrong("kind", QStringLiteral("must be production, rehearsal or development"));
    out.kind = *kind;
    const auto postgres = ini.text("postgres/url");
    if (!postgres.startsWith(QStringLiteral("postgresql://")))
        return ini.wrong("postgres/url", QStringLiteral("must begin with postgresql://"));
    if (!QUrl{postgres}.password().isEmpty())
        return ini.wrong(
                "postgres/url", QStringLiteral("must not contain a password: use passfile="));
    out.postgresUrl = postgres.toStdString();
    if (const auto redis = readRedis(ini, out); !redis)
        return redis.error();
    out.sale = ini.text("sale/id").toStdString();
    if (!contract::isSaleId(out.sale))
        return ini.wrong("sale/id", QStringLiteral("must be 1 to 40 of a-z, 0-9 and -"));
    if (const auto secrets = readSecrets(ini, QFileInfo{path}.absolutePath(), out); !secrets)
        return secrets.error();
    return out;
}

} // namespace saikobi::sources
