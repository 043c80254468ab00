#include "app/shell/desktop_notices.h"

#include <QDBusConnectionInterface>
#include <QDBusMessage>
#include <QGuiApplication>
#include <QVariantMap>

namespace saikobi::shell {

namespace {

const auto service = QStringLiteral("org.freedesktop.Notifications");
const auto place = QStringLiteral("/org/freedesktop/Notifications");

// Of the desktop's specification.
constexpr uchar normal = 1;
constexpr uchar critical = 2;
constexpr int never = 0;
constexpr int usual = -1;

} // namespace

DesktopNotices::DesktopNotices()
    : m_bus(QDBusConnection::sessionBus())
{
}

bool DesktopNotices::isPossible() const
{
    return m_bus.isConnected();
}

void DesktopNotices::show(const Notice& notice)
{
    if (!isPossible())
        return;
    auto message
            = QDBusMessage::createMethodCall(service, place, service, QStringLiteral("Notify"));
    const QVariantMap hints{
            {QStringLiteral("urgency"), QVariant::fromValue(notice.isUrgent ? critical : normal)},
            {QStringLiteral("desktop-entry"), QGuiApplication::desktopFileName()}};
    message << QStringLiteral("Saikobi") << 0U << QGuiApplication::desktopFileName() << notice.title
            << notice.text.toHtmlEscaped() << QStringList{} << hints
            << (notice.isUrgent ? never : usual);
    m_bus.asyncCall(message);
}

} // namespace saikobi::shell
