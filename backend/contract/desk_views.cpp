#include "backend/contract/desk_views.h"

namespace saikobi::contract {

std::string_view name(PaymentEnd end)
{
    switch (end) {
    case PaymentEnd::Approved:
        return "approved";
    case PaymentEnd::Declined:
        return "declined";
    case PaymentEnd::RefusedForRate:
        return "refused_for_rate";
    case PaymentEnd::TimedOut:
        return "timed_out";
    case PaymentEnd::ServerError:
        return "server_error";
    case PaymentEnd::Ours:
        return "ours";
    }
    return {};
}

std::string_view name(AuditView view)
{
    switch (view) {
    case AuditView::Oversold:
        return "audit_oversold";
    case AuditView::StrandedStock:
        return "audit_stranded_stock";
    case AuditView::DoubleCapture:
        return "audit_double_capture";
    case AuditView::OrphanPayment:
        return "audit_orphan_payment";
    case AuditView::UnfinishedOrder:
        return "audit_unfinished_order";
    case AuditView::Points:
        return "audit_points";
    }
    return {};
}

} // namespace saikobi::contract
