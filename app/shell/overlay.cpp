#include "app/shell/overlay.h"

#include <QApplication>
#include <QKeyEvent>
#include <QPainter>

#include "widgets/status/palette.h"

namespace saikobi::shell {

Overlay::Overlay(QWidget& over)
    : QWidget(&over)
    , m_over(over)
{
    hide();
    over.installEventFilter(this);
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget*, QWidget* now) {
        if (isVisible() && now && now != this && !isAncestorOf(now))
            hide();
    });
}

void Overlay::open()
{
    if (isVisible())
        return;
    m_before = QApplication::focusWidget();
    emit opened();
    place();
    show();
    raise();
    first()->setFocus(Qt::ShortcutFocusReason);
}

void Overlay::close()
{
    if (!isVisible())
        return;
    const auto before = m_before;
    hide();
    if (before)
        before->setFocus(Qt::OtherFocusReason);
    else
        m_over.setFocus(Qt::OtherFocusReason);
}

void Overlay::place()
{
    const auto room = roomIn(m_over.size());
    setGeometry((m_over.width() - room.width()) / 2, (m_over.height() - room.height()) / 3,
            room.width(), room.height());
}

void Overlay::paintEvent(QPaintEvent*)
{
    const auto& colours = status::paletteOf(*this);
    QPainter painter(this);
    painter.fillRect(rect(), colours.ground);
    painter.setPen(QPen(colours.text, 2));
    painter.drawRect(rect().adjusted(1, 1, -1, -1));
}

void Overlay::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        close();
    // Nothing goes through to the screens below.
    event->accept();
}

bool Overlay::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == &m_over && event->type() == QEvent::Resize && isVisible())
        place();
    return QWidget::eventFilter(watched, event);
}

} // namespace saikobi::shell
