#pragma once

#include <QString>

#include <map>
#include <memory>
#include <string>

#include "app/commands/command_desk.h"
#include "app/model/frame_pump.h"
#include "app/model/mailbox.h"
#include "app/model/sale_model.h"
#include "app/sources/live_gateway.h"
#include "app/sources/live_source.h"

namespace saikobi::tests {

/// A dashboard without its window: the parts that see and command, wired as the shell wires them.
class Console {
public:
    explicit Console(sources::Profile profile);
    ~Console();

    /// Null before the first snapshot.
    contract::SnapshotPtr sale() const { return m_model.current(); }
    model::SaleModel& model() { return m_model; }

    /// The command's id; empty when this console may not.
    QString issue(contract::CommandKind kind, const std::map<std::string, std::string>& parameters,
            const QString& reason);
    bool isInForce(const QString& id) const;
    /// Null for an id that this console did not give.
    const commands::CommandReport* report(const QString& id) const;
    bool hasCommand() const { return m_desk.hasCommand(); }

    /// Null and a warning when the profile cannot be read.
    static std::unique_ptr<Console> open(const QString& profilePath);

private:
    model::Mailbox<contract::SnapshotPtr> m_inbox;
    model::SaleModel m_model;
    model::FramePump m_pump;
    sources::LiveSource m_source;
    sources::LiveGateway m_gateway;
    commands::CommandDesk m_desk;
};

} // namespace saikobi::tests
