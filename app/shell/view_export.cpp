#include "app/shell/view_export.h"

#include <QPointer>

#include "app/shell/csv_export.h"
#include "app/shell/session.h"

namespace saikobi::shell {

ViewExport::ViewExport(Session& session, QObject* parent)
    : QObject(parent)
    , m_session(session)
{
}

void ViewExport::save(const QString& screen, const QString& csv, const QPixmap& seen)
{
    const auto at = m_session.clock().now();
    const auto picture = savePicture(csvFolder(), screen, at, seen);
    if (csv.isEmpty() || !picture) {
        emit told(sentence(picture));
        return;
    }
    const auto table = saveCsv(csvFolder(), screen, at, csv);
    emit told(table ? tr("Saved: %1, and the picture beside it", "%1: path of a file")
                              .arg(table.value())
                    : sentence(table));
}

void ViewExport::savePaidOrders()
{
    emit told(tr("Reading the paid orders…"));
    m_session.readPaidOrders([saver = QPointer(this)](const contract::Result<std::string>& list) {
        if (!saver)
            return;
        if (!list)
            emit saver->told(tr("The paid orders could not be read: %1", "%1: why")
                                     .arg(QString::fromStdString(list.error().detail)));
        else
            emit saver->told(saver->sentence(saveCsv(csvFolder(), QStringLiteral("paid-orders"),
                    saver->m_session.clock().now(), QString::fromStdString(list.value()))));
    });
}

QString ViewExport::sentence(const contract::Result<QString>& path) const
{
    return path ? tr("Saved: %1", "%1: path of a file").arg(path.value())
                : tr("The file could not be written: %1", "%1: path of a file")
                          .arg(QString::fromStdString(path.error().detail));
}

} // namespace saikobi::shell
