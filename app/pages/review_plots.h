#pragma once

#include <QCoreApplication>

#include <array>
#include <map>
#include <string>
#include <vector>

#include "app/pages/live_charts.h"
#include "app/review/recording.h"
#include "widgets/charts/chart_content.h"
#include "widgets/status/formatter.h"

namespace saikobi::pages {

/// The plots of the Review screen, from the top.
enum class ReviewPlot { Rate, Waiting, Payments, Errors, Stock };
inline constexpr std::array reviewPlots{ReviewPlot::Rate, ReviewPlot::Waiting, ReviewPlot::Payments,
        ReviewPlot::Errors, ReviewPlot::Stock};

/// A second recording, moved so that both have one instant at one place.
struct Compared {
    review::RecordingPtr recording{};
    contract::Instant::duration offset{};
};

/// Which lines of a recording a plot shows. Their pyramids are built when first shown and kept.
class ReviewPlots {
    Q_DECLARE_TR_FUNCTIONS(saikobi::pages::ReviewPlots)

public:
    static QString objectName(ReviewPlot plot);
    static ChartHeading heading(ReviewPlot plot);
    /// In one sentence what the plot shows between both ends of `shown`.
    static QString summary(const QString& heading, const charts::ChartContent& content,
            timeline::TimeWindow shown, const status::Formatter& formatter);

    /// Forgets the pyramids of what was shown before.
    void open(review::RecordingPtr recording);
    void compare(Compared other) { m_other = std::move(other); }
    const Compared& compared() const { return m_other; }

    charts::ChartContent content(ReviewPlot plot) const;

private:
    struct Wanted {
        std::string id{};
        QString name{};
        std::string product{}; ///< its code, of a line that is drawn as a share of its units
    };
    using Track = std::shared_ptr<const timeline::Pyramid>;

    std::vector<Wanted> wanted(ReviewPlot plot) const;
    Track track(const review::RecordingPtr& recording, const std::string& id,
            contract::Instant::duration offset) const;

    review::RecordingPtr m_recording{};
    Compared m_other{};
    mutable std::map<std::string, Track> m_tracks{};
};

} // namespace saikobi::pages
