#pragma once

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QTabBar>

namespace saikobi::tests {

/// One text that somebody can read on the screen.
struct Text {
    QString where{}; ///< object name
    QString text{};
    int needed = 0; ///< pixels
    int room = 0;
};

/// Texts of stock widgets with the room they have; widgets of our own tell both themselves.
class TextsOf {
public:
    explicit TextsOf(const QWidget& window)
    {
        for (const auto* each : window.findChildren<QWidget*>())
            if (each->isVisible())
                look(*each);
    }

    QVector<Text> all{};

private:
    void add(const QWidget& widget, const QString& text, int more, int room)
    {
        auto plain = text;
        plain.remove(QLatin1Char('&'));
        if (!plain.isEmpty())
            all << Text{widget.objectName().isEmpty() && widget.parentWidget()
                            ? widget.parentWidget()->objectName()
                            : widget.objectName(),
                    plain, widget.fontMetrics().horizontalAdvance(plain) + more, room};
    }

    void look(const QWidget& widget)
    {
        if (const auto needed = widget.property("neededWidth"); needed.isValid())
            all << Text{widget.objectName(),
                    widget.accessibleName() + QLatin1Char(' ') + widget.accessibleDescription(),
                    needed.toInt(), widget.width()};
        if (const auto* button = qobject_cast<const QAbstractButton*>(&widget))
            add(widget, button->text(), button->isCheckable() && button->autoExclusive() ? 12 : 4,
                    button->width());
        if (const auto* label = qobject_cast<const QLabel*>(&widget))
            look(*label);
        if (const auto* box = qobject_cast<const QComboBox*>(&widget))
            add(widget, box->currentText(), 22, box->width());
        if (const auto* line = qobject_cast<const QLineEdit*>(&widget))
            add(widget, line->placeholderText(), 8, line->width());
        if (const auto* bar = qobject_cast<const QTabBar*>(&widget))
            for (int i = 0; i < bar->count(); ++i)
                add(widget, bar->tabText(i), 4,
                        std::min(bar->tabRect(i).width(), bar->width() - bar->tabRect(i).left()));
        if (const auto* header = qobject_cast<const QHeaderView*>(&widget))
            look(*header);
    }

    void look(const QLabel& label)
    {
        if (label.textFormat() == Qt::RichText || label.text().contains(QLatin1Char('<')))
            return;
        if (!label.wordWrap()) {
            add(label, label.text(), 0, label.contentsRect().width() + 1);
            return;
        }
        // Of a text in several lines the height tells.
        all << Text{label.objectName(), label.text(), label.heightForWidth(label.width()),
                label.height() + 1};
    }

    void look(const QHeaderView& header)
    {
        if (header.orientation() != Qt::Horizontal || !header.model())
            return;
        for (int i = 0; i < header.count(); ++i)
            if (!header.isSectionHidden(i))
                add(header, header.model()->headerData(i, Qt::Horizontal).toString(), 6,
                        header.sectionSize(i));
    }
};

} // namespace saikobi::tests
