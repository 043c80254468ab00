#include "app/shell/csv_export.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QStandardPaths>

namespace saikobi::shell {

using contract::Fault;
using contract::FaultCode;

namespace {

constexpr int mostOfOneSecond = 100;

} // namespace

QString csvFolder()
{
    return QDir(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation))
            .filePath(QStringLiteral("Saikobi"));
}

contract::Result<QString> saveCsv(
        const QString& folder, const QString& what, contract::Instant at, const QString& text)
{
    const QDir place(folder);
    if (!place.mkpath(QStringLiteral(".")))
        return Fault{FaultCode::Unavailable, folder.toStdString()};
    const auto time = QDateTime::fromMSecsSinceEpoch(contract::toUnixMs(at))
                              .toString(QStringLiteral("yyyyMMdd-hhmmss"));
    for (int again = 0; again < mostOfOneSecond; ++again) {
        const auto number = again == 0 ? QString() : QStringLiteral("-%1").arg(again);
        const auto path = place.filePath(QStringLiteral("%1-%2%3.csv").arg(what, time, number));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly)) {
            if (file.exists())
                continue;
            return Fault{FaultCode::Unavailable, path.toStdString()};
        }
        const QByteArray bytes = QByteArray("\xEF\xBB\xBF") + text.toUtf8();
        if (file.write(bytes) == bytes.size() && file.flush())
            return path;
        file.remove();
        return Fault{FaultCode::Unavailable, path.toStdString()};
    }
    return Fault{FaultCode::Unavailable, folder.toStdString()};
}

} // namespace saikobi::shell
