#pragma once

#include <memory>
#include <vector>

#include "app/pages/page.h"

class QAction;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace saikobi::charts {
class LiveChart;
}
namespace saikobi::status {
class AgeBars;
class FigureTable;
class Readout;
} // namespace saikobi::status

namespace saikobi::pages {

class CommandFlow;

/// The screen of the money: each method with its ends and times, what waits for news, what the
/// reconciler and the audits found. Commands exist only where this user may give them.
class PaymentsPage : public Page {
    Q_OBJECT

public:
    explicit PaymentsPage(CommandFlow& flow, QWidget* parent = nullptr);
    ~PaymentsPage() override;

    void present(const View& view) override;
    QString title() const override;
    QString csv() const override;
    /// A form, filled as a step of a card says: nothing is armed by it. For whoever may not use it
    /// it does not exist.
    void openForm(contract::ControlForm form, const std::map<std::string, std::string>& values,
            const View& view);

protected:
    void changeEvent(QEvent* event) override;

private:
    QLayout* layReadouts();
    void addKeys();
    void choose(int number);
    void disableChosen();
    void changeLimit();
    void buildCommands(bool mayCommand);
    void showChosen();
    void presentReadouts(const View& view);
    const contract::MethodView* chosen() const;
    const contract::MethodView* meant(contract::ControlForm form,
            const std::map<std::string, std::string>& values, const View& view) const;
    void retranslate();

    CommandFlow& m_flow;
    status::FigureTable* m_methods;
    QWidget* m_place; ///< of the commands, kept free without them
    status::Readout* m_inbox;
    status::Readout* m_parked;
    status::Readout* m_unsettled;
    status::Readout* m_differences;
    status::Readout* m_deferred;
    charts::LiveChart* m_ends;
    charts::LiveChart* m_times;
    status::AgeBars* m_ages;
    status::FigureTable* m_findings;
    status::FigureTable* m_audits;
    status::FigureTable* m_ownShare;
    std::vector<contract::MethodView> m_shown{};

    /// What does not exist for this user is null.
    std::unique_ptr<QWidget> m_commands;
    QPushButton* m_disable = nullptr;
    QSpinBox* m_limit = nullptr;
    QLineEdit* m_reason = nullptr; ///< a raise of the limit is a dangerous command
    QPushButton* m_changeLimit = nullptr;
    std::string m_limitOf{}; ///< whose limit stands in the field
};

} // namespace saikobi::pages
