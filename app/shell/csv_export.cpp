#include "app/shell/csv_export.h"

#include <QBuffer>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QStandardPaths>

namespace saikobi::shell {

using contract::Fault;
using contract::FaultCode;

namespace {

constexpr int mostOfOneSecond = 100;

contract::Result<QString> saveNew(const QString& folder, const QString& what, contract::Instant at,
        const QString& suffix, const QByteArray& bytes)
{
    const QDir place(folder);
    if (!place.mkpath(QStringLiteral(".")))
        return Fault{FaultCode::Unavailable, folder.toStdString()};
    const auto time = QDateTime::fromMSecsSinceEpoch(contract::toUnixMs(at))
                              .toString(QStringLiteral("yyyyMMdd-hhmmss"));
    for (int again = 0; again < mostOfOneSecond; ++again) {
        const auto number = again == 0 ? QString() : QStringLiteral("-%1").arg(again);
        const auto path
                = place.filePath(QStringLiteral("%1-%2%3.%4").arg(what, time, number, suffix));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly)) {
            if (file.exists())
                continue;
            return Fault{FaultCode::Unavailable, path.toStdString()};
        }
        if (file.write(bytes) == bytes.size() && file.flush())
            return path;
        file.remove();
        return Fault{FaultCode::Unavailable, path.toStdString()};
    }
    return Fault{FaultCode::Unavailable, folder.toStdString()};
}

} // namespace

QString csvFolder()
{
    return QDir(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation))
            .filePath(QStringLiteral("Saikobi"));
}

contract::Result<QString> saveCsv(
        const QString& folder, const QString& what, contract::Instant at, const QString& text)
{
    return saveNew(
            folder, what, at, QStringLiteral("csv"), QByteArray("\xEF\xBB\xBF") + text.toUtf8());
}

contract::Result<QString> savePicture(
        const QString& folder, const QString& what, contract::Instant at, const QPixmap& picture)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    if (!buffer.open(QIODevice::WriteOnly) || !picture.save(&buffer, "PNG"))
        return Fault{FaultCode::Unavailable, what.toStdString()};
    return saveNew(folder, what, at, QStringLiteral("png"), bytes);
}

} // namespace saikobi::shell
