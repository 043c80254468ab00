#include <QStackedWidget>

#include "app/pages/command_flow.h"
#include "app/pages/controls_page.h"
#include "app/pages/runbook_page.h"
#include "app/pages/runbook_rows.h"
#include "app/shell/alarm_caller.h"
#include "app/shell/alarm_side.h"
#include "app/shell/main_window.h"
#include "app/shell/rail.h"
#include "app/shell/session.h"
#include "widgets/control/confirm_strip.h"

/// The ways between alarms, cards and controls.
namespace saikobi::shell {

/// An alarm opens its card; a step opens its control, and never more than that.
void MainWindow::connectRunbook()
{
    connect(m_side, &AlarmSide::cardWanted, this,
            [this](const QString& card, const QString& alarm, qint64 occurrence) {
                showScreenOf(m_runbook);
                m_runbook->openFor(card, alarm, occurrence);
            });
    connect(m_runbook, &pages::RunbookPage::said, m_strip, &controls::ConfirmStrip::say);
    connect(m_runbook, &pages::RunbookPage::controlWanted, this, &MainWindow::openControl);
    connect(&m_session.runbook(), &commands::RunbookDesk::changed, this,
            &MainWindow::presentRunbook);
    connect(&m_session.runbook(), &commands::RunbookDesk::timerOver, this,
            [this](const std::string& card, const std::string& step) {
                m_side->caller().playTest();
                m_strip->say(
                        tr("%1: the time of step %2 is over.", "%1: card, %2: step")
                                .arg(QString::fromStdString(card), QString::fromStdString(step)));
            });
}

void MainWindow::openControl(
        contract::ControlForm form, const std::map<std::string, std::string>& values)
{
    using Form = contract::ControlForm;
    goLive(); // nothing is drafted on a picture that stands still
    const auto sale = m_shown.newest();
    if (!sale)
        return;
    const bool isOfPayments = form == Form::Method || form == Form::Limit;
    const bool isOfInventory = form == Form::Product || form == Form::Offer;
    const auto screen = isOfPayments ? QStringLiteral("paymentsPage")
            : isOfInventory          ? QStringLiteral("inventoryPage")
            : form == Form::EndIdle  ? QStringLiteral("connectionPage")
                                     : QStringLiteral("controlsPage");
    if (const auto* page = findChild<pages::Page*>(screen))
        showScreenOf(page);
    const auto formatter = ShownSale::formatterFor(*sale);
    if (screen == QLatin1String("controlsPage"))
        m_controls->openForm(form, values, {*sale, m_shown.newestNow(), formatter});
}

/// The next step on the strip, and how far the card is on the rail.
void MainWindow::presentRunbook()
{
    const auto& desk = m_session.runbook();
    m_flow->setNext(pages::RunbookRows::next(desk));
    const auto* walk = desk.newest();
    for (int i = 0; i < screenCount(); ++i)
        if (m_screens->widget(i) == m_runbook)
            m_rail->setProgress(
                    i, walk ? pages::RunbookRows::progress(walk, desk.now()) : QString());
}

} // namespace saikobi::shell
