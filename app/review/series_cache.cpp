#include <QDataStream>
#include <QDateTime>
#include <QFileInfo>
#include <QSaveFile>

#include "app/review/recording_loader.h"

namespace saikobi::review {

namespace {

constexpr quint64 magic = 0x5341494b53455233; ///< another number with every change of the meaning

QString cachePath(const QString& path)
{
    return path + QStringLiteral(".series");
}

/// What tells one file from another without reading it all.
std::pair<qint64, qint64> stampOf(const QString& path)
{
    const QFileInfo file(path);
    return {file.size(), file.lastModified().toMSecsSinceEpoch()};
}

} // namespace

bool keepSeries(const QString& path, const std::vector<Series>& series)
{
    QSaveFile file(cachePath(path));
    if (!file.open(QIODevice::WriteOnly))
        return false;
    QDataStream out(&file);
    const auto [size, modified] = stampOf(path);
    out << magic << size << modified << static_cast<quint32>(series.size());
    for (const auto& one : series) {
        out << QByteArray::fromStdString(one.id) << QByteArray::fromStdString(one.unit)
            << static_cast<quint32>(one.values.size());
        out.writeRawData(reinterpret_cast<const char*>(one.values.data()),
                static_cast<int>(one.values.size() * sizeof(float)));
    }
    return out.status() == QDataStream::Ok && file.commit();
}

std::optional<std::vector<Series>> keptSeries(const QString& path)
{
    QFile file(cachePath(path));
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    QDataStream in(&file);
    quint64 isOurs = 0;
    qint64 size = 0;
    qint64 modified = 0;
    quint32 count = 0;
    in >> isOurs >> size >> modified >> count;
    if (isOurs != magic || std::pair{size, modified} != stampOf(path)
            || count > Recording::mostSeries)
        return std::nullopt;
    std::vector<Series> out(count);
    for (auto& one : out) {
        QByteArray id;
        QByteArray unit;
        quint32 length = 0;
        in >> id >> unit >> length;
        if (in.status() != QDataStream::Ok || length > Recording::mostSeconds)
            return std::nullopt;
        one.id = id.toStdString();
        one.unit = unit.toStdString();
        one.values.resize(length);
        const auto bytes = static_cast<int>(length * sizeof(float));
        if (in.readRawData(reinterpret_cast<char*>(one.values.data()), bytes) != bytes)
            return std::nullopt;
    }
    return out;
}

} // namespace saikobi::review
