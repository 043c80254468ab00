#pragma once

#include <QObject>

#include <functional>

namespace saikobi::shell {

/// Tells when somebody uses this program: a key, a click, a wheel. Moving the mouse is none.
class ActivityWatch : public QObject {
    Q_OBJECT

public:
    ActivityWatch(std::function<void()> noted, QObject* parent);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    std::function<void()> m_noted;
};

} // namespace saikobi::shell
