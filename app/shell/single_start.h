#pragma once

#include <QLocalServer>
#include <QObject>
#include <QString>

namespace saikobi::shell {

/// One window for each user and profile: a second start brings the first one to the front and ends.
class SingleStart : public QObject {
    Q_OBJECT

public:
    /// `what` is opened: a profile's path, "demo" …
    SingleStart(const QString& what, QObject* parent);

    /// True when another start was there before and was told. Otherwise this one is the first from
    /// now on.
    bool isSecond();

signals:
    void startedAgain();

private:
    QString m_name;
    QLocalServer m_server{};
};

} // namespace saikobi::shell
