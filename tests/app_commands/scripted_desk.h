#pragma once

#include <QString>

#include <deque>
#include <memory>

#include "app/commands/command_desk.h"
#include "app/model/sale_model.h"
#include "backend/contract/snapshot.h"
#include "tests/app_commands/calm_sale.h"

namespace saikobi::tests {

/// Remembers what was sent and answers when the test says so.
class ScriptedGateway : public commands::CommandGateway {
public:
    using Answered = std::function<void(const commands::SendOutcome&)>;

    void send(const contract::Command& command, Answered answered) override
    {
        sent.push_back(command);
        m_answered.push_back(std::move(answered));
    }
    void answer(std::size_t index, commands::CommandPath path, commands::SendOutcome::Kind kind,
            contract::Deadline at)
    {
        m_answered.at(index)({sent.at(index).id, path, kind, "scripted", at});
    }
    /// To what was sent last.
    void answerWith(const commands::SendOutcome& outcome) { m_answered.back()(outcome); }

    std::vector<contract::Command> sent{};

private:
    std::vector<Answered> m_answered{};
};

/// A desk of an operator who left READ-ONLY and has command, over a live sale that is open at
/// 300/min, revision 7.
struct ScriptedDesk {
    contract::Instant now = contract::fromUnixMs(1'760'000'000'000);
    contract::Deadline steady{};
    model::SaleModel model{};
    ScriptedGateway gateway{};
    contract::SaleSnapshot sale{};
    commands::CommandDesk desk{
            model, gateway, {[this] { return now; }, [this] { return steady; }}, nullptr};

    ScriptedDesk()
    {
        sale.sale = "demo";
        sale.mayCommand = true;
        makeCalm(sale, now);
        desk.setReadOnly(false);
        show();
    }

    void show()
    {
        ++sale.sequence;
        sale.madeAt = now;
        model.accept(std::make_shared<const contract::SaleSnapshot>(sale));
    }
    void pass(std::chrono::milliseconds time)
    {
        now += time;
        steady += time;
        desk.review();
    }
    QString raise()
    {
        return desk.issue(
                contract::CommandKind::SetRate, {{"rate", "360"}}, QStringLiteral("test"));
    }
    const commands::CommandReport& last() const { return desk.journal().back(); }

    /// What the backend writes when it has decided; the line keeps its revision until `revise`.
    void decide(const QString& id, const std::string& result, std::int64_t revision,
            std::map<std::string, std::string> more = {})
    {
        contract::TimelineEntry entry;
        entry.id = id.toStdString();
        entry.kind = "command";
        entry.revision.value = revision;
        entry.data = std::move(more);
        entry.data["id"] = entry.id;
        entry.data["result"] = result;
        sale.timeline.insert(sale.timeline.begin(), entry);
    }
    void revise(std::int64_t revision)
    {
        sale.line->value.revision.value = revision;
        sale.line->asOf = now;
    }
};

} // namespace saikobi::tests
