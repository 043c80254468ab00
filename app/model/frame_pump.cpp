#include "app/model/frame_pump.h"

#include "app/model/sale_model.h"

namespace saikobi::model {

FramePump::FramePump(Mailbox<contract::SnapshotPtr>& inbox, SaleModel& model, QObject* parent)
    : QObject(parent)
{
    connect(&m_tick, &QTimer::timeout, this, [&inbox, &model] {
        if (const auto newest = inbox.take())
            model.accept(*newest);
    });
    m_tick.start(std::chrono::milliseconds{33});
}

} // namespace saikobi::model
