#pragma once

#include <QCoreApplication>
#include <QString>

#include <vector>

#include "app/review/sale_report.h"
#include "widgets/status/formatter.h"

namespace saikobi::pages {

/// A table of a report: a heading and rows of equally many cells. The first cell of a row is its
/// name, the others stand to the right.
struct ReportTable {
    QString heading{};
    std::vector<QStringList> rows{}; ///< the first has the names of the columns, unless it is empty
    QString note{}; ///< how it was counted
};

/// The figures of a past sale in words: for paper and for the side of the Review screen.
class ReportWords {
    Q_DECLARE_TR_FUNCTIONS(saikobi::pages::ReportWords)

public:
    ReportWords(const review::Recording& recording, status::Formatter formatter, bool isJapanese);

    QString title() const;
    QString subtitle() const; ///< which installation, sale, run, from when to when
    QString basis() const; ///< that it was counted from the recording alone
    std::vector<ReportTable> tables() const;

private:
    QString span(std::optional<std::chrono::seconds> length) const;
    QString span(std::optional<double> seconds) const;
    QString statusWord(const std::string& status) const;
    ReportTable waits() const;
    ReportTable orders() const;
    ReportTable failures() const;
    ReportTable products() const;
    ReportTable phases() const;
    ReportTable incidents() const;
    ReportTable alarms() const;
    ReportTable commands() const;
    ReportTable gaps() const;
    ReportTable audits() const;

    const review::Recording& m_recording;
    review::SaleReport m_report;
    status::Formatter m_formatter;
    bool m_isJapanese;
};

} // namespace saikobi::pages
