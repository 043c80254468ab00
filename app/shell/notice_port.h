#pragma once

#include <QString>

namespace saikobi::shell {

struct Notice {
    QString title{};
    QString text{};
    bool isUrgent = false; ///< stays until somebody closes it
};

/// The desktop's own notifications, which are seen while another window is in front.
class NoticePort {
public:
    NoticePort() = default;
    virtual ~NoticePort() = default;
    NoticePort(const NoticePort&) = delete;
    NoticePort& operator=(const NoticePort&) = delete;

    virtual bool isPossible() const = 0;
    virtual void show(const Notice& notice) = 0;
};

} // namespace saikobi::shell
