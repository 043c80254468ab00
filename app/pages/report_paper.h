#pragma once

#include <QRectF>
#include <QString>

#include "app/pages/report_words.h"
#include "app/pages/review_plots.h"

class QPagedPaintDevice;
class QPainter;

namespace saikobi::pages {

/// A report on A4 pages: figures in tables, then the plots of the whole recording. The language is
/// that of the program's translators and locale.
class ReportPaper {
public:
    ReportPaper(review::RecordingPtr recording, bool isJapanese);

    /// Answers the pages; 0: the device could not be written.
    int paint(QPagedPaintDevice& device);
    /// The same bytes whenever the same recording is given, as far as the build, the fonts and
    /// QT_HASH_SEED are the same. Answers the pages; 0: the file could not be written.
    int savePdf(const QString& file);

private:
    class Sheet;
    struct Plot {
        QRectF area{};
        timeline::TimeWindow window{};
        double top = 1;
    };

    void paintTable(Sheet& sheet, const ReportTable& table) const;
    void paintPlot(Sheet& sheet, ReviewPlot plot) const;
    void paintScale(QPainter& painter, const Plot& plot) const;
    void paintLine(QPainter& painter, const Plot& plot, const charts::Line& line, int index) const;

    review::RecordingPtr m_recording;
    status::Formatter m_formatter;
    bool m_isJapanese;
    ReviewPlots m_plots{};
};

/// `pdf` with its date of creation put to `at`, of the same length; empty when it names none.
QByteArray withCreationDate(QByteArray pdf, contract::Instant at);

} // namespace saikobi::pages
