#include "widgets/control/panel.h"

#include <QEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

#include "widgets/status/palette.h"
#include "widgets/status/type_scale.h"

namespace saikobi::controls {

Panel::Panel(QWidget* parent)
    : QWidget(parent)
    , m_heading(new QLabel(this))
    , m_obstacle(new QLabel(this))
    , m_controls(new QWidget(this))
    , m_body(new QVBoxLayout(m_controls))
{
    m_heading->setFont(status::scaled(font(), status::TypeSize::Strong));
    m_obstacle->setObjectName(QStringLiteral("obstacle"));
    m_obstacle->setFont(status::scaled(font(), status::TypeSize::Small));
    m_obstacle->setWordWrap(true);
    m_obstacle->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_body->setContentsMargins(0, 0, 0, 0);
    m_body->setSpacing(6);

    auto* head = new QHBoxLayout;
    head->addWidget(m_heading);
    head->addWidget(m_obstacle, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(10, 5, 10, 8);
    column->setSpacing(5);
    column->addLayout(head);
    column->addWidget(m_controls, 1);
}

void Panel::setHeading(const QString& heading)
{
    m_heading->setText(heading);
    setAccessibleName(heading);
}

void Panel::setObstacle(const QString& reason)
{
    m_obstacle->setText(reason);
    m_controls->setEnabled(reason.isEmpty());
}

QString Panel::obstacle() const
{
    return m_obstacle->text();
}

void Panel::paintEvent(QPaintEvent*)
{
    const auto& colours = status::paletteOf(*this);
    QPainter painter(this);
    painter.setPen(QPen(status::tint(colours.outline, colours.ground, 0.6), 1));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

void Panel::keyPressEvent(QKeyEvent* event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    const bool isPlain = !(event->modifiers() & ~Qt::KeypadModifier) && !event->isAutoRepeat();
    if (isEnter && isPlain && m_controls->isEnabled())
        emit armRequested();
    else
        QWidget::keyPressEvent(event);
}

void Panel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace saikobi::controls
