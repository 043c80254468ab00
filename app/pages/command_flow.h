#pragma once

#include <QObject>
#include <QString>

#include <optional>

#include "app/commands/command_desk.h"
#include "backend/contract/snapshot.h"
#include "widgets/control/confirm_strip.h"
#include "widgets/control/hold_panel.h"
#include "widgets/status/formatter.h"

namespace saikobi::model {
class SaleModel;
}

namespace saikobi::pages {

/// From an intent to the confirmation that its class asks for, and from there to the desk. Shared
/// by all screens, because the hold must work from each of them.
class CommandFlow : public QObject {
    Q_OBJECT

public:
    CommandFlow(model::SaleModel& model, commands::CommandDesk& desk, controls::ConfirmStrip& strip,
            QObject* parent);

    void setReason(const QString& reason) { m_reason = reason; }
    /// The draft outlives the panel it was written in, which comes and goes with the rights.
    void setMessage(const controls::MessageDraft& draft) { m_message = draft; }
    const controls::MessageDraft& message() const { return m_message; }
    const commands::CommandDesk& desk() const { return m_desk; }
    commands::CommandDesk& desk() { return m_desk; }

    void armHold();
    void armRate(int rate);
    void armRelease(int rate);
    void armAdmit(int count);
    void armMessage();
    // What Postgres decides. Stopping and disabling are protective: the chord, then Enter.
    void armStopProduct(const contract::ProductStock& product);
    void armStartProduct(const contract::ProductStock& product);
    void armOfferKept(
            const contract::ProductStock& product, std::int64_t units, contract::Instant at);
    void armDisableMethod(const contract::MethodView& method);
    void armEnableMethod(const contract::MethodView& method);
    void armProviderLimit(const contract::MethodView& method, int callsPerSecond);
    /// What stands on the strip while nothing is armed.
    void rest();

    /// Above this a raise is an override: shops that raised faster regretted it (DESIGN.md §2).
    static bool isOverride(int from, int to) { return to * 100 > from * 120; }
    /// Above half of the last rate a release is of the dangerous class.
    static bool isSteepRelease(int last, int to) { return to * 2 > last; }

signals:
    /// A command left for the stores; its reason is spent.
    void sent();

private:
    struct Intent {
        contract::CommandKind kind{};
        commands::Parameters parameters{};
        contract::Revision basedOn{};
    };

    void arm(contract::CommandKind kind, const commands::Parameters& parameters,
            controls::Confirmation confirmation);
    void armForProduct(contract::CommandKind kind, const contract::ProductStock& product,
            controls::Confirmation asked);
    void execute();
    void checkArmed();
    void explain(controls::Disarmed why);
    static commands::Parameters parametersOf(const controls::MessageDraft& message);
    std::optional<contract::LineState> line() const;
    QString sale() const;
    QString resumeWords() const;
    status::Formatter formatter() const;

    model::SaleModel& m_model;
    commands::CommandDesk& m_desk;
    controls::ConfirmStrip& m_strip;
    QString m_reason{};
    controls::MessageDraft m_message = controls::HoldPanel::usual();
    std::optional<Intent> m_armed{};
};

} // namespace saikobi::pages
