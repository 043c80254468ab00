#pragma once

#include <memory>

#include <map>
#include <string>

#include "app/pages/load_notes.h"
#include "app/pages/page.h"
#include "backend/contract/runbook.h"

class QLabel;
class QLineEdit;

namespace saikobi::charts {
class LiveChart;
}
namespace saikobi::controls {
class HoldPanel;
class JournalTable;
} // namespace saikobi::controls
namespace saikobi::status {
class Readout;
}

namespace saikobi::pages {

class CommandFlow;
class ControlsForms;

/// The screen for acting on the queue: what is in force, the controls, the journal. Controls that
/// this user or mode may not use do not exist; the reason stands in their place.
class ControlsPage : public Page {
    Q_OBJECT

public:
    explicit ControlsPage(CommandFlow& flow, QWidget* parent = nullptr);
    ~ControlsPage() override;

    void present(const View& view) override;
    QString title() const override;
    QString csv() const override;

    /// A form, filled as a card says; where this user may not use it, the screen says why.
    void openForm(contract::ControlForm form, const std::map<std::string, std::string>& values,
            const View& view);

protected:
    void changeEvent(QEvent* event) override;

private:
    enum class Rights { None, HoldOnly, All };

    QLayout* layState();
    QLayout* layCharts();
    QLayout* layReason();
    Rights rights() const;
    void build(Rights rights);
    void buildHold(QLayout& row);
    void presentState(const View& view);
    void presentPanels(const View& view);
    void retranslate();

    CommandFlow& m_flow;
    Rights m_rights = Rights::None;
    status::Readout* m_phase;
    status::Readout* m_heldBy;
    status::Readout* m_resume;
    status::Readout* m_message;
    QWidget* m_place; ///< where the controls stand, or the reason why there are none
    QLabel* m_reasonName;
    QLineEdit* m_reason;
    QLabel* m_secondName;
    QLineEdit* m_second;
    charts::LiveChart* m_chart;
    charts::LiveChart* m_own;
    charts::LiveChart* m_checkout;
    controls::JournalTable* m_journal;
    LoadNotes m_loads{};

    /// Built anew when the rights change; what does not exist in it is null.
    std::unique_ptr<QWidget> m_content;
    QLabel* m_notice = nullptr;
    controls::HoldPanel* m_holdPanel = nullptr; ///< of a READ-ONLY console
    ControlsForms* m_forms = nullptr;
};

} // namespace saikobi::pages
