#pragma once

#include <QObject>
#include <QTimer>

#include <map>
#include <optional>

#include "widgets/charts/chart_content.h"
#include "widgets/status/formatter.h"

namespace saikobi::charts {
class LiveChart;
}

namespace saikobi::pages {

/// Lets the plots of a screen take turns, one a frame of the screen: all of them painted at once
/// cost more than a frame has. What is not the next second of what a plot shows (its first content,
/// a jump in time, another state, other words) is shown at once.
class ChartTurns : public QObject {
    Q_OBJECT

public:
    explicit ChartTurns(QObject* parent);

    void present(charts::LiveChart& chart, const charts::ChartContent& content,
            const status::Formatter& formatter);

private:
    struct Turn {
        charts::ChartContent content{};
        status::Formatter formatter{};
    };
    struct Shown {
        contract::Instant to{};
        contract::DataState state = contract::DataState::NoData;
    };
    void show(charts::LiveChart& chart, const Turn& turn);
    void next();

    std::map<charts::LiveChart*, Turn> m_waiting{};
    std::map<charts::LiveChart*, Shown> m_shown{};
    QTimer m_frame{};
};

} // namespace saikobi::pages
