#include "app/pages/command_flow.h"

#include "app/model/connection_views.h"
#include "widgets/status/words.h"

/// Commands about products, methods, the provider's limit and sessions: those that Postgres
/// decides.
namespace saikobi::pages {

using contract::CommandKind;
using controls::Confirmation;
using controls::Gesture;

namespace {

QString nameOf(const contract::MethodView& method)
{
    const bool isJapanese = QLocale().language() == QLocale::Japanese;
    return QString::fromStdString(isJapanese ? method.nameJa : method.nameEn);
}

QString shortest(double value)
{
    return QString::number(value, 'g', 6);
}

} // namespace

void CommandFlow::armForProduct(
        CommandKind kind, const contract::ProductStock& product, Confirmation asked)
{
    arm(kind, {{"product", std::to_string(product.id.value)}}, std::move(asked));
}

void CommandFlow::armStopProduct(const contract::ProductStock& product)
{
    Confirmation asked;
    asked.gesture = Gesture::Enter;
    asked.question
            = tr("Stop product %1 of sale %2?", "%1: code of the product, %2: id of the sale")
                      .arg(QString::fromStdString(product.code), sale());
    asked.change = tr("%1 → %2", "%1: old text or value, %2: new one")
                           .arg(status::Words::of(product.state),
                                   status::Words::of(contract::ProductState::Stopped));
    armForProduct(CommandKind::StopProduct, product, std::move(asked));
}

void CommandFlow::armStartProduct(const contract::ProductStock& product)
{
    Confirmation asked;
    asked.question
            = tr("Sell product %1 of sale %2 again?", "%1: code of the product, %2: id of the sale")
                      .arg(QString::fromStdString(product.code), sale());
    asked.change = tr("%1 → %2", "%1: old text or value, %2: new one")
                           .arg(status::Words::of(product.state),
                                   status::Words::of(contract::ProductState::OnSale));
    armForProduct(CommandKind::StartProduct, product, std::move(asked));
}

void CommandFlow::armOfferKept(
        const contract::ProductStock& product, std::int64_t units, contract::Instant at)
{
    Confirmation asked;
    asked.question = tr("Offer kept units of product %1 of sale %2?",
            "%1: code of the product, %2: id of the sale")
                             .arg(QString::fromStdString(product.code), sale());
    asked.change = tr("%1 of %2 kept units come back at %3; pages announce it now",
            "%1: units offered, %2: units kept, %3: clock time")
                           .arg(formatter().count(static_cast<double>(units)),
                                   formatter().count(static_cast<double>(product.kept)),
                                   formatter().clockMinutes(at));
    arm(CommandKind::OfferKept,
            {{"product", std::to_string(product.id.value)}, {"n", std::to_string(units)},
                    {"at", std::to_string(contract::toUnixMs(at))}},
            asked);
}

void CommandFlow::armDisableMethod(const contract::MethodView& method)
{
    Confirmation asked;
    asked.gesture = Gesture::Enter;
    asked.question = tr("Disable method %1 of sale %2?", "%1: payment method, %2: id of the sale")
                             .arg(nameOf(method), sale());
    asked.change
            = tr("enabled → disabled; orders under way are finished", "change of a payment method");
    arm(CommandKind::DisableMethod, {{"method", method.id}}, asked);
}

void CommandFlow::armEnableMethod(const contract::MethodView& method)
{
    Confirmation asked;
    asked.question = tr("Enable method %1 of sale %2?", "%1: payment method, %2: id of the sale")
                             .arg(nameOf(method), sale());
    asked.change = tr("disabled → enabled", "change of a payment method");
    arm(CommandKind::EnableMethod, {{"method", method.id}}, asked);
}

/// What this console saw goes with it: another limit in force is a lost race.
void CommandFlow::armProviderLimit(const contract::MethodView& method, int callsPerSecond)
{
    Confirmation asked;
    asked.question = tr("Change the call limit of provider %1?", "%1: payment provider")
                             .arg(QString::fromStdString(method.provider));
    asked.change = tr("%1 → %2 calls/s", "%1: old limit, %2: new limit")
                           .arg(shortest(method.callsPerSecond))
                           .arg(callsPerSecond);
    const auto limit = std::to_string(callsPerSecond);
    // The limit of one operation may be below the whole; it follows only where it must.
    const bool isBelow = method.callsPerSecondEndpoint < callsPerSecond;
    arm(CommandKind::SetProviderLimit,
            {{"provider", method.provider}, {"calls_per_second", limit},
                    {"calls_per_second_endpoint",
                            isBelow && method.callsPerSecondEndpoint < method.callsPerSecond
                                    ? shortest(method.callsPerSecondEndpoint).toStdString()
                                    : limit},
                    {"parallel", std::to_string(method.parallel)},
                    {"was_calls_per_second", shortest(method.callsPerSecond).toStdString()}},
            asked);
}

/// The process and the beginning of its transaction, so that no other one is hit.
void CommandFlow::armEndIdle(const model::IdleTransaction& transaction)
{
    Confirmation asked;
    asked.question = tr("End the idle transaction of %1 (process %2)?",
            "%1: user of the database, %2: number of a process")
                             .arg(QString::fromStdString(transaction.person))
                             .arg(transaction.pid);
    asked.change = tr("idle for %1 in %2; its session ends, what it changed is undone",
            "%1: age, %2: name of a program")
                           .arg(formatter().age(std::chrono::milliseconds{
                                        static_cast<std::int64_t>(transaction.ageSeconds * 1000)}),
                                   QString::fromStdString(transaction.program));
    arm(CommandKind::EndIdle,
            {{"pid", std::to_string(transaction.pid)},
                    {"since", std::to_string(transaction.sinceMs)}},
            asked);
}

} // namespace saikobi::pages
