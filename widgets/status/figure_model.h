#pragma once

#include <QAbstractTableModel>
#include <QString>

#include <memory>
#include <string>
#include <vector>

#include "backend/contract/feed.h"

namespace saikobi::status {

struct FigureColumn {
    QString name{};
    QString hint{}; ///< what the figure means, for the tooltip of the heading
    bool isNumber = false;
    int characters = 8; ///< width; the first column with 0 takes what is left
};

/// Rows of a table as they were at one instant, never edited. Texts are made when they are painted:
/// of thousands of rows a screen shows thirty.
class FigureRows {
public:
    FigureRows() = default;
    virtual ~FigureRows() = default;
    FigureRows(const FigureRows&) = delete;
    FigureRows& operator=(const FigureRows&) = delete;

    virtual int count() const = 0;
    /// Follows a row through sorting and from one instant to the next.
    virtual std::string id(int row) const = 0;
    virtual QString text(int row, int column) const = 0;
    /// To sort by. Not known: NaN, which always comes last.
    virtual double number(int row, int column) const = 0;
    /// What the filter looks at.
    virtual QString words(int row) const = 0;
    /// How far the column may be believed.
    virtual contract::DataState state(int column) const = 0;
    /// A value that contradicts itself is struck out.
    virtual bool isStruck(int, int) const { return false; }
};

/// Sorts and filters such rows. Which row stands where changes when somebody sorts or filters, when
/// rows come or go, and, unless one of them is chosen, every ten seconds: nobody's row moves away
/// under the hand.
class FigureModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Role { StateRole = Qt::UserRole + 1 };
    static constexpr int resortAfter = 10; ///< presentations: one comes each second

    explicit FigureModel(QObject* parent = nullptr);

    void setColumns(std::vector<FigureColumn> columns);
    void present(std::shared_ptr<const FigureRows> rows);
    void setFilter(const QString& words);
    void sort(int column, Qt::SortOrder order) override;
    void setStill(bool isStill) { m_isStill = isStill; }

    std::string idAt(int row) const;
    int rowOf(const std::string& id) const; ///< -1: not shown
    int total() const; ///< also those that the filter hides
    int sortedBy() const { return m_column; }
    /// What is shown, as it is shown: heading and all rows of the filter, in their order.
    QString csv() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Shown {
        std::shared_ptr<const FigureRows> rows{};
        std::vector<std::string> ids{};
    };

    QString shown(int row, int column) const;
    std::vector<int> wantedOrder() const;
    void replace(Shown after, std::vector<int> order);
    void arrange(std::vector<int> order);
    bool isSameRows(const FigureRows& rows) const;

    std::vector<FigureColumn> m_columns{};
    std::shared_ptr<const FigureRows> m_rows{};
    std::vector<std::string> m_ids{}; ///< of all rows, in the order in which they came
    std::vector<int> m_order{}; ///< rows that are shown, in their order
    QString m_filter{};
    int m_column = -1;
    Qt::SortOrder m_direction = Qt::AscendingOrder;
    bool m_isStill = false;
    int m_sincePlaced = 0;
};

} // namespace saikobi::status
