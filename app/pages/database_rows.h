#pragma once

#include <QCoreApplication>

#include "app/model/connection_views.h"
#include "widgets/status/figure_model.h"
#include "widgets/status/formatter.h"

namespace saikobi::pages {

/// Sessions of the database that wait, or make others wait.
class SessionRows : public status::FigureRows {
    Q_DECLARE_TR_FUNCTIONS(saikobi::pages::SessionRows)

public:
    enum Column { Pid, User, Program, State, Waits, BlockedBy, Age };

    SessionRows(std::vector<model::DatabaseSession> sessions, const status::Formatter& formatter,
            contract::DataState state);
    static QString heading();
    static std::vector<status::FigureColumn> columns();

    int count() const override { return static_cast<int>(m_sessions.size()); }
    std::string id(int row) const override { return std::to_string(at(row).pid); }
    QString text(int row, int column) const override;
    double number(int row, int column) const override;
    QString words(int row) const override { return text(row, User); }
    contract::DataState state(int) const override { return m_state; }

private:
    const model::DatabaseSession& at(int row) const
    {
        return m_sessions[static_cast<std::size_t>(row)];
    }

    std::vector<model::DatabaseSession> m_sessions{};
    status::Formatter m_formatter;
    contract::DataState m_state;
};

/// The statements that cost most, all together.
class StatementRows : public status::FigureRows {
    Q_DECLARE_TR_FUNCTIONS(saikobi::pages::StatementRows)

public:
    enum Column { Statement, Calls, Total, Mean };

    StatementRows(std::vector<model::CostlyStatement> statements,
            const status::Formatter& formatter, contract::DataState state);
    static QString heading();
    static std::vector<status::FigureColumn> columns();

    int count() const override { return static_cast<int>(m_statements.size()); }
    std::string id(int row) const override { return std::to_string(row); }
    QString text(int row, int column) const override;
    double number(int row, int column) const override;
    QString words(int row) const override { return text(row, Statement); }
    contract::DataState state(int) const override { return m_state; }

private:
    const model::CostlyStatement& at(int row) const
    {
        return m_statements[static_cast<std::size_t>(row)];
    }

    std::vector<model::CostlyStatement> m_statements{};
    status::Formatter m_formatter;
    contract::DataState m_state;
};

} // namespace saikobi::pages
