#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "backend/contract/alarm.h"
#include "backend/contract/figures.h"
#include "backend/contract/words.h"

namespace saikobi::contract {

/// What of a figure is held against the limits.
enum class AlarmBasis {
    Value,
    Age, ///< a value that counts since when the trouble lasts: it began that long ago
    Size, ///< without its sign
    ShareOfHeld, ///< the limit is at least 1 % of all held units
    OffSetRate, ///< percent between the means of this figure and of `rate_set`, over 2 min
    BelowOwnMean ///< percent below the figure's own mean of 10 min
};

enum class AlarmSense { AtLeast, Above, Below };

/// One limit of one alarm, as data. It is passed once the value has been beyond `on` for the whole
/// of `onDelay`, and no longer once it has been back at `off` for the whole of `offDelay`.
struct AlarmLimit {
    AlarmId alarm{};
    AlarmPriority priority = AlarmPriority::P3;
    Figure figure = Figure::Waiting;
    AlarmSense sense = AlarmSense::AtLeast;
    double on = 0;
    std::chrono::seconds onDelay{0};
    double off = 0;
    std::chrono::seconds offDelay{0};
    AlarmBasis basis = AlarmBasis::Value;
    bool isLatched = false; ///< stays until somebody has confirmed it as acted on
    bool isOnlyWhileOpen = false;
    std::string_view card{}; ///< where it sends staff, if not where the alarm does
    /// `practice`: others work with it too; `default`: our own, to be tuned in rehearsal; else the
    /// organiser's own words.
    std::string reason{"default"};
};

/// "A10.cpu.2": alarm, figure, priority. Names a limit in the sale's settings.
std::string keyOf(const AlarmLimit& limit);

/// Where this alarm sends staff now. `isRedisAlone`: Redis is silent for whoever asks, Postgres is
/// not; the alarm of a silent store does not say which it is.
std::string_view cardOf(const AlarmRecord& record, Phase phase, std::optional<Instant> opensAt,
        Instant now, bool isRedisAlone = false);

/// What the settings of a sale say about one limit; what they leave out stays as shipped.
struct AlarmChange {
    std::optional<double> on{};
    std::optional<double> off{};
    std::optional<std::chrono::seconds> onDelay{};
    std::optional<std::chrono::seconds> offDelay{};
    std::string reason{};
};

struct AlarmSettings {
    std::map<std::string, AlarmChange> changes{}; ///< by keyOf()
    std::map<AlarmId, std::string> outOfService{}; ///< with the reason
};

/// All limits in the order of their alarms; the same number and order whatever the settings say.
std::vector<AlarmLimit> alarmLimits(const AlarmSettings& settings = {});

/// The member `alarms` of the sale's settings:
/// {"A06.budget_used.3": {"on": 75, "off": 65, "on_delay_s": 30, "off_delay_s": 60,
///  "reason": "…"}, "A27": {"out_of_service": "…"}}. Invalid names the key: unknown, without a
/// reason, or with an off-limit on the wrong side of the on-limit.
Result<AlarmSettings> alarmSettingsFromJson(std::string_view text);
std::string toJson(const AlarmSettings& settings);

} // namespace saikobi::contract
