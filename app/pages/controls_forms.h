#pragma once

#include <QTabWidget>

#include <map>
#include <string>

#include "app/pages/view.h"
#include "backend/contract/runbook.h"

namespace saikobi::controls {
class AdmitPanel;
class BlockPanel;
class CallPanel;
class ForeseenTable;
class HolderPanel;
class HoldPanel;
class InterlockList;
class MaintenancePanel;
class MessagePreview;
class OpeningPanel;
class PhasePanel;
class RatePanel;
class ReleasePanel;
class RestorePanel;
class SourcePanel;
class WorkPanel;
} // namespace saikobi::controls

namespace saikobi::pages {

class CommandFlow;

/// All forms of an operator, in tabs whose places never change: what is not possible now says why
/// and stays where it is.
class ControlsForms : public QTabWidget {
    Q_OBJECT

public:
    explicit ControlsForms(CommandFlow& flow, QWidget* parent = nullptr);

    void present(const View& view);
    /// Opens the tab of this form and fills in what a card says; nothing is armed by it.
    void fill(contract::ControlForm form, const std::map<std::string, std::string>& values,
            const View& view);

signals:
    /// Whom this rule of the block list would hit is to be read.
    void reachWished(const QString& rule);

protected:
    void changeEvent(QEvent* event) override;

private:
    QWidget* layAdmission();
    QWidget* layHold();
    QWidget* laySale();
    QWidget* layPeople();
    QWidget* layCommand();
    void presentAdmission(const View& view);
    void presentConsequence(const View& view);
    void presentSale(const View& view);
    void presentPeople(const View& view);
    void presentHolder(const View& view);
    void fillMessage(const std::map<std::string, std::string>& values);
    void retranslate();

    CommandFlow& m_flow;
    std::string m_zone{"Asia/Tokyo"}; ///< by which opening times are typed
    controls::RatePanel* m_rate = nullptr;
    controls::ForeseenTable* m_foreseen = nullptr;
    controls::InterlockList* m_interlocks = nullptr;
    controls::HoldPanel* m_hold = nullptr;
    controls::MessagePreview* m_preview = nullptr;
    controls::MaintenancePanel* m_maintenance = nullptr;
    controls::ReleasePanel* m_release = nullptr;
    controls::AdmitPanel* m_admit = nullptr;
    controls::OpeningPanel* m_opening = nullptr;
    controls::PhasePanel* m_phase = nullptr;
    controls::CallPanel* m_call = nullptr;
    controls::BlockPanel* m_block = nullptr;
    controls::SourcePanel* m_sources = nullptr;
    controls::WorkPanel* m_work = nullptr;
    controls::RestorePanel* m_restore = nullptr;
    controls::HolderPanel* m_holder = nullptr;
};

} // namespace saikobi::pages
