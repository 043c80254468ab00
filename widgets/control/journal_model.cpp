#include "widgets/control/journal_model.h"

#include <QStringList>

#include <algorithm>

#include "widgets/status/front_update.h"

namespace saikobi::controls {

namespace {

std::vector<std::string> idsOf(const std::vector<JournalRow>& rows)
{
    std::vector<std::string> ids;
    for (const auto& row : rows)
        ids.push_back(row.id);
    return ids;
}

QString cellOf(QString text)
{
    // Reasons are written by people, and opened by a spreadsheet.
    static const QString risky = QStringLiteral("=+-@\t\r");
    if (!text.isEmpty() && risky.contains(text.front()))
        text.prepend(QLatin1Char('\''));
    return QStringLiteral("\"%1\"").arg(text.replace(QLatin1Char('"'), QStringLiteral("\"\"")));
}

} // namespace

JournalModel::JournalModel(QObject* parent)
    : QAbstractTableModel(parent)
{
}

void JournalModel::present(const std::vector<JournalRow>& rows)
{
    const auto count = std::min(rows.size(), mostRows);
    const std::vector<JournalRow> wanted(
            rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(count));
    const auto update = status::frontUpdate(idsOf(m_rows), idsOf(wanted));
    const int shown = rowCount();
    if (update.kept < shown) {
        beginRemoveRows({}, update.kept, shown - 1);
        m_rows.erase(m_rows.begin() + update.kept, m_rows.end());
        endRemoveRows();
    }
    if (update.inFront > 0) {
        beginInsertRows({}, 0, update.inFront - 1);
        m_rows.insert(m_rows.begin(), wanted.begin(), wanted.begin() + update.inFront);
        endInsertRows();
    }
    if (update.behind > 0) {
        beginInsertRows({}, rowCount(), rowCount() + update.behind - 1);
        m_rows.insert(m_rows.end(), wanted.end() - update.behind, wanted.end());
        endInsertRows();
    }
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (m_rows[i] == wanted[i])
            continue;
        m_rows[i] = wanted[i];
        const auto row = static_cast<int>(i);
        emit dataChanged(index(row, 0), index(row, columns - 1));
    }
}

QString JournalModel::csv() const
{
    QString out;
    for (int row = -1; row < rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < columns; ++column)
            cells << cellOf(row < 0 ? headerData(column, Qt::Horizontal, Qt::DisplayRole).toString()
                                    : index(row, column).data().toString());
        out += cells.join(QLatin1Char(',')) + QStringLiteral("\r\n");
    }
    return out;
}

void JournalModel::retranslate()
{
    emit headerDataChanged(Qt::Horizontal, 0, columns - 1);
}

int JournalModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int JournalModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : columns;
}

QVariant JournalModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (role == Qt::TextAlignmentRole) {
        const bool isNumber
                = index.column() == Sent || index.column() == Accepted || index.column() == InForce;
        return QVariant::fromValue(
                Qt::Alignment(Qt::AlignVCenter | (isNumber ? Qt::AlignRight : Qt::AlignLeft)));
    }
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    const auto& row = m_rows.at(static_cast<std::size_t>(index.row()));
    switch (static_cast<Column>(index.column())) {
    case Time:
        return row.time;
    case Who:
        return row.who;
    case Command:
        return row.command;
    case Change:
        return row.change;
    case Reason:
        return row.reason;
    case Sent:
        return row.sent;
    case Accepted:
        return row.accepted;
    case InForce:
        return row.inForce;
    case Result:
        return row.result;
    case columns:
        break;
    }
    return {};
}

QVariant JournalModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (static_cast<Column>(section)) {
    case Time:
        return tr("Time", "column of the journal");
    case Who:
        return tr("Who", "column of the journal");
    case Command:
        return tr("Command", "column of the journal");
    case Change:
        return tr("Old → new", "column of the journal");
    case Reason:
        return tr("Reason", "column of the journal");
    case Sent:
        return tr("Sent", "column of the journal: milliseconds until it was on its way");
    case Accepted:
        return tr("Accepted", "column of the journal: milliseconds until a store had it");
    case InForce:
        return tr("Read back", "column of the journal: milliseconds until it was in force");
    case Result:
        return tr("Result", "column of the journal");
    case columns:
        break;
    }
    return {};
}

} // namespace saikobi::controls
