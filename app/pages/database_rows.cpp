#include "app/pages/database_rows.h"

#include <QStringList>

#include <limits>

namespace saikobi::pages {

namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

} // namespace

SessionRows::SessionRows(std::vector<model::DatabaseSession> sessions,
        const status::Formatter& formatter, contract::DataState state)
    : m_sessions(std::move(sessions))
    , m_formatter(formatter)
    , m_state(state)
{
}

QString SessionRows::heading()
{
    return tr("Who waits in Postgres", "heading of a table");
}

std::vector<status::FigureColumn> SessionRows::columns()
{
    return {{tr("Process", "column: number of a database process"), {}, true, 8},
            {tr("User", "column"), {}, false, 0}, {tr("Program", "column"), {}, false, 14},
            {tr("State", "column: of a database session"), {}, false, 12},
            {tr("Waits for", "column: what a session waits for"), {}, false, 18},
            {tr("Behind", "column: processes that a session waits for"), {}, false, 11},
            {tr("Age", "column: of a transaction"), {}, true, 7}};
}

QString SessionRows::text(int row, int column) const
{
    const auto& session = at(row);
    switch (static_cast<Column>(column)) {
    case Pid:
        return QString::number(session.pid);
    case User:
        return QString::fromStdString(session.user);
    case Program:
        return QString::fromStdString(session.program);
    case State:
        return session.state == "idle in transaction"
                ? tr("idle in trans.", "state of a session: began a transaction and does nothing")
                : QString::fromStdString(session.state);
    case Waits:
        return QString::fromStdString(session.waitsFor);
    case BlockedBy: {
        QStringList out;
        for (const auto each : session.blockedBy)
            out << QString::number(each);
        return out.join(QStringLiteral(", "));
    }
    case Age:
        break;
    }
    if (!session.transactionSeconds)
        return {};
    return m_formatter.age(std::chrono::milliseconds{
            static_cast<std::int64_t>(*session.transactionSeconds * 1000)});
}

double SessionRows::number(int row, int column) const
{
    if (column == Pid)
        return at(row).pid;
    return column == Age ? at(row).transactionSeconds.value_or(unknown) : unknown;
}

StatementRows::StatementRows(std::vector<model::CostlyStatement> statements,
        const status::Formatter& formatter, contract::DataState state)
    : m_statements(std::move(statements))
    , m_formatter(formatter)
    , m_state(state)
{
}

QString StatementRows::heading()
{
    return tr("Costliest statements", "heading of a table");
}

std::vector<status::FigureColumn> StatementRows::columns()
{
    return {{tr("Statement", "column"), {}, false, 0},
            {tr("Calls", "column: of a statement"), {}, true, 9},
            {tr("Total s", "column: time of all calls, seconds"), {}, true, 8},
            {tr("Mean ms", "column: time of one call"), {}, true, 8}};
}

QString StatementRows::text(int row, int column) const
{
    const auto& statement = at(row);
    switch (static_cast<Column>(column)) {
    case Statement:
        return QString::fromStdString(statement.statement);
    case Calls:
        return m_formatter.count(static_cast<double>(statement.calls));
    case Total:
        return m_formatter.decimal(statement.totalMs / 1000, 1);
    case Mean:
        break;
    }
    return m_formatter.decimal(statement.meanMs, 2);
}

double StatementRows::number(int row, int column) const
{
    const auto& statement = at(row);
    switch (static_cast<Column>(column)) {
    case Calls:
        return static_cast<double>(statement.calls);
    case Total:
        return statement.totalMs;
    case Mean:
        return statement.meanMs;
    case Statement:
        break;
    }
    return unknown;
}

} // namespace saikobi::pages
