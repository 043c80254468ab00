#pragma once

#include <QString>
#include <QWidget>

#include <vector>

#include "backend/contract/feed.h"

class QPainter;

namespace saikobi::status {

/// One product as the board paints it. stock = sold + held + available.
struct StockRow {
    QString code{};
    QString name{};
    double soldPart = 0; ///< of the stock, 0…1
    double heldPart = 0;
    QString left{}; ///< "1,234 / 2,000"
    QString sellsOut{}; ///< time range, or the word of its state
};

struct StockContent {
    contract::DataState state = contract::DataState::NoData;
    std::vector<StockRow> rows{}; ///< soonest first; the first eight are shown
    QString others{}; ///< "and 4 others"
    QString age{};
    QString absence{};
};

/// Stock per product: sold solid, held hatched, available open.
class StockBoard : public QWidget {
    Q_OBJECT
    Q_PROPERTY(int shownRows READ shownRows)

public:
    static constexpr int mostRows = 8;

    explicit StockBoard(QWidget* parent = nullptr);
    void setHeading(const QString& heading);
    void present(const StockContent& content);
    int shownRows() const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    double rowHeight() const;
    void paintRow(QPainter& painter, const QRectF& area, const StockRow& row) const;

    QString m_heading{};
    StockContent m_content{};
};

} // namespace saikobi::status
