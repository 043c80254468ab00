#pragma once

#include <QFont>
#include <QPainter>
#include <QTextLayout>

#include "app/pages/card_print.h"

namespace saikobi::pages {

/// How a card fills its page.
struct CardFit {
    int pointSize = CardPrint::pointSize;
    double airy = 1; ///< share of the usual room between paragraphs
};

/// Sets one card onto paper from top to bottom; lengths in points. Measuring is the same walk
/// without ink.
class CardPaper {
public:
    CardPaper(QPainter& painter, QSizeF page, const CardLabels& labels, CardFit fit, bool hasInk);

    /// Answers how far down it went.
    double set(const PrintedCard& card, const QString& footer);

private:
    void title(const contract::Card& card);
    void paragraph(const QString& label, const QString& text);
    void list(const QString& heading, const std::vector<contract::Step>& steps,
            const PrintedCard& card, bool isBoxed);
    void step(const contract::Step& step, const PrintedMark* mark);
    void box(const PrintedMark* mark, double top);
    QString textOf(const contract::Step& step, const PrintedMark* mark) const;
    void footer(const contract::Card& card, const QString& text);
    /// Wraps `text`, whose first `strong` characters are bold, between `left` and the right margin.
    void wrapped(
            const QString& text, int strong, double left, const QFont& font, const QColor& ink);
    double wholeLine(double y, double height) const;
    void room(double points) { m_y += points * m_fit.airy; }

    QPainter& m_painter;
    const QSizeF m_page;
    const CardLabels& m_labels;
    const CardFit m_fit;
    const bool m_hasInk;
    const QFont m_body;
    double m_left = 0;
    double m_right = 0;
    double m_y = 0;
};

} // namespace saikobi::pages
