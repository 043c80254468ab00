#include "widgets/status/readout.h"

#include <QEvent>
#include <QFontMetricsF>
#include <QPainter>

#include <cmath>

#include "widgets/status/data_marks.h"
#include "widgets/status/type_scale.h"
#include "widgets/status/words.h"

namespace saikobi::status {

Readout::Readout(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
}

void Readout::setCaption(const QString& caption)
{
    m_caption = caption;
    setAccessibleName(caption);
    update();
}

void Readout::present(const QString& value, contract::DataState state, const QString& note)
{
    m_value = value;
    m_state = state;
    m_note = note;
    describe();
    update();
}

void Readout::setRemark(const QString& remark)
{
    m_remark = remark;
    describe();
    update();
}

void Readout::describe()
{
    QStringList parts{m_state == contract::DataState::Live ? m_value : shownValue()};
    if (m_state != contract::DataState::Live)
        parts << Words::of(m_state);
    if (!m_remark.isEmpty())
        parts << m_remark;
    setAccessibleDescription(parts.join(QStringLiteral(", ")));
}

void Readout::setInverse(bool isInverse)
{
    m_isInverse = isInverse;
    update();
}

void Readout::setPlain(bool isPlain)
{
    m_isPlain = isPlain;
    update();
}

QString Readout::shownValue() const
{
    return marked(m_value, m_state);
}

int Readout::neededWidth() const
{
    const QFontMetricsF small(scaled(font(), TypeSize::Small));
    const QFontMetricsF value(scaled(font(), m_isPlain ? TypeSize::Body : TypeSize::Strong));
    double width = value.horizontalAdvance(shownValue()) + (m_isInverse ? 10 : 0);
    for (const auto& text : {m_caption, m_note})
        if (!text.isEmpty())
            width += small.horizontalAdvance(text) + 5;
    return static_cast<int>(std::ceil(width));
}

QSize Readout::sizeHint() const
{
    return {80, static_cast<int>(QFontMetricsF(font()).ascent() * 1.55)};
}

QSize Readout::minimumSizeHint() const
{
    return {20, sizeHint().height()};
}

void Readout::paintEvent(QPaintEvent*)
{
    const auto& colours = paletteOf(*this);
    QPainter painter(this);
    const auto small = scaled(font(), TypeSize::Small);
    const auto strong = scaled(font(), m_isPlain ? TypeSize::Body : TypeSize::Strong);
    QRectF rest(rect());
    paintHatch(painter, rest, m_state, colours);

    const auto draw = [&](const QString& text, const QFont& face, const QColor& ink) {
        painter.setFont(face);
        painter.setPen(ink);
        painter.drawText(rest, Qt::AlignLeft | Qt::AlignVCenter, text);
        rest.setLeft(rest.left() + QFontMetricsF(face).horizontalAdvance(text) + 5);
    };
    if (!m_caption.isEmpty())
        draw(m_caption, small, colours.second);
    if (m_isInverse) {
        const double length = QFontMetricsF(strong).horizontalAdvance(shownValue());
        painter.fillRect(QRectF(rest.left(), 2, length + 10, height() - 4), colours.text);
        rest.setLeft(rest.left() + 5);
        draw(shownValue(), strong, colours.ground);
        rest.setLeft(rest.left() + 5);
    } else {
        draw(shownValue(), strong, colours.text);
    }
    if (!m_note.isEmpty())
        draw(m_note, small, m_state == contract::DataState::Live ? colours.second : colours.text);
    if (!m_remark.isEmpty())
        draw(QFontMetricsF(small).elidedText(m_remark, Qt::ElideRight, rest.width()), small,
                colours.text);
}

void Readout::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        updateGeometry();
}

} // namespace saikobi::status
