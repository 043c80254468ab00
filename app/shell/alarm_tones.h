#pragma once

#include <QByteArray>

#include "backend/contract/alarm.h"

namespace saikobi::shell {

/// The sound of a priority, 16-bit samples of one channel. They differ in rhythm as well as in
/// pitch, so that they can be told apart through a wall: P1 three pairs, P2 three pulses, P3 one.
QByteArray alarmTone(contract::AlarmPriority priority, int samplesPerSecond);

} // namespace saikobi::shell
