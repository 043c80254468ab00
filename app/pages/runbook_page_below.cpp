#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QPlainTextEdit>
#include <QTabWidget>
#include <QTableWidget>

#include "app/commands/runbook_desk.h"
#include "app/pages/card_print.h"
#include "app/pages/history_series.h"
#include "app/pages/runbook_page.h"
#include "app/pages/runbook_rows.h"
#include "app/pages/situation_texts.h"
#include "widgets/charts/live_chart.h"
#include "widgets/runbook/card_view.h"

/// What stands beside the card: the figure of the step, the texts for others, the contacts, paper.
namespace saikobi::pages {

using contract::MarkState;
using namespace std::chrono_literals;

namespace {

constexpr auto plotLength = 15min;

} // namespace

void RunbookPage::copyForm()
{
    QApplication::clipboard()->setText(m_form->toPlainText());
    m_below->setCurrentWidget(m_form);
    emit said(tr("The venue form is copied, Japanese and English."));
}

void RunbookPage::copyReport()
{
    QApplication::clipboard()->setText(m_report->toPlainText());
    m_below->setCurrentWidget(m_report);
    emit said(tr("The situation report is copied, Japanese and English."));
}

/// The screen goes on while the dialog is open.
void RunbookPage::askForFile(const QString& proposal, FileChosen chosen)
{
    auto* dialog = new QFileDialog(
            this, tr("Print the card to a file"), QString(), QStringLiteral("PDF (*.pdf)"));
    dialog->setObjectName(QStringLiteral("printFileDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("pdf"));
    dialog->selectFile(proposal);
    connect(dialog, &QFileDialog::fileSelected, this, chosen);
    dialog->open();
}

void RunbookPage::print()
{
    if (const auto* shown = card())
        m_printTo(QString::fromStdString(shown->id) + QStringLiteral(".pdf"),
                [this](const QString& file) { saveCard(file); });
}

/// As it stands when the file has been chosen.
void RunbookPage::saveCard(const QString& file)
{
    const auto* shown = card();
    if (!shown || file.isEmpty())
        return;
    PrintedCard printed;
    printed.card = shown;
    const auto* walk = m_desk.walkOf(m_card);
    const auto& state = m_view->shown();
    for (const auto* list : {&state.first, &state.then})
        for (const auto& one : *list) {
            using Kind = PrintedMark::Kind;
            const bool isMarked = one.isGreyed || one.isSettled || one.state == MarkState::Deferred;
            if (walk && isMarked)
                printed.marks[one.id] = {one.isGreyed                ? Kind::Greyed
                                : one.state == MarkState::Overridden ? Kind::Overridden
                                : one.state == MarkState::Deferred   ? Kind::Deferred
                                                                     : Kind::Done,
                        one.note};
        }
    sayPrinted(CardPrint(RunbookRows::labels(), printFooter()).savePdf(file, {printed}),
            tr("The card is in %1.", "%1: a file"), file);
}

/// For headquarters and venue, the day before: without marks.
void RunbookPage::printAll()
{
    m_printTo(QStringLiteral("runbook.pdf"), [this](const QString& file) {
        if (file.isEmpty())
            return;
        const auto all = CardPrint::allOf(m_desk.cards());
        sayPrinted(CardPrint(RunbookRows::labels(), printFooter()).savePdf(file, all),
                tr("All cards are in %1.", "%1: a file"), file);
    });
}

void RunbookPage::sayPrinted(int pages, const QString& done, const QString& file)
{
    emit said(pages > 0 ? done.arg(file) : tr("%1 could not be written.", "%1: a file").arg(file));
}

QString RunbookPage::printFooter() const
{
    if (!m_sale)
        return {};
    return QStringLiteral("%1  %2 %3")
            .arg(QString::fromStdString(m_sale->sale), m_formatter.clock(m_now),
                    m_formatter.zoneName(m_now));
}

void RunbookPage::presentTexts(const View& view)
{
    const Situation now{view, card(), m_desk.walkOf(m_card), m_desk.contacts()};
    const SituationTexts ja(CardLabels{CardLabels::Language::Japanese});
    const SituationTexts en(CardLabels{CardLabels::Language::English});
    const auto put = [](QPlainTextEdit* into, const QString& text) {
        if (into->toPlainText() != text) // what somebody has selected stays selected
            into->setPlainText(text);
    };
    put(m_form, ja.venueForm(now) + QStringLiteral("\n\n") + en.venueForm(now));
    put(m_report, ja.report(now) + QStringLiteral("\n\n") + en.report(now));
}

void RunbookPage::presentFigure(const View& view)
{
    const auto* chosen = step();
    const auto* shown = card();
    if (!shown)
        return;
    // A step without a figure of its own works towards the one that ends the card.
    const bool isOwn = chosen && chosen->watch;
    const auto watch = isOwn ? *chosen->watch : shown->finished;
    charts::ChartContent content;
    content.window = {view.now - plotLength, view.now};
    const auto labels = RunbookRows::labels();
    const auto unit = contract::info(watch.figure).unit;
    const auto name = labels.figure(watch.figure);
    m_chart->setHeading(
            isOwn ? name : tr("Finished: %1", "plot, %1: figure that ends a card").arg(name),
            QString::fromUtf8(unit.data(), static_cast<qsizetype>(unit.size())), 1);
    content.absence = tr("no data", "nothing was ever seen of a figure");
    content.state = view.state(watch.figure);
    content.lines.push_back({name, series(view.sale, figureOf(watch.figure))});
    content.limit = charts::Limit{watch.value, labels.watch(watch)};
    m_chart->present(content, view.formatter);
}

void RunbookPage::presentContacts(const View&)
{
    const auto& contacts = m_desk.contacts();
    m_contacts->setRowCount(static_cast<int>(contacts.size()));
    const auto* walk = m_desk.walkOf(m_card);
    for (int row = 0; row < m_contacts->rowCount(); ++row) {
        const auto& one = contacts.at(static_cast<std::size_t>(row));
        QString last;
        if (walk)
            for (const auto& [id, mark] : walk->marks)
                if (mark.contact == one.name)
                    last = QStringLiteral("%1 %2").arg(
                            RunbookRows::state(mark.state), m_formatter.clock(mark.at));
        const auto role = contract::roleNamed(one.role);
        const QStringList cells{
                role ? RunbookRows::labels().role(*role) : QString::fromStdString(one.role),
                QString::fromStdString(one.name), QString::fromStdString(one.call), last};
        for (int column = 0; column < cells.size(); ++column) {
            auto* item = m_contacts->item(row, column);
            if (!item)
                m_contacts->setItem(row, column, item = new QTableWidgetItem);
            if (item->text() != cells[column])
                item->setText(cells[column]);
        }
    }
}

} // namespace saikobi::pages
