#pragma once

#include <QAbstractTableModel>
#include <QString>

#include <string>
#include <vector>

namespace saikobi::controls {

/// One command and what became of it, in the words of the screen.
struct JournalRow {
    std::string id{};
    QString time{};
    QString who{};
    QString command{};
    QString change{};
    QString reason{};
    QString sent{}; ///< ms until it was on its way to a store
    QString accepted{}; ///< ms until a store had it
    QString inForce{}; ///< ms until it was read back
    QString result{};
    friend bool operator==(const JournalRow&, const JournalRow&) = default;
};

/// Commands, newest first.
class JournalModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Time, Who, Command, Change, Reason, Sent, Accepted, InForce, Result, columns };
    static constexpr std::size_t mostRows = 30; ///< in view, CONSOLE.md §1

    explicit JournalModel(QObject* parent = nullptr);

    void present(const std::vector<JournalRow>& rows);
    void retranslate();
    /// All that is shown, with its headings, for a file. Cells that a spreadsheet would take for a
    /// formula are made plain text.
    QString csv() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<JournalRow> m_rows{};
};

} // namespace saikobi::controls
