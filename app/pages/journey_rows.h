#pragma once

#include <QCoreApplication>

#include "app/model/connection_views.h"
#include "widgets/status/figure_model.h"
#include "widgets/status/formatter.h"

namespace saikobi::pages {

/// Every host that a purchase passes.
class JourneyRows : public status::FigureRows {
    Q_DECLARE_TR_FUNCTIONS(saikobi::pages::JourneyRows)

public:
    enum Column { Role, Host, Address, Certificate, Days, Whose, Took };

    JourneyRows(std::vector<model::JourneyStop> stops, const status::Formatter& formatter);
    static QString heading();
    static std::vector<status::FigureColumn> columns();

    int count() const override { return static_cast<int>(m_stops.size()); }
    std::string id(int row) const override;
    QString text(int row, int column) const override;
    double number(int row, int column) const override;
    QString words(int row) const override { return text(row, Host); }
    contract::DataState state(int) const override { return contract::DataState::Live; }

private:
    QString whose(const model::JourneyStop& stop) const;
    const model::JourneyStop& at(int row) const { return m_stops[static_cast<std::size_t>(row)]; }

    std::vector<model::JourneyStop> m_stops{};
    status::Formatter m_formatter;
};

} // namespace saikobi::pages
