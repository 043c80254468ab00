#pragma once

#include <QObject>
#include <QTimer>

#include "app/model/mailbox.h"
#include "backend/contract/snapshot.h"

namespace saikobi::model {

class SaleModel;

/// Moves the newest snapshot to the screen at the screen's pace, not the network's. Inbox and model
/// must live as long as the pump.
class FramePump : public QObject {
    Q_OBJECT

public:
    FramePump(Mailbox<contract::SnapshotPtr>& inbox, SaleModel& model, QObject* parent);

private:
    QTimer m_tick{};
};

} // namespace saikobi::model
