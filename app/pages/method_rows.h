#pragma once

#include <QCoreApplication>

#include <vector>

#include "app/pages/view.h"
#include "widgets/status/figure_model.h"

namespace saikobi::pages {

/// Payment methods: what was tried, what came of it, how long the provider took.
class MethodRows : public status::FigureRows {
    Q_DECLARE_TR_FUNCTIONS(saikobi::pages::MethodRows)

public:
    enum Column {
        Key,
        Name,
        Attempts,
        InFlight,
        Success,
        Declined,
        P50,
        P95,
        Usual,
        OwnP95,
        FirstEnd
    };

    explicit MethodRows(const View& view);
    static QString heading();
    static std::vector<status::FigureColumn> columns();
    static QString usual(const contract::MethodView& method, const status::Formatter& formatter);

    int count() const override { return static_cast<int>(m_methods.size()); }
    std::string id(int row) const override;
    QString text(int row, int column) const override;
    double number(int row, int column) const override;
    QString words(int row) const override { return text(row, Name); }
    contract::DataState state(int column) const override;

private:
    std::optional<double> figure(int row, int column) const;
    QString inFlight(int row) const;

    std::vector<contract::MethodView> m_methods{};
    std::vector<contract::MethodFigures> m_figures{}; ///< in the same order
    status::Formatter m_formatter;
    contract::DataState m_listState;
    contract::DataState m_state;
};

/// Our share of an order's time, by method and by product, the slowest first.
class OwnShareRows : public status::FigureRows {
    Q_DECLARE_TR_FUNCTIONS(saikobi::pages::OwnShareRows)

public:
    explicit OwnShareRows(const View& view);
    static QString heading();
    static std::vector<status::FigureColumn> columns();

    int count() const override { return static_cast<int>(m_rows.size()); }
    std::string id(int row) const override { return m_rows[static_cast<std::size_t>(row)].id; }
    QString text(int row, int column) const override;
    double number(int row, int column) const override;
    QString words(int row) const override { return text(row, 0); }
    contract::DataState state(int) const override { return m_state; }

private:
    struct Row {
        std::string id{};
        QString name{};
        double seconds = 0;
    };

    std::vector<Row> m_rows{};
    status::Formatter m_formatter;
    contract::DataState m_state;
};

} // namespace saikobi::pages
