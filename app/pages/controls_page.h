#pragma once

#include <memory>

#include "app/pages/page.h"

class QLabel;
class QLineEdit;
class QPushButton;

namespace saikobi::charts {
class LiveChart;
}
namespace saikobi::controls {
class AdmitPanel;
class HoldPanel;
class JournalTable;
class RatePanel;
class ReleasePanel;
} // namespace saikobi::controls
namespace saikobi::status {
class Readout;
}

namespace saikobi::pages {

class CommandFlow;

/// The screen for acting on the queue: what is in force, the controls, the journal. Controls that
/// this user or mode may not use do not exist; the reason stands in their place.
class ControlsPage : public Page {
    Q_OBJECT

public:
    explicit ControlsPage(CommandFlow& flow, QWidget* parent = nullptr);
    ~ControlsPage() override;

    void present(const View& view) override;
    QString title() const override;

protected:
    void changeEvent(QEvent* event) override;

private:
    enum class Rights { None, HoldOnly, All };

    QLayout* layState();
    QLayout* layReason();
    Rights rights() const;
    void build(Rights rights);
    void buildCommands(QLayout& row);
    void presentState(const View& view);
    void presentPanels(const View& view);
    void presentConsequence(const View& view);
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
    charts::LiveChart* m_chart;
    controls::JournalTable* m_journal;

    /// Built anew when the rights change; what does not exist in it is null.
    std::unique_ptr<QWidget> m_content;
    QLabel* m_notice = nullptr;
    controls::RatePanel* m_ratePanel = nullptr;
    controls::HoldPanel* m_holdPanel = nullptr;
    controls::ReleasePanel* m_releasePanel = nullptr;
    controls::AdmitPanel* m_admitPanel = nullptr;
};

} // namespace saikobi::pages
