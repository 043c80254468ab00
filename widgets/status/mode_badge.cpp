#include "widgets/status/mode_badge.h"

#include <QEvent>
#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

#include "widgets/status/type_scale.h"

namespace saikobi::status {

namespace {

void paintLock(QPainter& painter, const QRectF& area, const QColor& ink)
{
    const double w = area.width();
    const QRectF body(area.left(), area.center().y() - w * 0.1, w, w * 0.75);
    QPainterPath shackle;
    const QRectF bow(area.left() + w * 0.18, body.top() - w * 0.5, w * 0.64, w);
    shackle.arcMoveTo(bow, 0);
    shackle.arcTo(bow, 0, 180);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(ink, 1.6));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(shackle);
    painter.fillRect(body, ink);
}

} // namespace

void paintModeFrame(QPainter& painter, const QRectF& area, Mode mode, const Palette& palette)
{
    QPen pen(palette.accent, 3);
    painter.setBrush(Qt::NoBrush);
    switch (mode) {
    case Mode::Connecting:
    case Mode::Live:
        return;
    case Mode::Frozen:
        pen = QPen(palette.text, 1);
        painter.setPen(pen);
        painter.drawRect(area.adjusted(3.5, 3.5, -3.5, -3.5));
        break;
    case Mode::ReadOnly:
        pen = QPen(palette.second, 1);
        break;
    case Mode::Demo:
        pen.setStyle(Qt::DotLine);
        break;
    case Mode::Replay:
        pen.setStyle(Qt::DashLine);
        break;
    }
    painter.setPen(pen);
    const double inset = pen.widthF() / 2;
    painter.drawRect(area.adjusted(inset, inset, -inset, -inset));
}

ModeBadge::ModeBadge(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    present(Mode::Connecting);
}

QString ModeBadge::said() const
{
    return m_mode == Mode::Frozen ? QStringLiteral("%1 %2").arg(Words::of(m_mode), m_shownAt)
                                  : Words::of(m_mode);
}

void ModeBadge::present(Mode mode, const QString& shownAt)
{
    m_mode = mode;
    m_shownAt = shownAt;
    setAccessibleName(tr("Mode"));
    setAccessibleDescription(mode == Mode::Frozen
                    ? tr("%1, shown: %2", "%1: FROZEN, %2: clock time")
                              .arg(Words::of(mode), shownAt)
                    : Words::of(mode));
    update();
}

QSize ModeBadge::sizeHint() const
{
    const QFontMetricsF metrics(scaled(font(), TypeSize::Strong));
    double widest = 0;
    for (const auto mode : {Mode::Connecting, Mode::Live, Mode::ReadOnly, Mode::Demo, Mode::Replay})
        widest = std::max(widest, metrics.horizontalAdvance(Words::of(mode)));
    const QString frozen{Words::of(Mode::Frozen) + QStringLiteral(" 00:00:00")};
    widest = std::max(widest, metrics.horizontalAdvance(frozen) - metrics.capHeight());
    // Room for every word, so that a change of mode moves nothing.
    return {static_cast<int>(widest + metrics.capHeight() * 3),
            static_cast<int>(metrics.ascent() * 1.5)};
}

void ModeBadge::paintEvent(QPaintEvent*)
{
    const auto& colours = paletteOf(*this);
    const auto face = scaled(font(), TypeSize::Strong);
    QPainter painter(this);
    const QRectF area = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    if (m_mode == Mode::Live || m_mode == Mode::Connecting) {
        painter.setPen(QPen(colours.text, 1));
        painter.drawRect(area);
    }
    paintModeFrame(painter, area, m_mode, colours);
    painter.setFont(face);
    painter.setPen(colours.text);
    QRectF text = area;
    if (m_mode == Mode::ReadOnly) {
        const double side = QFontMetricsF(face).capHeight();
        paintLock(painter, {area.left() + 7, area.center().y() - side / 2, side * 0.9, side},
                colours.text);
        text.setLeft(area.left() + side + 6);
    }
    painter.setPen(colours.text);
    painter.drawText(text, Qt::AlignCenter, said());
}

void ModeBadge::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::LanguageChange) {
        present(m_mode, m_shownAt);
        updateGeometry();
    }
}

ProfileStripe::ProfileStripe(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void ProfileStripe::present(contract::ProfileKind kind)
{
    m_kind = kind;
    setAccessibleName(Words::of(kind));
    update();
}

QSize ProfileStripe::sizeHint() const
{
    const QFontMetricsF metrics(scaled(font(), TypeSize::Strong));
    double widest = 0;
    for (const auto kind : {contract::ProfileKind::Production, contract::ProfileKind::Rehearsal,
                 contract::ProfileKind::Development})
        widest = std::max(widest, metrics.horizontalAdvance(Words::of(kind)));
    return {static_cast<int>(widest + 22), static_cast<int>(metrics.ascent() * 1.55)};
}

void ProfileStripe::paintEvent(QPaintEvent*)
{
    const auto& colours = paletteOf(*this);
    QPainter painter(this);
    painter.fillRect(QRectF(0, 0, 10, height()), profileColour(m_kind, themeOf(*this)));
    painter.setFont(scaled(font(), TypeSize::Strong));
    painter.setPen(colours.text);
    painter.drawText(QRectF(17, 0, width() - 17, height()), Qt::AlignLeft | Qt::AlignVCenter,
            Words::of(m_kind));
}

} // namespace saikobi::status
