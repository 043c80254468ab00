#pragma once

#include <QObject>
#include <QString>

#include <optional>
#include <set>
#include <utility>

#include "app/commands/command_desk.h"
#include "backend/contract/snapshot.h"
#include "widgets/control/confirm_strip.h"
#include "widgets/control/hold_panel.h"
#include "widgets/status/formatter.h"

namespace saikobi::model {
struct IdleTransaction;
class SaleModel;
} // namespace saikobi::model

namespace saikobi::pages {

/// From an intent to the confirmation that its class asks for, and from there to the desk. Shared
/// by all screens, because the hold must work from each of them.
class CommandFlow : public QObject {
    Q_OBJECT

public:
    CommandFlow(model::SaleModel& model, commands::CommandDesk& desk, controls::ConfirmStrip& strip,
            QObject* parent);

    void setReason(const QString& reason) { m_reason = reason; }
    /// A second person who agrees: optional, kept with the dangerous commands.
    void setSecond(const QString& name) { m_second = name; }
    /// The draft outlives the panel it was written in, which comes and goes with the rights.
    void setMessage(const controls::MessageDraft& draft) { m_message = draft; }
    const controls::MessageDraft& message() const { return m_message; }
    const commands::CommandDesk& desk() const { return m_desk; }
    commands::CommandDesk& desk() { return m_desk; }

    void armHold();
    void armRate(int rate);
    /// The same against the interlocks: with a reason and the sale's id.
    void armOverride(int rate);
    void armRelease(int rate);
    void armAdmit(int count);
    void armMessage();
    void armMaintenance();
    void armCall(int places);
    void armOpening(contract::Instant at);
    void armOpenNow();
    void armClose();
    void armReopen();
    void armNewRun();
    void armBlock(const QString& what, std::optional<int> minutes);
    void armUnblock(const QString& what);
    void armWorkBits(int bits);
    /// Makes the code of the one-time link; only its hash leaves this console.
    void armRestore(int number);
    // Who has command.
    void armTake();
    void armTakeByForce();
    void armOffer(const QString& to);
    void armAccept();
    // What Postgres decides. Stopping and disabling are protective: the chord, then Enter.
    void armStopProduct(const contract::ProductStock& product);
    void armStartProduct(const contract::ProductStock& product);
    void armOfferKept(
            const contract::ProductStock& product, std::int64_t units, contract::Instant at);
    void armDisableMethod(const contract::MethodView& method);
    void armEnableMethod(const contract::MethodView& method);
    void armProviderLimit(const contract::MethodView& method, int callsPerSecond);
    void armEndIdle(const model::IdleTransaction& transaction);
    /// What stands on the strip while nothing is armed: the command that is under way, else the
    /// next step of the open card, else what became of the last command.
    void rest();
    /// "NEXT  C3 step 2/7: …"; empty: no card is open.
    void setNext(const QString& next);

signals:
    /// A hold is about to be asked for: it is judged by what is, not by a screen that stands still.
    void holdWanted();
    /// A command left for the stores; its reason is spent.
    void sent();
    /// The number is given back to whoever opens this link; it is shown nowhere else.
    void restored(const QString& link);

private:
    struct Intent {
        contract::CommandKind kind{};
        commands::Parameters parameters{};
        contract::Revision basedOn{};
        std::set<std::pair<contract::AlarmId, std::int64_t>> serious{}; ///< P1 when it was armed
    };

    void arm(contract::CommandKind kind, const commands::Parameters& parameters,
            controls::Confirmation confirmation);
    void armForProduct(contract::CommandKind kind, const contract::ProductStock& product,
            controls::Confirmation asked);
    void execute();
    void checkArmed();
    void explain(controls::Disarmed why);
    static commands::Parameters parametersOf(const controls::MessageDraft& message);
    controls::MessageDraft usableMessage(contract::CommandKind kind) const;
    void giveLink(const commands::CommandReport& report);
    std::optional<contract::LineState> line() const;
    QString sale() const;
    QString resumeWords() const;
    status::Formatter formatter() const;

    model::SaleModel& m_model;
    commands::CommandDesk& m_desk;
    controls::ConfirmStrip& m_strip;
    QString m_reason{};
    QString m_next{};
    QString m_second{};
    QString m_restoreCode{}; ///< of the restore that is under way
    controls::MessageDraft m_message = controls::HoldPanel::usual();
    std::optional<Intent> m_armed{};
};

} // namespace saikobi::pages
