#pragma once

#include <QColor>
#include <QFont>
#include <QObject>
#include <QTimer>

#include "backend/contract/alarm.h"
#include "widgets/status/palette.h"

class QPainter;
class QRectF;
class QWidget;

namespace saikobi::status {

/// How an alarm stands beside the thing concerned: shape, number and colour, never colour alone.
struct AlarmMark {
    contract::AlarmPriority priority = contract::AlarmPriority::P3;
    bool isBlinking = false; ///< active and nobody has acknowledged it
    bool isHollow = false; ///< returned to normal, or put aside
    friend bool operator==(const AlarmMark&, const AlarmMark&) = default;
};

AlarmMark markOf(const contract::AlarmRecord& record);
/// The one that stands for both: the more serious, then the one that is still unseen.
AlarmMark stronger(const AlarmMark& a, const AlarmMark& b);

QColor alarmFill(contract::AlarmPriority priority, Theme theme);
QColor alarmNumeral(contract::AlarmPriority priority, Theme theme);

/// The face of the number on a mark of that side, in pixels.
QFont markFace(QFont base, double side, contract::AlarmPriority priority);

/// P1 a square, P2 a triangle, P3 a circle, each with its number. `isLit` false is the dark half of
/// a blink: the shape and the number stay.
void paintAlarmMark(
        QPainter& painter, const QRectF& box, const AlarmMark& mark, bool isLit, Theme theme);

/// Repaints a widget in step with all others while something on it blinks: once a second.
class AlarmBlink : public QObject {
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds half{500};

    explicit AlarmBlink(QWidget& painted);
    void run(bool isBlinking);
    bool isRunning() const { return m_timer.isActive(); }
    static bool isLit();

private:
    void waitForTurn();

    QTimer m_timer{};
};

} // namespace saikobi::status
