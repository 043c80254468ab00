#include "app/shell/text_zoom.h"

#include <QApplication>
#include <QHeaderView>
#include <QPointer>
#include <QTableView>
#include <QWidget>

#include <cmath>

namespace saikobi::shell {

namespace {

double unlessUnbounded(int length)
{
    return length >= QWIDGETSIZE_MAX ? 0 : length;
}

} // namespace

TextZoom::Lengths TextZoom::read(const QWidget& widget)
{
    Lengths out{};
    // A window takes the least size of what is in it by itself.
    if (!widget.isWindow()) {
        out.at(LeastWidth) = widget.minimumWidth();
        out.at(LeastHeight) = widget.minimumHeight();
        out.at(MostWidth) = unlessUnbounded(widget.maximumWidth());
        out.at(MostHeight) = unlessUnbounded(widget.maximumHeight());
    }
    if (const auto* table = qobject_cast<const QTableView*>(&widget))
        out.at(Row) = table->verticalHeader()->defaultSectionSize();
    if (widget.testAttribute(Qt::WA_SetFont) && widget.font().resolveMask() & QFont::SizeResolved)
        out.at(Face) = widget.font().pointSizeF();
    return out;
}

void TextZoom::give(QWidget& widget, int length, double value)
{
    const int pixels = static_cast<int>(std::lround(value));
    switch (length) {
    case LeastWidth:
        widget.setMinimumWidth(pixels);
        break;
    case LeastHeight:
        widget.setMinimumHeight(pixels);
        break;
    case MostWidth:
        widget.setMaximumWidth(pixels);
        break;
    case MostHeight:
        widget.setMaximumHeight(pixels);
        break;
    case Row:
        qobject_cast<QTableView*>(&widget)->verticalHeader()->setDefaultSectionSize(pixels);
        break;
    case Face: {
        auto face = widget.font();
        face.setPointSizeF(value);
        widget.setFont(face);
        break;
    }
    default:
        break;
    }
}

void TextZoom::run(int from, int to, const std::function<void()>& change)
{
    QVector<QPair<QPointer<QWidget>, Lengths>> before;
    for (auto* each : QApplication::allWidgets())
        before.append({each, read(*each)});
    change();
    QHash<const QWidget*, Kept> kept;
    for (const auto& [widget, lengthsBefore] : before) {
        if (!widget)
            continue;
        const auto now = read(*widget);
        const auto known = m_kept.value(widget);
        auto& next = kept[widget];
        for (int i = 0; i < lengths; ++i) {
            const auto at = static_cast<std::size_t>(i);
            const double was = lengthsBefore.at(at);
            if (qFuzzyIsNull(was) || qFuzzyIsNull(now.at(at)))
                continue;
            const bool isOurs = qFuzzyCompare(1 + known.given.at(at), 1 + was);
            next.usual.at(at) = isOurs ? known.usual.at(at) : was * 100 / from;
            next.given.at(at) = now.at(at);
            if (!qFuzzyCompare(was, now.at(at)))
                continue; // what changed by itself is right already
            give(*widget, i, next.usual.at(at) * to / 100);
            next.given.at(at) = read(*widget).at(at);
        }
    }
    m_kept = std::move(kept);
}

void TextZoom::keep() const
{
    for (auto* each : QApplication::allWidgets()) {
        const auto known = m_kept.constFind(each);
        if (known == m_kept.constEnd() || qFuzzyIsNull(known->given.at(Face)))
            continue;
        const double now = read(*each).at(Face);
        if (qFuzzyIsNull(now) || qFuzzyCompare(now, known->usual.at(Face)))
            give(*each, Face, known->given.at(Face));
    }
}

} // namespace saikobi::shell
