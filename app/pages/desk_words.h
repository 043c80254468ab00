#pragma once

#include <QCoreApplication>
#include <QString>

#include <chrono>

#include "app/pages/view.h"
#include "backend/contract/desk_views.h"
#include "widgets/status/age_bars.h"

namespace saikobi::pages {

/// Words for what the stores write as codes, on the screens of stock and payments.
class DeskWords {
    Q_DECLARE_TR_FUNCTIONS(saikobi::pages::DeskWords)

public:
    static QString of(contract::PaymentEnd end);
    static QString of(contract::AuditView view);
    static QString finding(const std::string& kind);
    static QString repair(const contract::FindingRow& finding);
    static QString violation(const std::string& text);
    static QString orderStatus(const std::string& status);
    /// A method's name in the language of the screen.
    static QString name(const contract::MethodView& method);
    /// The end of a long id, which is what people read to each other.
    static QString shortId(const std::string& id);

    /// How far rows may be believed that are read seldom: counted in their own periods.
    static contract::DataState recordState(const View& view);
    /// Of something that Postgres tells each second.
    template<class T>
    static contract::DataState stockState(
            const View& view, const std::optional<contract::Observed<T>>& observed)
    {
        const bool isLost = !view.sale.postgres.error.empty();
        const auto age = observed ? std::optional{view.age(observed->asOf)} : std::nullopt;
        return contract::dataState(age, std::chrono::seconds{1}, isLost);
    }
    static contract::DataState methodState(const View& view);

    /// `limit`: from this age on it is too old.
    static status::AgeContent ages(const contract::AgeCounts& counts, contract::DataState state,
            std::optional<std::chrono::seconds> limit, const View& view);
};

} // namespace saikobi::pages
