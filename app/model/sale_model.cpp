#include "app/model/sale_model.h"

namespace saikobi::model {

SaleModel::SaleModel(QObject* parent)
    : QObject(parent)
{
}

void SaleModel::accept(const contract::SnapshotPtr& next)
{
    Q_ASSERT(next);
    // A reconnect can replay what we already show; the screen must never step back in time.
    if (m_current && next->sequence <= m_current->sequence)
        return;
    m_current = next;
    emit changed(m_current);
}

void SaleModel::forget()
{
    m_current.reset();
}

} // namespace saikobi::model
