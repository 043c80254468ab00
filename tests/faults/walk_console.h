#pragma once

#include <QElapsedTimer>
#include <QString>

#include <map>
#include <memory>
#include <string>

#include "app/commands/command_desk.h"
#include "app/commands/runbook_desk.h"
#include "app/model/frame_pump.h"
#include "app/model/mailbox.h"
#include "app/model/sale_model.h"
#include "app/sources/live_gateway.h"
#include "app/sources/live_source.h"

namespace saikobi::tests {

/// A desk with cards, without its window. Notes when it first saw each mark.
class WalkConsole {
public:
    WalkConsole(const sources::Profile& profile, const QString& journalFolder);
    ~WalkConsole();

    /// Null and a warning when the profile cannot be read.
    static std::unique_ptr<WalkConsole> open(const QString& profilePath, const QString& folder);

    contract::SnapshotPtr sale() const { return m_model.current(); }
    commands::RunbookDesk& runbook() { return *m_runbook; }
    commands::CommandDesk& desk() { return m_desk; }
    contract::MarkState stateOf(const std::string& card, std::string_view step) const;
    /// Milliseconds, by `now`, at which each mark came from the stores; by its id.
    const std::map<std::string, qint64>& seen() const { return m_seen; }
    /// The desk anew, as after a start of the program: only its files are left.
    void restartDesk();
    static qint64 now(); ///< for lengths: it grows evenly, and is no time of day

private:
    std::unique_ptr<commands::RunbookDesk> makeDesk();

    const QString m_folder;
    model::Mailbox<contract::SnapshotPtr> m_inbox{};
    model::SaleModel m_model{};
    model::FramePump m_pump;
    sources::LiveSource m_source;
    sources::LiveGateway m_gateway;
    commands::CommandDesk m_desk;
    std::unique_ptr<commands::RunbookDesk> m_runbook;
    std::map<std::string, qint64> m_seen{};
};

} // namespace saikobi::tests
