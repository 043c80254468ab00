#pragma once

#include <QString>
#include <QTemporaryDir>

#include <map>
#include <memory>
#include <string>

#include "backend/contract/words.h"
#include "tests/e2e/console.h"
#include "tests/e2e/rehearsal_process.h"

namespace saikobi::tests {

/// A rehearsal with a crowd in which things happen: commands of each class, a hold, an instance
/// that is killed, Redis stopped for some seconds, alarms that are seen, acted on and tried out,
/// and the close with people still in line. Then it stands still, so that Postgres and the
/// recording that was exported stay as they are.
class RecordedRehearsal {
public:
    ~RecordedRehearsal();

    /// False: see `complaint()`.
    bool make();
    QString complaint() const { return m_complaint; }
    QString file() const { return m_file; }
    RehearsalProcess& rehearsal() { return m_rehearsal; }

private:
    using Parameters = std::map<std::string, std::string>;

    bool openUp();
    bool runTheSale();
    bool loseAnInstance();
    bool loseRedis();
    bool closeAndSettle();
    bool exportIt();
    bool command(contract::CommandKind kind, const Parameters& parameters,
            contract::CommandState outcome = contract::CommandState::InForce);
    bool actOnAlarm(contract::CommandKind kind, contract::AlarmId alarm);
    const contract::AlarmRecord* record(contract::AlarmId alarm) const;
    bool watch(int ms);
    bool fail(const QString& what);

    QTemporaryDir m_folder{};
    RehearsalProcess m_rehearsal{};
    CrowdProcess m_crowd{};
    std::unique_ptr<Console> m_console{};
    QString m_file{};
    QString m_complaint{};
    bool m_isStill = false;
};

} // namespace saikobi::tests
