#pragma once

#include <QWidget>

#include <optional>
#include <vector>

#include "backend/contract/alarm.h"
#include "widgets/charts/chart_content.h"
#include "widgets/status/formatter.h"

namespace saikobi::charts {

class PlotGroup;

/// Something on a lane: a bar from `from` to `to`, or one instant where both are the same.
struct LaneEvent {
    contract::Instant from{};
    contract::Instant to{};
    QString label{};
    std::optional<contract::AlarmPriority> alarm{};
    std::optional<contract::Instant> seenAt{}; ///< when somebody acknowledged it
    bool isGap = false; ///< nothing was recorded: hatched
};

struct Lane {
    QString name{};
    std::vector<LaneEvent> events{}; ///< by `from`
};

/// What happened, in lanes above the plots of a group and lined up with them: the same range, the
/// same playhead and cursors.
class EventLanes : public QWidget {
    Q_OBJECT

public:
    explicit EventLanes(QWidget* parent = nullptr);

    void join(PlotGroup& group);
    void present(std::vector<Lane> lanes, const status::Formatter& formatter);
    const std::vector<Lane>& lanes() const { return m_lanes; }
    /// Everything that lies under or touches that place; empty where there is nothing.
    QStringList eventsAt(QPointF place) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

signals:
    /// Somebody pressed there.
    void chosen(saikobi::contract::Instant at);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    bool event(QEvent* event) override;

private:
    QRectF plot() const;
    double rowHeight() const;
    double placeOf(contract::Instant at) const;
    void paintLane(QPainter& painter, const Lane& lane, const QRectF& row) const;
    QRectF barOf(const LaneEvent& event, const QRectF& row) const;
    void paintBar(QPainter& painter, const LaneEvent& event, const QRectF& row) const;
    void paintLabel(QPainter& painter, const LaneEvent& event, const QRectF& row, double to) const;
    void paintPointing(QPainter& painter) const;

    PlotGroup* m_group = nullptr;
    std::vector<Lane> m_lanes{};
    status::Formatter m_formatter{};
};

} // namespace saikobi::charts
