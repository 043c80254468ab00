#include <QAction>
#include <QStackedWidget>

#include "app/pages/command_flow.h"
#include "app/pages/command_words.h"
#include "app/pages/connection_page.h"
#include "app/pages/controls_page.h"
#include "app/pages/inventory_page.h"
#include "app/pages/payments_page.h"
#include "app/pages/runbook_page.h"
#include "app/pages/runbook_rows.h"
#include "app/shell/alarm_caller.h"
#include "app/shell/alarm_side.h"
#include "app/shell/main_window.h"
#include "app/shell/rail.h"
#include "app/shell/session.h"
#include "widgets/control/confirm_strip.h"
#include "widgets/status/words.h"

/// The ways between alarms, cards and controls.
namespace saikobi::shell {

namespace {

contract::CommandKind commandMeant(
        contract::ControlForm form, const std::map<std::string, std::string>& values)
{
    const auto action = values.find("action");
    return contract::commandOf(form, action == values.end() ? std::string{} : action->second);
}

} // namespace

/// An alarm opens its card; a step opens its control, and never more than that.
void MainWindow::connectRunbook()
{
    connect(m_side, &AlarmSide::cardWanted, this,
            [this](const QString& card, const QString& alarm, qint64 occurrence) {
                showScreenOf(m_runbook);
                m_runbook->openFor(card, alarm, occurrence);
            });
    connect(m_strip, &controls::ConfirmStrip::followed, this, &MainWindow::openNextStep);
    connect(m_keys.nextStep, &QAction::triggered, this, &MainWindow::openNextStep);
    connect(m_runbook, &pages::RunbookPage::said, m_strip, &controls::ConfirmStrip::say);
    connect(m_runbook, &pages::RunbookPage::controlWanted, this, &MainWindow::openControl);
    connect(&m_session.runbook(), &commands::RunbookDesk::changed, this,
            &MainWindow::presentRunbook);
    connect(&m_session.runbook(), &commands::RunbookDesk::timerOver, this,
            [this](const std::string& card, const std::string& step) {
                const auto said = pages::RunbookRows::timeOver(m_session.runbook(), card, step);
                m_side->caller().ringForStep(said);
                m_strip->say(said);
            });
}

void MainWindow::openNextStep()
{
    const auto* walk = m_session.runbook().newest();
    if (!walk)
        return;
    showScreenOf(m_runbook);
    m_runbook->openAt(walk->name.card);
}

void MainWindow::openControl(
        contract::ControlForm form, const std::map<std::string, std::string>& values)
{
    using Form = contract::ControlForm;
    goLive(); // nothing is drafted on a picture that stands still
    const auto sale = m_shown.newest();
    if (!sale)
        return;
    const auto formatter = ShownSale::formatterFor(*sale);
    const pages::View view{*sale, m_shown.newestNow(), formatter};
    const auto open = [&](auto* page) {
        showScreenOf(page);
        page->openForm(form, values, view);
    };
    if (form == Form::Method || form == Form::Limit)
        open(findChild<pages::PaymentsPage*>());
    else if (form == Form::Product || form == Form::Offer)
        open(findChild<pages::InventoryPage*>());
    else if (form == Form::EndIdle)
        open(findChild<pages::ConnectionPage*>());
    else
        open(m_controls);
    const auto kind = commandMeant(form, values);
    if (const auto denial = m_flow->desk().denial(kind); denial != commands::Denial::None)
        m_strip->say(
                tr("%1 is not possible: %2.", "%1: command, %2: why")
                        .arg(status::Words::of(kind), pages::CommandWords::obstacle(denial, kind)));
}

/// The next step on the strip, and how far the card is on the rail.
void MainWindow::presentRunbook()
{
    const auto& desk = m_session.runbook();
    m_flow->setNext(pages::RunbookRows::next(desk));
    const auto* walk = desk.newest();
    m_keys.nextStep->setEnabled(walk != nullptr);
    for (int i = 0; i < screenCount(); ++i)
        if (m_screens->widget(i) == m_runbook)
            m_rail->setProgress(
                    i, walk ? pages::RunbookRows::progress(walk, desk.now()) : QString());
}

} // namespace saikobi::shell
