#pragma once

#include <QObject>

#include "backend/contract/snapshot.h"

namespace saikobi::model {

/// What the screen shows now. Pages read it and repaint on `changed`.
class SaleModel : public QObject {
    Q_OBJECT

public:
    explicit SaleModel(QObject* parent = nullptr);

    /// Never null. A snapshot that is not newer than the present one is dropped.
    void accept(const contract::SnapshotPtr& next);
    /// Null until the first snapshot came.
    contract::SnapshotPtr current() const { return m_current; }
    /// Another source numbers from one again: forget what was shown, with all its flags.
    void forget();

signals:
    void changed(const saikobi::contract::SnapshotPtr& now);

private:
    contract::SnapshotPtr m_current{};
};

} // namespace saikobi::model
