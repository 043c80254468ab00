#include "app/pages/card_print.h"

#include <QFile>
#include <QPagedPaintDevice>
#include <QPainter>
#include <QPdfWriter>

#include <algorithm>
#include <array>
#include <cmath>

#include "app/pages/card_paper.h"

namespace saikobi::pages {

namespace {

constexpr double margin = 28; ///< points; 10 mm, which every printer can reach
/// The best first: people read it standing, at arm's length.
constexpr std::array<CardFit, 6> fits{{{18, 1.6}, {17, 1.4}, {16, 1.2}, {15, 1.0},
        {CardPrint::pointSize, 1.0}, {CardPrint::pointSize, 0.0}}};

QSizeF innerPage()
{
    return QPageSize(QPageSize::A4).size(QPageSize::Point) - QSizeF(2 * margin, 2 * margin);
}

CardFit fitOf(
        QPainter& painter, const PrintedCard& card, const CardLabels& labels, const QString& footer)
{
    const auto found = std::find_if(fits.begin(), fits.end(), [&](const CardFit& fit) {
        return CardPaper(painter, innerPage(), labels, fit, false).set(card, footer)
                <= innerPage().height();
    });
    return found == fits.end() ? fits.back() : *found;
}

} // namespace

CardPrint::CardPrint(CardLabels labels, QString footer)
    : m_labels(labels)
    , m_footer(std::move(footer))
{
}

int CardPrint::paint(QPagedPaintDevice& device, const std::vector<PrintedCard>& cards) const
{
    device.setPageLayout(QPageLayout(QPageSize(QPageSize::A4), QPageLayout::Portrait,
            QMarginsF(margin, margin, margin, margin), QPageLayout::Point));
    QPainter painter;
    if (cards.empty() || !painter.begin(&device))
        return 0;
    const auto dots = painter.device()->logicalDpiX() / 72.0;
    const auto height = innerPage().height();
    int pages = 0;
    for (const auto& card : cards) {
        painter.save();
        painter.scale(dots, dots);
        const auto fit = fitOf(painter, card, m_labels, m_footer);
        const auto needed
                = CardPaper(painter, innerPage(), m_labels, fit, false).set(card, m_footer);
        const auto sheets = std::max(1, static_cast<int>(std::ceil(needed / height)));
        painter.restore();
        for (int sheet = 0; sheet < sheets; ++sheet) {
            if (pages++ > 0 && !device.newPage())
                return 0;
            painter.save();
            painter.scale(dots, dots);
            painter.setClipRect(QRectF(QPointF(0, 0), innerPage()));
            painter.translate(0, -sheet * height);
            CardPaper(painter, innerPage(), m_labels, fit, true).set(card, m_footer);
            painter.restore();
        }
    }
    return painter.end() ? pages : 0;
}

int CardPrint::savePdf(const QString& file, const std::vector<PrintedCard>& cards) const
{
    QFile out(file);
    if (!out.open(QIODevice::WriteOnly))
        return 0;
    QPdfWriter writer(&out);
    writer.setResolution(600);
    writer.setTitle(cards.size() == 1 ? QString::fromStdString(cards.front().card->id)
                                      : m_labels.pick("ランブック", "Runbook"));
    const auto pages = paint(writer, cards);
    return out.flush() ? pages : 0;
}

std::vector<PrintedCard> CardPrint::allOf(const contract::Cards& cards)
{
    std::vector<PrintedCard> out;
    for (const auto& card : cards.all)
        out.push_back({&card, {}});
    return out;
}

} // namespace saikobi::pages
