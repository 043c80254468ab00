#include "app/pages/inventory_page.h"

#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

#include "app/pages/audit_rows.h"
#include "app/pages/command_flow.h"
#include "app/pages/desk_words.h"
#include "app/pages/product_detail_panel.h"
#include "app/pages/stock_rows.h"
#include "widgets/charts/live_chart.h"
#include "widgets/charts/plot_group.h"
#include "widgets/status/age_bars.h"
#include "widgets/status/figure_table.h"
#include "widgets/status/key_text.h"
#include "widgets/status/words.h"

namespace saikobi::pages {

using contract::AuditView;
using contract::ProductId;
using namespace std::chrono_literals;

namespace {

constexpr int gutter = 8;
constexpr auto plotLength = 15min;
constexpr auto longestStep = 8s; ///< between two looks at the stock; longer is a gap
const std::vector<AuditView> audits{AuditView::Oversold, AuditView::StrandedStock};

/// One sample a second between looks that follow each other closely: the stock did not move in
/// between, as far as anybody knows.
std::vector<timeline::Sample> stepped(const std::vector<contract::StockPoint>& points)
{
    std::vector<timeline::Sample> out;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const auto value = static_cast<double>(points[i].available);
        out.push_back({points[i].at, value});
        if (i + 1 == points.size() || points[i + 1].at - points[i].at > longestStep)
            continue;
        for (auto at = points[i].at + 1s; at < points[i + 1].at; at += 1s)
            out.push_back({at, value});
    }
    return out;
}

} // namespace

InventoryPage::InventoryPage(CommandFlow& flow, QWidget* parent)
    : Page(parent)
    , m_flow(flow)
    , m_products(new status::FigureTable(QStringLiteral("products"), true, this))
    , m_burnDown(new charts::LiveChart(this))
    , m_right(new QStackedWidget(this))
    , m_slots(new status::FigureTable(QStringLiteral("pickupSlots"), false, this))
    , m_audits(new status::FigureTable(QStringLiteral("stockAudits"), false, this))
    , m_heldAges(new status::AgeBars(this))
    , m_detail(new ProductDetailPanel(this))
    , m_open(new QPushButton(this))
    , m_plot(new QPushButton(this))
    , m_list(new QPushButton(this))
    , m_place(new QWidget(this))
{
    setObjectName(QStringLiteral("inventoryPage"));
    m_burnDown->setObjectName(QStringLiteral("chartBurnDown"));
    m_heldAges->setObjectName(QStringLiteral("heldAges"));
    m_right->setObjectName(QStringLiteral("inventoryRight"));
    m_open->setObjectName(QStringLiteral("productOpen"));
    m_plot->setObjectName(QStringLiteral("productPlot"));
    m_list->setObjectName(QStringLiteral("paidOrdersList"));
    m_place->setObjectName(QStringLiteral("stopPlace"));
    auto* place = new QHBoxLayout(m_place);
    place->setContentsMargins(0, 0, 0, 0);
    m_right->addWidget(layOverview());
    m_right->addWidget(m_detail);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(gutter);
    row->addLayout(layLeft(), 66);
    row->addWidget(m_right, 34);

    addKey("keyFilter", QKeySequence(Qt::Key_Slash), &InventoryPage::findFilter);
    addKey("keySellOut", QKeySequence(Qt::Key_T), &InventoryPage::sortBySellOut);
    // Not from outside of it: there `Esc` disarms.
    addKey("keyClose", QKeySequence(Qt::Key_Escape), &InventoryPage::closeDetail)
            ->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addKey("keyStop", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S), &InventoryPage::stopChosen)
            ->setAutoRepeat(false);
    auto* plots = new charts::PlotGroup(*this, charts::PlotGroup::Reach::Plot);
    plots->add(*m_burnDown);
    connect(plots, &charts::PlotGroup::touched, this, &Page::touched);
    connect(plots, &charts::PlotGroup::markChosen, this, &Page::momentWanted);
    connect(m_products, &status::FigureTable::activated, this, &InventoryPage::openDetail);
    connect(m_products, &status::FigureTable::ticked, this, &InventoryPage::togglePlot);
    connect(m_products, &status::FigureTable::chosenChanged, this, [this] {
        const bool isChosen = !m_products->chosen().empty();
        m_open->setEnabled(isChosen);
        m_plot->setEnabled(isChosen);
        if (m_stop)
            m_stop->setEnabled(isChosen);
    });
    connect(m_open, &QPushButton::clicked, this, &InventoryPage::openDetail);
    connect(m_plot, &QPushButton::clicked, this, &InventoryPage::togglePlot);
    connect(m_list, &QPushButton::clicked, this, &InventoryPage::paidOrdersWanted);
    connect(m_detail, &ProductDetailPanel::closeRequested, this, &InventoryPage::closeDetail);
    const auto shownDetail = [this]() -> const contract::ProductStock* {
        return m_detail->product() ? product(m_detail->product()->value) : nullptr;
    };
    connect(m_detail, &ProductDetailPanel::stopRequested, this, [this, shownDetail] {
        if (const auto* found = shownDetail())
            m_flow.armStopProduct(*found);
    });
    connect(m_detail, &ProductDetailPanel::startRequested, this, [this, shownDetail] {
        if (const auto* found = shownDetail())
            m_flow.armStartProduct(*found);
    });
    connect(m_detail, &ProductDetailPanel::offerRequested, this, [this, shownDetail] {
        const auto at = std::chrono::ceil<std::chrono::minutes>(std::chrono::system_clock::now())
                + std::chrono::minutes{m_detail->offeredInMinutes()};
        if (const auto* found = shownDetail())
            m_flow.armOfferKept(*found, m_detail->offeredUnits(), at);
    });
    m_open->setEnabled(false);
    m_plot->setEnabled(false);
    retranslate();
    m_products->sortBy(StockRows::SellsOut, Qt::AscendingOrder);
}

InventoryPage::~InventoryPage() = default;

QLayout* InventoryPage::layLeft()
{
    auto* column = new QVBoxLayout;
    column->setSpacing(gutter);
    column->addWidget(m_products, 5);
    column->addLayout(layButtons());
    column->addWidget(m_burnDown, 3);
    return column;
}

QLayout* InventoryPage::layButtons()
{
    auto* row = new QHBoxLayout;
    row->setSpacing(gutter);
    row->addWidget(m_open);
    row->addWidget(m_plot);
    row->addWidget(m_place);
    row->addStretch(1);
    row->addWidget(m_list);
    return row;
}

QWidget* InventoryPage::layOverview()
{
    auto* overview = new QWidget(this);
    auto* column = new QVBoxLayout(overview);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(gutter);
    column->addWidget(m_slots, 4);
    column->addWidget(m_audits, 4);
    column->addWidget(m_heldAges, 3);
    return overview;
}

QAction* InventoryPage::addKey(
        const char* name, const QKeySequence& keys, void (InventoryPage::*act)())
{
    auto* action = new QAction(this);
    action->setObjectName(QLatin1String(name));
    action->setShortcut(keys); // while this screen is shown, wherever the focus is
    addAction(action);
    connect(action, &QAction::triggered, this, act);
    return action;
}

const contract::ProductStock* InventoryPage::product(std::int64_t id) const
{
    const auto found = std::find_if(
            m_shown.begin(), m_shown.end(), [id](const auto& each) { return each.id.value == id; });
    return found == m_shown.end() ? nullptr : &*found;
}

void InventoryPage::openDetail()
{
    const auto id = QString::fromStdString(m_products->chosen()).toLongLong();
    if (!product(id))
        return;
    m_detail->setProduct(ProductId{id});
    m_right->setCurrentWidget(m_detail);
    tell();
}

void InventoryPage::closeDetail()
{
    m_detail->setProduct(std::nullopt);
    m_right->setCurrentIndex(0);
    tell();
}

void InventoryPage::togglePlot()
{
    const auto id = QString::fromStdString(m_products->chosen()).toLongLong();
    if (!product(id))
        return;
    if (m_chosenForPlot.erase(id) == 0 && m_chosenForPlot.size() < mostPlotted)
        m_chosenForPlot.insert(id);
    tell();
}

void InventoryPage::sortBySellOut()
{
    m_products->sortBy(StockRows::SellsOut, Qt::AscendingOrder);
}

void InventoryPage::findFilter()
{
    m_products->focusFilter();
}

void InventoryPage::stopChosen()
{
    const auto id = QString::fromStdString(m_products->chosen()).toLongLong();
    if (const auto* found = product(id); found && m_stop)
        m_flow.armStopProduct(*found);
}

void InventoryPage::buildCommands(bool mayCommand)
{
    if (mayCommand == static_cast<bool>(m_stop))
        return;
    m_stop.reset();
    if (!mayCommand)
        return;
    m_stop = std::make_unique<QPushButton>();
    m_stop->setObjectName(QStringLiteral("productStop"));
    m_stop->setEnabled(!m_products->chosen().empty());
    m_place->layout()->addWidget(m_stop.get());
    connect(m_stop.get(), &QPushButton::clicked, this, &InventoryPage::stopChosen);
    retranslate();
}

/// Tells the source what to read and remember besides.
void InventoryPage::tell()
{
    if (m_wish.detail != m_detail->product()) {
        m_wish.detail = m_detail->product();
        emit wished(m_wish);
    }
}

/// What was chosen; without a choice what is soonest sold out.
std::vector<ProductId> InventoryPage::plotted(const View& view) const
{
    std::vector<ProductId> out;
    for (const auto id : m_chosenForPlot)
        if (product(id))
            out.push_back({id});
    if (!out.empty() || !view.sale.products)
        return out;
    std::vector<const contract::ProductStock*> ending;
    for (const auto& each : m_shown)
        if (each.sellsOutFrom && each.state == contract::ProductState::OnSale)
            ending.push_back(&each);
    const auto count = std::min(ending.size(), mostPlotted);
    std::partial_sort(ending.begin(), ending.begin() + static_cast<std::ptrdiff_t>(count),
            ending.end(), [](const auto* a, const auto* b) {
                return std::pair{*a->sellsOutFrom, a->id} < std::pair{*b->sellsOutFrom, b->id};
            });
    for (std::size_t i = 0; i < count; ++i)
        out.push_back(ending[i]->id);
    // By id, so that a line keeps its colour when two ends change places.
    std::sort(out.begin(), out.end());
    return out;
}

void InventoryPage::present(const View& view)
{
    m_shown = view.sale.products ? view.sale.products->value
                                 : std::vector<contract::ProductStock>{};
    const auto& desk = m_flow.desk();
    buildCommands(desk.mayCommand(contract::CommandKind::Hold) && !desk.onlyLooks());
    const auto wanted = plotted(view);
    if (m_wish.burnDown != wanted || m_wish.detail != m_detail->product()) {
        m_wish.burnDown = wanted;
        m_wish.detail = m_detail->product();
        emit wished(m_wish);
    }
    std::set<std::int64_t> inPlot;
    for (const auto id : wanted)
        inPlot.insert(id.value);
    const auto state = DeskWords::stockState(view, view.sale.products);
    const auto age = view.sale.products ? view.formatter.age(view.age(view.sale.products->asOf))
                                        : tr("no data", "nothing was ever seen of a figure");
    m_products->present(std::make_shared<StockRows>(view, inPlot));
    m_products->setRemark(state == contract::DataState::Live
                    ? age
                    : status::Words::of(state) + QLatin1Char(' ') + age,
            view.sale.products ? tr("No product is shown by this filter.")
                               : tr("no data", "nothing was ever seen of a figure"));
    m_slots->present(std::make_shared<SlotRows>(view));
    m_slots->setRemark({}, tr("no data", "nothing was ever seen of a figure"));
    m_audits->present(std::make_shared<AuditRows>(view, audits));
    m_audits->setRemark(AuditRows::remark(view, audits), AuditRows::absence(view));
    const auto recordState = DeskWords::recordState(view);
    status::AgeContent ages;
    ages.state = recordState;
    if (view.sale.record) {
        ages = DeskWords::ages(view.sale.record->value.heldAges, recordState, 900s, view);
        ages.age = view.formatter.age(view.age(view.sale.record->asOf));
    }
    ages.absence = tr("no data", "nothing was ever seen of a figure");
    m_heldAges->present(ages);
    presentPlot(view);
    if (m_detail->product())
        m_detail->present(view, product(m_detail->product()->value), static_cast<bool>(m_stop));
}

void InventoryPage::presentPlot(const View& view)
{
    charts::ChartContent content;
    content.window = {view.now - plotLength, view.now};
    content.state = DeskWords::stockState(view, view.sale.products);
    content.absence = tr("no data", "nothing was ever seen of a figure");
    for (const auto id : m_wish.burnDown) {
        const auto* found = product(id.value);
        const auto points = view.sale.burnDown.find(id);
        if (found && points != view.sale.burnDown.end())
            content.lines.push_back({QString::fromStdString(found->code), stepped(points->second)});
    }
    m_burnDown->present(content, view.formatter);
}

QString InventoryPage::title() const
{
    return tr("Inventory", "screen");
}

QString InventoryPage::csv() const
{
    return m_products->csv();
}

void InventoryPage::retranslate()
{
    m_products->setHeading(StockRows::heading(), StockRows::columns());
    m_slots->setHeading(SlotRows::heading(), SlotRows::columns());
    m_audits->setHeading(tr("Audit of the stock", "heading of a table"), AuditRows::columns());
    m_heldAges->setHeading(tr("Age of held units", "plot"));
    m_burnDown->setHeading(tr("Burn-down", "plot: units left of the chosen products"),
            tr("units left", "unit of a plot"), 10);
    m_open->setText(tr("Open (Enter)", "button: shows a product in detail"));
    m_open->setAccessibleName(tr("Show the product in detail"));
    m_plot->setText(tr("In the plot (Space)", "button"));
    m_plot->setAccessibleName(tr("Show or hide the product in the plot"));
    m_list->setText(tr("Save paid orders by slot", "button: writes a CSV file"));
    m_list->setAccessibleName(tr("Save the paid orders by pickup slot as CSV"));
    if (m_stop) {
        m_stop->setText(
                status::withKeys(tr("Stop…", "button: arms stopping a product"), *this, "keyStop"));
        m_stop->setAccessibleName(tr("Arm stopping the chosen product"));
    }
    m_detail->retranslate();
}

void InventoryPage::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace saikobi::pages
