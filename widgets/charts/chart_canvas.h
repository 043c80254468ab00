#pragma once

#include <QImage>
#include <QtCharts/QChartView>

#include <vector>

#include "widgets/charts/chart_content.h"
#include "widgets/charts/envelope.h"
#include "widgets/status/formatter.h"
#include "widgets/timeline/axis_range.h"

class QLineSeries;
class QValueAxis;

namespace saikobi::charts {

/// Where the axes of a plot leave off, so that what stands above or below can be lined up with it.
QMarginsF plotMargins(const QFont& font);

/// The QtCharts part of a plot: Qt Charts draws the lines and the grid, `drawForeground` the words
/// and marks. The plot area depends on size and font only, never on the data.
class ChartCanvas : public QChartView {
    Q_OBJECT

public:
    explicit ChartCanvas(QWidget* parent);

    void setHeading(const QString& heading, const QString& unit, double least);
    /// `shown` is the part of the content's time that is seen; the vertical axis is that of the
    /// whole, so that looking closer changes one thing only.
    void present(const ChartContent& content, timeline::TimeWindow shown,
            const status::Formatter& formatter);
    void showCursors(const PlotCursors& cursors);
    void setFocused(bool on);
    /// Whether times stand below it; of plots that share a range, below the lowest alone.
    void setRuler(bool on);
    bool hasRuler() const { return m_hasRuler; }
    timeline::TimeWindow shown() const { return m_content.window; }
    /// What a line was then, or "no data".
    QString valueAt(const Line& line, contract::Instant at) const;
    QString valueAtCursors(const Line& line) const;

    /// How many pixels of the longest name do not fit.
    int cutOff() const;

signals:
    void pointed(std::optional<saikobi::contract::Instant> at);
    void clicked(saikobi::contract::Instant at);
    void dragged(saikobi::contract::Instant from, saikobi::contract::Instant to);

protected:
    void drawForeground(QPainter* painter, const QRectF& area) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void dress(); ///< colours of the present theme, places for the present font
    void place();
    void drawLines();
    void drawTracks();
    void spoil(); ///< the kept picture is no longer true
    void paintPicture(QRect seen);
    void paintPointing(QPainter& painter) const;
    void paintPlayhead(QPainter& painter) const;
    QPointF pointOf(contract::Instant at, double value) const;
    QString number(double value) const;
    void paintStack(QPainter& painter) const;
    void paintSetApart(QPainter& painter) const;
    void paintFrame(QPainter& painter) const;
    void paintRulers(QPainter& painter) const;
    void paintGaps(QPainter& painter) const;
    void paintLimit(QPainter& painter) const;
    void paintMarks(QPainter& painter) const;
    void paintAlarms(QPainter& painter) const;
    void paintNames(QPainter& painter) const;
    void paintCrosshair(QPainter& painter) const;
    void paintCursors(QPainter& painter) const;
    std::optional<contract::Instant> instantAt(QPointF position) const;

    QString m_heading{};
    QString m_unit{};
    timeline::AxisRange m_range{1};
    double m_least = 1;
    double m_top = 1;
    ChartContent m_content{}; ///< as it is drawn: of a stack, the sums
    std::vector<Line> m_plain{}; ///< as it was said: what the crosshair reads
    status::Formatter m_formatter{};
    PlotCursors m_cursors{};
    std::optional<QPointF> m_pressed{};
    std::optional<QPointF> m_draggedTo{};
    bool m_isFocused = false;
    bool m_hasRuler = true;
    QImage m_picture{}; ///< of a recording, without what is pointed at
    bool m_isSpoilt = true;
    Envelope m_envelope{}; ///< the lines of a recording
    QValueAxis* m_time;
    QValueAxis* m_value;
    std::vector<std::vector<QLineSeries*>> m_series{}; ///< per line one series for each run
};

} // namespace saikobi::charts
