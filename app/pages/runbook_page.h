#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "app/pages/page.h"
#include "backend/contract/runbook.h"
#include "widgets/runbook/shown_card.h"

class QAction;
class QHBoxLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QTabWidget;
class QTableWidget;

namespace saikobi::charts {
class LiveChart;
}
namespace saikobi::commands {
class RunbookDesk;
struct MarkDetail;
} // namespace saikobi::commands
namespace saikobi::runbook {
class CardIndex;
class CardView;
} // namespace saikobi::runbook

namespace saikobi::pages {

/// The index of cards, the card that is walked with live figures beside its steps, the figure of
/// the current step, and the texts for the venue and for others.
class RunbookPage : public Page {
    Q_OBJECT

public:
    static constexpr std::chrono::minutes deferral{5};

    explicit RunbookPage(commands::RunbookDesk& desk, QWidget* parent = nullptr);

    void present(const View& view) override;
    QString title() const override;
    /// The card of an alarm: it is shown, and begun where this console may.
    void openFor(const QString& card, const QString& alarm, std::int64_t occurrence);
    void open(const std::string& card);
    /// The same, with the keyboard in it: at the step that is next.
    void openAt(const std::string& card);
    const std::string& shownCard() const { return m_card; }
    /// Where a printed card is saved; a test chooses it without asking.
    void setPrintTo(std::function<QString(const QString& proposal)> ask)
    {
        m_printTo = [ask = std::move(ask)](const QString& proposal, const FileChosen& chosen) {
            chosen(ask(proposal));
        };
    }

signals:
    /// Opens the form that a command step names, filled; it never executes.
    void controlWanted(
            saikobi::contract::ControlForm form, const std::map<std::string, std::string>& values);
    void said(const QString& sentence);

protected:
    void changeEvent(QEvent* event) override;

private:
    enum class Asks { Nothing, Override, Leave };
    using FileChosen = std::function<void(const QString& file)>;

    QAction* addKey(const char* name, const QKeySequence& keys, void (RunbookPage::*act)());
    void layOut();
    QWidget* layCard();
    QWidget* layBelow();
    void addKeys();
    void choose(int place);
    void chooseCurrent();
    void next() { choose(m_chosen + 1); }
    void previous() { choose(m_chosen - 1); }
    void tick();
    void yes();
    void no();
    void defer();
    void beginOverride() { ask(Asks::Override); }
    void beginLeave() { ask(Asks::Leave); }
    void timer();
    void openControl();
    void copyForm();
    void copyReport();
    void print();
    void printAll();
    void askForFile(const QString& proposal, FileChosen chosen);
    void saveCard(const QString& file);
    void sayPrinted(int pages, const QString& done, const QString& file);
    QString printFooter() const;
    void ask(Asks what);
    void answered();
    void answer(bool isYes);
    bool mark(contract::MarkState state, const commands::MarkDetail& detail);
    const contract::Card* card() const;
    const contract::Step* step() const; ///< null: "Finished", or no card
    std::string stepId() const;
    contract::MarkState stateOfStep() const;
    void presentTexts(const View& view);
    void presentFigure(const View& view);
    void presentContacts(const View& view);
    void presentKeys();
    void retranslate();
    void refresh();

    commands::RunbookDesk& m_desk;
    std::string m_card{};
    int m_chosen = 0;
    Asks m_asks = Asks::Nothing;
    std::optional<contract::SaleSnapshot> m_sale{}; ///< what was shown last, for keys between
    contract::Instant m_now{};
    status::Formatter m_formatter{};
    runbook::CardIndex* m_index;
    runbook::CardView* m_view;
    QLabel* m_askName;
    QLineEdit* m_reason;
    QHBoxLayout* m_buttons;
    QWidget* m_copies; ///< in the corner of the texts: their buttons
    std::map<QAction*, QPushButton*> m_keys{};
    QTabWidget* m_below;
    charts::LiveChart* m_chart;
    QPlainTextEdit* m_form;
    QPlainTextEdit* m_report;
    QTableWidget* m_contacts;
    std::function<void(const QString& proposal, FileChosen)> m_printTo;
};

} // namespace saikobi::pages
