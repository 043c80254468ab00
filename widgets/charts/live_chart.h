#pragma once

#include <QWidget>

#include <optional>

#include "widgets/charts/chart_content.h"
#include "widgets/status/formatter.h"

namespace saikobi::charts {

class ChartCanvas;

/// A plot over time, from 0 upwards: at most five named lines, marks, a limit, gaps drawn as gaps.
class LiveChart : public QWidget {
    Q_OBJECT
    Q_PROPERTY(int neededWidth READ neededWidth)

public:
    explicit LiveChart(QWidget* parent = nullptr);

    /// `least` is the smallest top of the vertical axis, in the unit of the plot.
    void setHeading(const QString& heading, const QString& unit, double least);
    void present(const ChartContent& content, const status::Formatter& formatter);
    /// Shows what every line was at that instant; nothing hides it again.
    void showCrosshair(std::optional<contract::Instant> at);

    int neededWidth() const; ///< below this a name is cut; tests look at it
    QSize sizeHint() const override { return {400, 160}; }
    QSize minimumSizeHint() const override { return {200, 90}; }

signals:
    void pointed(std::optional<saikobi::contract::Instant> at);

private:
    ChartCanvas* m_canvas;
    QString m_heading{};
};

} // namespace saikobi::charts
