#pragma once

#include <QPointF>
#include <QString>
#include <QWidget>

#include <optional>
#include <vector>

#include "backend/contract/feed.h"
#include "widgets/status/alarm_mark.h"

class QPainter;

namespace saikobi::status {

/// What a value is measured against. All in the figure's own unit.
struct Gauge {
    double from = 0;
    double to = 1;
    std::optional<double> normalFrom{};
    std::optional<double> normalTo{};
    std::optional<double> target{}; ///< wanted: a thin tick
    std::optional<double> limit{}; ///< not to be passed: a thick tick
};

/// One figure at one instant, ready to be painted.
struct TileContent {
    contract::DataState state = contract::DataState::NoData;
    QString value{}; ///< formatted; the last one known when lost
    QString behind{}; ///< belongs to the value and stands behind its unit: a range
    QString beside{}; ///< a second figure that belongs to it, in small letters
    QString age{};
    QString seenAt{}; ///< clock time of the last value
    QString absence{}; ///< why there is none: "no data", "too few to judge"
    std::optional<double> number{}; ///< for the gauge
    std::optional<AlarmMark> alarm{}; ///< the gravest that is about this figure
    std::optional<Gauge> gauge{};
    /// Ten minutes, left to right; both coordinates within 0…1, y upwards. A gap separates runs.
    std::vector<std::vector<QPointF>> trend{};
};

/// Name, value, unit, window, gauge, trend and age of one figure. The place at the top right is
/// kept free for an alarm mark, so that nothing moves when one comes.
class Tile : public QWidget {
    Q_OBJECT
    Q_PROPERTY(QString shownValue READ shownValue)
    Q_PROPERTY(QString shownState READ shownState)
    Q_PROPERTY(int neededWidth READ neededWidth)
    Q_PROPERTY(int alarmPriority READ alarmPriority)

public:
    explicit Tile(QWidget* parent = nullptr);

    void setHeading(const QString& name, const QString& unit, const QString& window);
    void present(const TileContent& content);

    QString shownValue() const; ///< as painted, with its brackets, dash or dot
    QString shownState() const;
    int alarmPriority() const; ///< of the mark; 0: none
    int neededWidth() const; ///< below this a text is cut; tests look at it
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Places;
    Places places() const;
    void paintHeading(QPainter& painter, const Places& at) const;
    void paintValue(QPainter& painter, const Places& at) const;
    void paintTrend(QPainter& painter, const Places& at) const;
    void paintFoot(QPainter& painter, const Places& at) const;
    QString foot() const;
    QString unit() const; ///< with what stands behind it
    void describe();

    QString m_name{};
    QString m_unit{};
    QString m_window{};
    TileContent m_content{};
    AlarmBlink m_blink;
};

} // namespace saikobi::status
