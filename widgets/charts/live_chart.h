#pragma once

#include <QWidget>

#include <optional>

#include "widgets/charts/chart_content.h"
#include "widgets/charts/plot_values.h"
#include "widgets/status/formatter.h"

namespace saikobi::charts {

class ChartCanvas;
class PlotGroup;

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

    /// Whether times stand below it: of plots of one range, below the lowest alone.
    void setRuler(bool on);
    bool hasRuler() const;
    /// To be kept by itself, with times whatever stands around it.
    QPixmap picture();

    /// From now on it shares range, crosshair, cursors and keys with the other plots of the group.
    void join(PlotGroup& group);
    /// Paints again what it was given, in the range of its group.
    void refresh();
    void refreshCursors();
    /// Shows what another plot shows.
    void mirror(const LiveChart& other);
    const ChartContent& content() const { return m_content; }
    /// Its twin: the numbers in the range that is shown.
    PlotValues table() const;
    /// Time, then name and value of each line, ready to be pasted.
    QString valuesAt(contract::Instant at) const;

    int neededWidth() const; ///< below this a name is cut; tests look at it
    QSize sizeHint() const override { return {400, 160}; }
    QSize minimumSizeHint() const override { return {200, 90}; }

signals:
    void pointed(std::optional<saikobi::contract::Instant> at);
    void presented();

protected:
    bool event(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    ChartCanvas* m_canvas;
    QString m_heading{};
    QString m_unit{};
    double m_least = 1;
    ChartContent m_content{};
    status::Formatter m_formatter{};
    PlotGroup* m_group = nullptr;
};

} // namespace saikobi::charts
