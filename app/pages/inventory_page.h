#pragma once

#include <memory>
#include <set>

#include "app/pages/page.h"

class QAction;
class QLabel;
class QPushButton;
class QStackedWidget;

namespace saikobi::charts {
class LiveChart;
}
namespace saikobi::status {
class AgeBars;
class FigureTable;
} // namespace saikobi::status

namespace saikobi::pages {

class CommandFlow;
class ProductDetailPanel;

/// The screen of the stock: every product with its identity and its end, the slots, what the audits
/// found, and one product in detail. Commands exist only where this user may give them.
class InventoryPage : public Page {
    Q_OBJECT

public:
    explicit InventoryPage(CommandFlow& flow, QWidget* parent = nullptr);
    ~InventoryPage() override;

    void present(const View& view) override;
    QString title() const override;
    QString csv() const override;
    /// A form, filled as a step of a card says: nothing is armed by it. For whoever may not use it
    /// it does not exist.
    void openForm(contract::ControlForm form, const std::map<std::string, std::string>& values,
            const View& view);

signals:
    void paidOrdersWanted();

protected:
    void changeEvent(QEvent* event) override;

private:
    static constexpr std::size_t mostPlotted = 5;

    QLayout* layLeft();
    QWidget* layOverview();
    QLayout* layButtons();
    QAction* addKey(const char* name, const QKeySequence& keys, void (InventoryPage::*act)());
    void openDetail();
    void closeDetail();
    void togglePlot();
    void sortBySellOut();
    void stopChosen();
    void findFilter();
    void buildCommands(bool mayCommand);
    void tell();
    void presentPlot(const View& view);
    std::vector<contract::ProductId> plotted(const View& view) const;
    const contract::ProductStock* product(std::int64_t id) const;
    const contract::ProductStock* meant(contract::ControlForm form,
            const std::map<std::string, std::string>& values, const View& view) const;
    void retranslate();

    CommandFlow& m_flow;
    status::FigureTable* m_products;
    charts::LiveChart* m_burnDown;
    QStackedWidget* m_right;
    status::FigureTable* m_slots;
    status::FigureTable* m_audits;
    status::AgeBars* m_heldAges;
    ProductDetailPanel* m_detail;
    QPushButton* m_open;
    QPushButton* m_plot;
    QPushButton* m_list;
    QWidget* m_place; ///< of the button that stops
    std::unique_ptr<QPushButton> m_stop;
    std::vector<contract::ProductStock> m_shown{}; ///< as last presented
    std::set<std::int64_t> m_chosenForPlot{};
    contract::DeskWish m_wish{};
};

} // namespace saikobi::pages
