#pragma once

#include <QObject>
#include <QPixmap>
#include <QString>

#include "backend/contract/result.h"

namespace saikobi::shell {

class Session;

/// Writes what a screen shows into new files: its table or the lines of its plots as CSV, and the
/// picture as it is seen.
class ViewExport : public QObject {
    Q_OBJECT

public:
    ViewExport(Session& session, QObject* parent);

    /// `csv` empty: the screen has neither table nor plot, and the picture is saved alone.
    void save(const QString& screen, const QString& csv, const QPixmap& seen);
    void savePaidOrders();

signals:
    void told(const QString& sentence);

private:
    QString sentence(const contract::Result<QString>& path) const;

    Session& m_session;
};

} // namespace saikobi::shell
