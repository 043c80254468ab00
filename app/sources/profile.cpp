#include "app/sources/profile.h"

#include <QDir>
#include <QFileInfo>
#include <QSettings>
#include <QUrl>
#include <QUrlQuery>

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
    const bool isPlainAllowed = ini.text("redis/allow_plain") == QStringLiteral("true");
    if (!isOwnMachine(url.host().toStdString()) && !into.tunnel && !isPlainAllowed)
        return ini.wrong("redis/url",
                QStringLiteral("is on another machine, and Redis speaks in the clear: name a "
                               "tunnel, or say allow_plain=true"));
    into.redisHost = url.host().toStdString();
    into.redisPort = url.port(6379);
    const auto user = ini.text("redis/user");
    into.redisUser = (user.isEmpty() ? url.userName() : user).toStdString();
    return Nothing{};
}

QString withParameter(const QString& url, const QString& name, const QString& value)
{
    return url + (url.contains(u'?') ? u'&' : u'?') + name + u'='
            + QString::fromLatin1(value.toUtf8().toPercentEncoding());
}

/// Whom to trust: as the profile says, else libpq's own file, else the authorities of the system.
QString rootCertificate(const IniFile& ini, const QString& folder)
{
    const auto named = ini.text("postgres/root_certificate");
    if (!named.isEmpty())
        return QDir{folder}.absoluteFilePath(named);
    const auto own = QDir::home().filePath(QStringLiteral(".postgresql/root.crt"));
    const auto system = QStringLiteral("/etc/ssl/certs/ca-certificates.crt");
    return QFileInfo::exists(own) || !QFileInfo::exists(system) ? own : system;
}

Outcome readPostgres(const IniFile& ini, const QString& folder, Profile& into)
{
    auto text = ini.text("postgres/url");
    if (!text.startsWith(QStringLiteral("postgresql://")))
        return ini.wrong("postgres/url", QStringLiteral("must begin with postgresql://"));
    const QUrl url{text};
    const QUrlQuery query{url};
    if (!url.password().isEmpty() || query.hasQueryItem(QStringLiteral("password")))
        return ini.wrong(
                "postgres/url", QStringLiteral("must not contain a password: use passfile="));
    // A list of hosts is no URL to Qt; then it has no host and counts as far away.
    const auto host = url.host().isEmpty()
            ? query.queryItemValue(QStringLiteral("host"), QUrl::FullyDecoded)
            : url.host();
    const auto sslmode = QStringLiteral("sslmode");
    const bool isFar = !isOwnMachine(host.toStdString());
    if (isFar && !query.hasQueryItem(sslmode))
        text = withParameter(text, sslmode, QStringLiteral("verify-full"));
    if ((isFar || query.hasQueryItem(sslmode))
            && !query.hasQueryItem(QStringLiteral("sslrootcert")))
        text = withParameter(text, QStringLiteral("sslrootcert"), rootCertificate(ini, folder));
    into.postgresUrl = text.toStdString();
    return Nothing{};
}

Outcome readTunnel(const IniFile& ini, const QString& folder, Profile& into)
{
    const auto destination = ini.text("tunnel/ssh");
    if (destination.isEmpty())
        return Nothing{};
    // It stands alone among the words of a command: an option it must not be.
    if (destination.startsWith(u'-') || destination.contains(u' '))
        return ini.wrong("tunnel/ssh", QStringLiteral("must be HOST or USER@HOST"));
    auto& tunnel = into.tunnel.emplace();
    tunnel.destination = destination.toStdString();
    const auto port = ini.text("tunnel/port");
    bool isNumber = true;
    if (!port.isEmpty())
        tunnel.port = port.toInt(&isNumber);
    if (!isNumber || tunnel.port < 1 || tunnel.port > 65535)
        return ini.wrong("tunnel/port", QStringLiteral("must be 1 to 65535"));
    const auto fileNamed = [&](const char* key) {
        const auto named = ini.text(key);
        return named.isEmpty() ? std::string{} : QDir{folder}.absoluteFilePath(named).toStdString();
    };
    tunnel.identity = fileNamed("tunnel/identity");
    tunnel.knownHosts = fileNamed("tunnel/known_hosts");
    return Nothing{};
}

Outcome readJourney(const IniFile& ini, Profile& into)
{
    const auto pages = ini.text("journey/pages");
    for (const auto* role : {"pages", "return", "webhook", "assets"}) {
        const std::string key = std::string{"journey/"} + role;
        auto named = ini.text(key.c_str()).split(u',', Qt::SkipEmptyParts);
        if (named.isEmpty() && !pages.isEmpty() && role != std::string_view{"assets"})
            named << pages;
        for (const auto& each : std::as_const(named)) {
            const QUrl url{each.trimmed()};
            const bool isWeb = url.scheme() == QStringLiteral("https")
                    || url.scheme() == QStringLiteral("http");
            if (!isWeb || url.host().isEmpty() || !url.userInfo().isEmpty())
                return ini.wrong(key.c_str(), QStringLiteral("must be https://HOST"));
            into.journey.emplace_back(role, each.trimmed().toStdString());
        }
    }
    return Nothing{};
}

Outcome readNotMeasured(const IniFile& ini, Profile& into)
{
    for (const auto& id : ini.text("figures/not_measured").split(u',', Qt::SkipEmptyParts)) {
        const auto figure = contract::figureNamed(id.trimmed().toStdString());
        if (!figure)
            return ini.wrong("figures/not_measured",
                    QString{QStringLiteral("has no figure of this name: ") + id.trimmed()});
        into.notMeasured.insert(*figure);
    }
    return Nothing{};
}

Outcome readSecrets(const IniFile& ini, const QString& folder, Profile& into)
{
    const auto named = ini.text("secrets/file");
    into.keepsInKeychain = ini.text("secrets/keychain") == QStringLiteral("true");
    if (named.isEmpty()) {
        into.isAskedFor
                = !into.keepsInKeychain && into.postgresUrl.find("passfile=") == std::string::npos;
        return Nothing{};
    }
    if (into.keepsInKeychain)
        return ini.wrong("secrets/keychain", QStringLiteral("and file exclude each other"));
    const auto path = QDir{folder}.absoluteFilePath(named);
    const IniFile secrets{path};
    if (const auto readable = secrets.check(); !readable)
        return ini.wrong("secrets/file", QString::fromStdString(readable.error().detail));
    if (isReadableByOthers(path))
        return ini.wrong(
                "secrets/file", path + QStringLiteral(" may be read by others than its owner"));
    into = withPasswords(into, secrets.text("postgres/password").toStdString(),
            secrets.text("redis/password").toStdString());
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
    const auto folder = QFileInfo{path}.absolutePath();
    if (const auto tunnel = readTunnel(ini, folder, out); !tunnel)
        return tunnel.error();
    if (const auto postgres = readPostgres(ini, folder, out); !postgres)
        return postgres.error();
    if (const auto redis = readRedis(ini, out); !redis)
        return redis.error();
    out.sale = ini.text("sale/id").toStdString();
    if (!contract::isSaleId(out.sale))
        return ini.wrong("sale/id", QStringLiteral("must be 1 to 40 of a-z, 0-9 and -"));
    if (const auto journey = readJourney(ini, out); !journey)
        return journey.error();
    if (const auto left = readNotMeasured(ini, out); !left)
        return left.error();
    if (const auto secrets = readSecrets(ini, folder, out); !secrets)
        return secrets.error();
    return out;
}

bool isOwnMachine(const std::string& host)
{
    return host == "localhost" || host == "::1" || host.starts_with("127.")
            || host.starts_with('/');
}

Profile withPasswords(Profile profile, const std::string& postgres, const std::string& redis)
{
    if (!postgres.empty())
        profile.postgresUrl = withParameter(QString::fromStdString(profile.postgresUrl),
                QStringLiteral("password"), QString::fromStdString(postgres))
                                      .toStdString();
    if (!redis.empty())
        profile.redisPassword = redis;
    return profile;
}

Profile throughTunnel(Profile profile, int postgresPort, int redisPort)
{
    const auto url = withParameter(QString::fromStdString(profile.postgresUrl),
            QStringLiteral("hostaddr"), QStringLiteral("127.0.0.1"));
    profile.postgresUrl = withParameter(url, QStringLiteral("port"), QString::number(postgresPort))
                                  .toStdString();
    profile.redisHost = "127.0.0.1";
    profile.redisPort = redisPort;
    profile.tunnel.reset();
    return profile;
}

} // namespace saikobi::sources
