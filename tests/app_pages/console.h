#pragma once

#include <QTest>

#include <memory>
#include <vector>

#include "app/commands/command_desk.h"
#include "app/model/sale_model.h"
#include "app/pages/view.h"
#include "app/sources/scripted_sale.h"

namespace saikobi::tests {

/// Remembers what was sent; no store ever answers.
class SilentGateway : public commands::CommandGateway {
public:
    void send(const contract::Command& command,
            std::function<void(const commands::SendOutcome&)>) override
    {
        sent.push_back(command);
    }

    std::vector<contract::Command> sent{};
};

/// A desk over the scripted sale, as an operator of a live sale sees it unless the script says
/// otherwise. The test moves the time.
struct Console {
    contract::Instant now = contract::fromUnixMs(1'760'011'200'000);
    contract::Deadline steady = contract::Deadline{} + std::chrono::hours{1};
    sources::Script script{.startAt = now,
            .shownAs = contract::SnapshotSource::Live,
            .user = "op-1",
            .mayCommand = true};
    model::SaleModel model{};
    SilentGateway gateway{};
    commands::CommandDesk desk{
            model, gateway, {[this] { return now; }, [this] { return steady; }}, nullptr};
    status::Formatter formatter{QLocale(QLocale::English, QLocale::Japan)};
    std::chrono::seconds elapsed{0};

    /// Shows the sale `after` that many seconds, with the clocks moved there.
    contract::SnapshotPtr show(std::chrono::seconds after)
    {
        now = script.startAt + after;
        steady = contract::Deadline{} + std::chrono::hours{1} + after;
        const auto snapshot = std::make_shared<const contract::SaleSnapshot>(
                sources::scriptedSnapshot(script, after));
        model.accept(snapshot);
        elapsed = after;
        return snapshot;
    }
    pages::View view() const { return {*model.current(), now, formatter}; }
};

} // namespace saikobi::tests
