#pragma once

#include <QStyledItemDelegate>

namespace saikobi::status {

/// Paints a line of the alarm list: mark, what it is about, since when, how it stands, which card.
/// All lines are equally high, and every part has its place.
class AlarmLine : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
            const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    /// Below this a text of the line is cut; tests look at it.
    static int neededWidth(const QFont& font, const QModelIndex& index);
    /// Shapes and draws a text in the faces of a line, to nowhere. Glyphs that nobody has drawn yet
    /// cost the most of a frame, and the frame in which much goes wrong should find them ready.
    static void warm(const QFont& font, const QString& text);
};

} // namespace saikobi::status
