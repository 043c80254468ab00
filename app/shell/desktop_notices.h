#pragma once

#include <QDBusConnection>

#include "app/shell/notice_port.h"

namespace saikobi::shell {

/// Notifications by the desktop's own service (org.freedesktop.Notifications). Nothing waits for
/// it, and nothing fails where there is none.
class DesktopNotices : public NoticePort {
public:
    DesktopNotices();

    bool isPossible() const override;
    void show(const Notice& notice) override;

private:
    QDBusConnection m_bus;
};

} // namespace saikobi::shell
