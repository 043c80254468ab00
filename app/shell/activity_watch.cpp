#include "app/shell/activity_watch.h"

#include <QCoreApplication>
#include <QEvent>

namespace saikobi::shell {

ActivityWatch::ActivityWatch(std::function<void()> noted, QObject* parent)
    : QObject(parent)
    , m_noted(std::move(noted))
{
    QCoreApplication::instance()->installEventFilter(this);
}

bool ActivityWatch::eventFilter(QObject* watched, QEvent* event)
{
    switch (event->type()) {
    case QEvent::KeyPress:
    case QEvent::MouseButtonPress:
    case QEvent::Wheel:
        m_noted();
        break;
    default:
        break;
    }
    return QObject::eventFilter(watched, event);
}

} // namespace saikobi::shell
