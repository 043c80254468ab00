#include "app/pages/desk_words.h"

#include <algorithm>
#include <map>

namespace saikobi::pages {

using contract::AuditView;
using contract::DataState;
using contract::PaymentEnd;
using namespace std::chrono_literals;

QString DeskWords::of(PaymentEnd end)
{
    switch (end) {
    case PaymentEnd::Approved:
        return tr("approved", "how a payment came out");
    case PaymentEnd::Declined:
        return tr("declined", "how a payment came out");
    case PaymentEnd::RefusedForRate:
        return tr("over rate", "how a payment came out: refused for rate by the provider");
    case PaymentEnd::TimedOut:
        return tr("timed out", "how a payment came out");
    case PaymentEnd::ServerError:
        return tr("provider 5xx", "how a payment came out");
    case PaymentEnd::Ours:
        return tr("ours", "how a payment came out: a defect of ours");
    }
    return {};
}

QString DeskWords::of(AuditView view)
{
    switch (view) {
    case AuditView::Oversold:
        return tr("oversold", "what an audit found");
    case AuditView::StrandedStock:
        return tr("stranded units", "what an audit found: held for an order that is over");
    case AuditView::DoubleCapture:
        return tr("captured twice", "what an audit found");
    case AuditView::OrphanPayment:
        return tr("orphan payment", "what an audit found: a payment without its order");
    case AuditView::UnfinishedOrder:
        return tr("order overdue", "what an audit found: not finished at its deadline");
    case AuditView::Points:
        return tr("points differ", "what an audit found");
    }
    return {};
}

QString DeskWords::finding(const std::string& kind)
{
    if (kind == "authorised_without_order")
        return tr("authorised without an order", "what the reconciler found");
    if (kind == "captured_without_paid")
        return tr("captured, order not paid", "what the reconciler found");
    if (kind == "captured_twice")
        return tr("captured twice", "what the reconciler found");
    if (kind == "paid_without_capture")
        return tr("paid without a capture", "what the reconciler found");
    if (kind == "amount_differs")
        return tr("amount differs", "what the reconciler found");
    if (kind == "units_without_payment")
        return tr("units without a payment", "what the reconciler found");
    return QString::fromStdString(kind);
}

QString DeskWords::repair(const contract::FindingRow& finding)
{
    if (!finding.closedAt)
        return finding.needsPerson ? tr("a person must decide", "state of a difference")
                                   : tr("being repaired", "state of a difference");
    if (finding.repair == "voided")
        return tr("repaired: voided", "how a difference was closed");
    if (finding.repair == "given back")
        return tr("repaired: units given back", "how a difference was closed");
    if (finding.repair == "agrees again")
        return tr("agrees again", "how a difference was closed");
    if (finding.repair == "paid")
        return tr("repaired: order is paid", "how a difference was closed");
    return tr("decided: %1", "%1: who decided a difference, and how")
            .arg(QString::fromStdString(finding.repair));
}

QString DeskWords::violation(const std::string& text)
{
    if (text == "more held and sold than there is")
        return tr("more held and sold than there is", "what an audit found");
    if (text == "units given out differ from held and sold")
        return tr("units given out differ from held and sold", "what an audit found");
    if (text == "units of paid orders differ from sold")
        return tr("units of paid orders differ from sold", "what an audit found");
    if (text == "unit given out twice")
        return tr("unit given out twice", "what an audit found");
    if (text == "places of orders differ from held and sold")
        return tr("places of orders differ from held and sold", "what an audit found");
    if (text == "places of paid orders differ from sold")
        return tr("places of paid orders differ from sold", "what an audit found");
    if (text == "balance differs from its entries")
        return tr("balance differs from its entries", "what an audit found");
    if (text == "debit and end of an order differ")
        return tr("debit and end of an order differ", "what an audit found");
    return orderStatus(text);
}

QString DeskWords::orderStatus(const std::string& status)
{
    if (status == "kept")
        return tr("kept", "a unit without an order, for an announced offer");
    if (status == "missing")
        return tr("missing", "an order that does not exist");
    const auto known = contract::fromName<contract::OrderStatus>(status);
    if (!known)
        return QString::fromStdString(status);
    using contract::OrderStatus;
    switch (*known) {
    case OrderStatus::Created:
        return tr("created", "status of an order");
    case OrderStatus::Authorising:
        return tr("authorising", "status of an order");
    case OrderStatus::ActionRequired:
        return tr("at the provider", "status of an order: the buyer is at the provider's page");
    case OrderStatus::Expiring:
        return tr("expiring", "status of an order");
    case OrderStatus::Authorised:
        return tr("authorised", "status of an order");
    case OrderStatus::Reserved:
        return tr("reserved", "status of an order");
    case OrderStatus::Capturing:
        return tr("capturing", "status of an order");
    case OrderStatus::Voiding:
        return tr("voiding", "status of an order");
    case OrderStatus::Paid:
        return tr("paid", "status of an order");
    case OrderStatus::Declined:
        return tr("declined", "status of an order");
    case OrderStatus::SoldOut:
        return tr("sold out", "status of an order");
    case OrderStatus::Expired:
        return tr("expired", "status of an order");
    case OrderStatus::Cancelled:
        return tr("cancelled", "status of an order");
    case OrderStatus::CaptureFailed:
        return tr("capture failed", "status of an order");
    }
    return {};
}

QString DeskWords::name(const contract::MethodView& method)
{
    const bool isJapanese = QLocale().language() == QLocale::Japanese;
    return QString::fromStdString(isJapanese ? method.nameJa : method.nameEn);
}

QString DeskWords::shortId(const std::string& id)
{
    constexpr std::size_t shown = 8;
    return id.size() <= shown + 2
            ? QString::fromStdString(id)
            : QStringLiteral("…") + QString::fromStdString(id.substr(id.size() - shown));
}

DataState DeskWords::recordState(const View& view)
{
    const bool isLost = !view.sale.postgres.error.empty();
    if (!view.sale.record)
        return contract::dataState(std::nullopt, 1s, isLost);
    const auto age = view.age(view.sale.record->asOf);
    const auto period = view.sale.record->value.period;
    if (isLost || age > std::max<std::chrono::milliseconds>(15s, 4 * period))
        return DataState::Lost;
    if (age > std::max<std::chrono::milliseconds>(5s, 3 * period))
        return DataState::Stale;
    return age > 2 * period ? DataState::Late : DataState::Live;
}

DataState DeskWords::methodState(const View& view)
{
    const auto& measured = view.sale.methodFigures;
    const bool cameByPostgres = measured
            && (!view.sale.redis.lastSuccess || measured->asOf > *view.sale.redis.lastSuccess);
    const bool isLost = !view.sale.redis.error.empty() && !cameByPostgres;
    const auto age = measured ? std::optional{view.age(measured->asOf)} : std::nullopt;
    return contract::dataState(age, 1s, isLost);
}

status::AgeContent DeskWords::ages(const contract::AgeCounts& counts, DataState state,
        std::optional<std::chrono::seconds> limit, const View& view)
{
    status::AgeContent out;
    out.state = state;
    const auto tallest = std::max<std::int64_t>(1, *std::max_element(counts.begin(), counts.end()));
    const auto span = [](std::chrono::seconds length) {
        if (length >= 1h)
            return tr("%1 h", "%1: hours").arg(length / 1h);
        return length < 60s ? tr("%1 s", "%1: seconds").arg(length.count())
                            : tr("%1 min", "%1: minutes").arg(length / 1min);
    };
    for (std::size_t i = 0; i < counts.size(); ++i) {
        status::AgeBar bar;
        const bool isLast = i == contract::ageBounds.size();
        const auto bound = contract::ageBounds.at(isLast ? i - 1 : i);
        bar.label = (isLast ? QStringLiteral("> ") : QString()) + span(bound);
        bar.value = view.formatter.count(static_cast<double>(counts.at(i)));
        bar.height = static_cast<double>(counts.at(i)) / static_cast<double>(tallest);
        out.bars.push_back(std::move(bar));
        if (limit && !isLast && bound == *limit)
            out.limitBefore = static_cast<int>(i) + 1;
    }
    return out;
}

} // namespace saikobi::pages
