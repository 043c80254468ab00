#pragma once

#include <QString>

#include <map>
#include <string>
#include <vector>

#include "app/pages/card_labels.h"

class QPagedPaintDevice;

namespace saikobi::pages {

/// How far a step was when the card was printed.
struct PrintedMark {
    enum class Kind { Done, Overridden, Deferred, Greyed };
    Kind kind = Kind::Done;
    QString note{}; ///< such as who and when; stands after the step
};

struct PrintedCard {
    const contract::Card* card = nullptr;
    std::map<std::string, PrintedMark> marks{}; ///< by step
};

/// Paper needs no store, and hangs where no desk is. A card takes one A4 page at 14 pt; one that
/// is longer goes on on a next page, and nothing of it is lost.
class CardPrint {
public:
    static constexpr int pointSize = 14; ///< the smallest of a page

    /// `footer`: sale and time of printing; may be empty.
    CardPrint(CardLabels labels, QString footer);

    /// For a printer or a PdfWriter. Sets A4 and margins; answers the pages, 0 when the device
    /// could not be written.
    int paint(QPagedPaintDevice& device, const std::vector<PrintedCard>& cards) const;
    /// Answers the pages; 0: the file could not be written.
    int savePdf(const QString& file, const std::vector<PrintedCard>& cards) const;

    /// Every card of a runbook, without marks.
    static std::vector<PrintedCard> allOf(const contract::Cards& cards);

private:
    const CardLabels m_labels;
    const QString m_footer;
};

} // namespace saikobi::pages
