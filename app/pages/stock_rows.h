#pragma once

#include <QCoreApplication>

#include <set>
#include <vector>

#include "app/pages/view.h"
#include "widgets/status/figure_model.h"

namespace saikobi::pages {

/// Products as the table of the screen Inventory shows them.
class StockRows : public status::FigureRows {
    Q_DECLARE_TR_FUNCTIONS(saikobi::pages::StockRows)

public:
    enum Column {
        Plot,
        Code,
        Name,
        Total,
        Available,
        Held,
        Kept,
        Sold,
        PerMinute,
        SellsOut,
        Sound
    };

    StockRows(const View& view, const std::set<std::int64_t>& inPlot);
    static QString heading();
    static std::vector<status::FigureColumn> columns();
    /// Products that the audit names, or whose counters contradict each other.
    static std::set<std::int64_t> inconsistent(const View& view);
    static std::string idOf(contract::ProductId product) { return std::to_string(product.value); }

    int count() const override { return static_cast<int>(m_products.size()); }
    std::string id(int row) const override;
    QString text(int row, int column) const override;
    double number(int row, int column) const override;
    QString words(int row) const override;
    contract::DataState state(int column) const override;
    bool isStruck(int row, int column) const override;

private:
    const contract::ProductStock& at(int row) const
    {
        return m_products[static_cast<std::size_t>(row)];
    }
    QString sellsOut(const contract::ProductStock& product) const;

    std::vector<contract::ProductStock> m_products{};
    status::Formatter m_formatter;
    contract::DataState m_state;
    contract::DataState m_auditState;
    std::set<std::int64_t> m_inPlot;
    std::set<std::int64_t> m_inconsistent;
};

/// Pickup slots: places, taken, paid.
class SlotRows : public status::FigureRows {
    Q_DECLARE_TR_FUNCTIONS(saikobi::pages::SlotRows)

public:
    explicit SlotRows(const View& view);
    static QString heading();
    static std::vector<status::FigureColumn> columns();

    int count() const override { return static_cast<int>(m_places.size()); }
    std::string id(int row) const override;
    QString text(int row, int column) const override;
    double number(int row, int column) const override;
    QString words(int row) const override { return text(row, 0); }
    contract::DataState state(int) const override { return m_state; }
    bool isStruck(int row, int column) const override;

private:
    const contract::SlotPlaces& at(int row) const
    {
        return m_places[static_cast<std::size_t>(row)];
    }

    std::vector<contract::SlotPlaces> m_places{};
    status::Formatter m_formatter;
    contract::DataState m_state;
};

/// The newest movements of one product.
class MoveRows : public status::FigureRows {
    Q_DECLARE_TR_FUNCTIONS(saikobi::pages::MoveRows)

public:
    explicit MoveRows(const View& view);
    static QString heading();
    static std::vector<status::FigureColumn> columns();

    int count() const override { return static_cast<int>(m_moves.size()); }
    std::string id(int row) const override;
    QString text(int row, int column) const override;
    double number(int row, int column) const override;
    QString words(int row) const override { return text(row, 3); }
    contract::DataState state(int) const override { return m_state; }

private:
    std::vector<contract::StockMove> m_moves{};
    status::Formatter m_formatter;
    contract::DataState m_state;
};

} // namespace saikobi::pages
