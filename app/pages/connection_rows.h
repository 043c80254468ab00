#pragma once

#include <QCoreApplication>

#include <optional>

#include "app/model/connection_views.h"
#include "widgets/status/figure_model.h"
#include "widgets/status/formatter.h"

namespace saikobi::pages {

/// The profiles of this console.
class ProfileRows : public status::FigureRows {
    Q_DECLARE_TR_FUNCTIONS(saikobi::pages::ProfileRows)

public:
    enum Column { Name, Kind, Sale, User, Where };

    ProfileRows(std::vector<model::ProfileView> profiles, std::string open);
    static std::vector<status::FigureColumn> columns();

    int count() const override { return static_cast<int>(m_rows.size()); }
    /// Profile and sale: a profile with several sales has as many rows.
    std::string id(int row) const override;
    QString text(int row, int column) const override;
    double number(int row, int column) const override;
    QString words(int row) const override;
    contract::DataState state(int) const override { return contract::DataState::Live; }

private:
    struct Row {
        model::ProfileView profile{};
        model::KnownSale sale{};
    };
    const Row& at(int row) const { return m_rows[static_cast<std::size_t>(row)]; }

    std::vector<Row> m_rows{};
    std::string m_open{};
};

/// What ProfileRows::id is made of.
std::string rowIdOf(const std::string& profile, const std::string& sale);
std::pair<std::string, std::string> profileAndSaleOf(const std::string& rowId);

/// The steps to both stores beside each other.
class HopRows : public status::FigureRows {
    Q_DECLARE_TR_FUNCTIONS(saikobi::pages::HopRows)

public:
    enum Column { Step, Postgres, PostgresMs, Redis, RedisMs };

    HopRows(std::optional<model::ConnectionReport> report, const status::Formatter& formatter);
    static std::vector<status::FigureColumn> columns();

    int count() const override { return static_cast<int>(model::hopCount); }
    std::string id(int row) const override { return std::to_string(row); }
    QString text(int row, int column) const override;
    double number(int row, int column) const override;
    QString words(int row) const override { return text(row, Step); }
    contract::DataState state(int) const override { return contract::DataState::Live; }

private:
    const model::HopResult& at(int row, int column) const;

    model::ConnectionReport m_report{};
    status::Formatter m_formatter;
};

} // namespace saikobi::pages
