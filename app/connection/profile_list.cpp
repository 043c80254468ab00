#include "app/connection/profile_list.h"

#include <QDir>
#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>

#include "app/connection/store_address.h"

namespace saikobi::connection {

namespace {

/// Paths have slashes, which would make groups of them.
QString keyOf(const QString& path)
{
    return QStringLiteral("knownSales/") + QString::fromLatin1(path.toUtf8().toPercentEncoding());
}

model::SecretPlace placeOf(const sources::Profile& profile)
{
    if (profile.keepsInKeychain)
        return model::SecretPlace::Keychain;
    if (profile.isAskedFor)
        return model::SecretPlace::Asked;
    return profile.redisPassword.empty() ? model::SecretPlace::None : model::SecretPlace::File;
}

} // namespace

QString profileFolder()
{
    return QDir(QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation))
            .filePath(QStringLiteral("profiles"));
}

QStringList profilePaths(const QStringList& others)
{
    QStringList paths;
    const QDir folder(profileFolder());
    for (const auto& each :
            folder.entryList({QStringLiteral("*.ini")}, QDir::Files | QDir::Readable, QDir::Name))
        if (!each.startsWith(QStringLiteral("secrets")))
            paths << folder.absoluteFilePath(each);
    for (const auto& each : others)
        if (!paths.contains(each))
            paths << each;
    return paths;
}

model::ProfileView viewOf(const QString& path)
{
    model::ProfileView out;
    out.id = path.toStdString();
    out.name = QFileInfo(path).completeBaseName().toStdString();
    const auto read = sources::readProfile(path);
    if (!read) {
        out.problem = read.error().detail;
        return out;
    }
    const auto& profile = read.value();
    out.kind = profile.kind;
    out.user = profile.redisUser;
    out.postgres = postgresAddress(profile.postgresUrl).text();
    out.redis = StoreAddress{profile.redisHost, profile.redisPort}.text();
    out.tunnel = profile.tunnel ? profile.tunnel->destination : std::string{};
    out.secrets = placeOf(profile);
    out.sale = profile.sale;
    out.sales = rememberedSales(path);
    return out;
}

std::vector<model::KnownSale> rememberedSales(const QString& path)
{
    std::vector<model::KnownSale> out;
    const auto lines = QSettings().value(keyOf(path)).toStringList();
    for (const auto& line : lines)
        out.push_back({line.section(QLatin1Char('\t'), 0, 0).toStdString(),
                line.section(QLatin1Char('\t'), 1).toStdString()});
    return out;
}

void rememberSales(const QString& path, const std::vector<model::KnownSale>& sales)
{
    QStringList lines;
    for (const auto& each : sales)
        lines << QString(QString::fromStdString(each.id) + QLatin1Char('\t')
                + QString::fromStdString(each.name));
    QSettings().setValue(keyOf(path), lines);
}

} // namespace saikobi::connection
