#include "app/pages/product_detail_panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>

#include "app/pages/desk_words.h"
#include "app/pages/stock_rows.h"
#include "widgets/status/age_bars.h"
#include "widgets/status/figure_table.h"
#include "widgets/status/key_text.h"
#include "widgets/status/readout.h"
#include "widgets/status/words.h"

namespace saikobi::pages {

namespace {

constexpr int gutter = 6;
constexpr int mostUnits = 1'000'000;
constexpr int latestOffer = 24 * 60; ///< minutes; Postgres takes two days
constexpr int usualOffer = 15; ///< people need time to read the announcement

} // namespace

ProductDetailPanel::ProductDetailPanel(QWidget* parent)
    : QWidget(parent)
    , m_name(new status::Readout(this))
    , m_kept(new status::Readout(this))
    , m_close(new QPushButton(this))
    , m_place(new QWidget(this))
    , m_ages(new status::AgeBars(this))
    , m_moves(new status::FigureTable(QStringLiteral("moves"), false, this))
{
    setObjectName(QStringLiteral("productDetail"));
    m_name->setObjectName(QStringLiteral("detailName"));
    m_kept->setObjectName(QStringLiteral("detailKept"));
    m_close->setObjectName(QStringLiteral("detailClose"));
    m_place->setObjectName(QStringLiteral("detailCommands"));
    m_ages->setObjectName(QStringLiteral("detailAges"));
    auto* place = new QVBoxLayout(m_place);
    place->setContentsMargins(0, 0, 0, 0);
    auto* top = new QHBoxLayout;
    top->addWidget(m_name, 1);
    top->addWidget(m_close);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(gutter);
    column->addLayout(top);
    column->addWidget(m_kept);
    column->addWidget(m_place);
    column->addWidget(m_ages, 2);
    column->addWidget(m_moves, 5);
    connect(m_close, &QPushButton::clicked, this, &ProductDetailPanel::closeRequested);
    retranslate();
}

ProductDetailPanel::~ProductDetailPanel() = default;

void ProductDetailPanel::buildCommands()
{
    m_commands = std::make_unique<QWidget>();
    m_place->layout()->addWidget(m_commands.get());
    auto* column = new QVBoxLayout(m_commands.get());
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(gutter);
    m_unitsName = new QLabel(m_commands.get());
    m_units = new QSpinBox(m_commands.get());
    m_units->setObjectName(QStringLiteral("offerUnits"));
    m_units->setRange(1, mostUnits);
    m_minutesName = new QLabel(m_commands.get());
    m_minutes = new QSpinBox(m_commands.get());
    m_minutes->setObjectName(QStringLiteral("offerMinutes"));
    m_minutes->setRange(1, latestOffer);
    m_minutes->setValue(usualOffer);
    m_offer = new QPushButton(m_commands.get());
    m_offer->setObjectName(QStringLiteral("offerArm"));
    m_stop = new QPushButton(m_commands.get());
    m_stop->setObjectName(QStringLiteral("detailStop"));
    auto* row = new QHBoxLayout;
    row->setSpacing(gutter);
    for (QWidget* each : {static_cast<QWidget*>(m_unitsName), static_cast<QWidget*>(m_units),
                 static_cast<QWidget*>(m_minutesName), static_cast<QWidget*>(m_minutes)})
        row->addWidget(each);
    row->addStretch(1);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_offer);
    buttons->addWidget(m_stop);
    column->addLayout(row);
    column->addLayout(buttons);
    connect(m_offer, &QPushButton::clicked, this, &ProductDetailPanel::offerRequested);
    connect(m_stop, &QPushButton::clicked, this,
            [this] { m_isStopped ? emit startRequested() : emit stopRequested(); });
    retranslate();
}

std::int64_t ProductDetailPanel::offeredUnits() const
{
    return m_units ? m_units->value() : 0;
}

int ProductDetailPanel::offeredInMinutes() const
{
    return m_minutes ? m_minutes->value() : 0;
}

void ProductDetailPanel::fillOffer(std::optional<int> units, std::optional<std::chrono::minutes> in)
{
    if (!m_commands)
        return;
    if (units)
        m_units->setValue(*units);
    if (in)
        m_minutes->setValue(static_cast<int>(in->count()));
    m_units->setFocus(Qt::OtherFocusReason);
}

void ProductDetailPanel::focusStop()
{
    if (m_stop)
        m_stop->setFocus(Qt::OtherFocusReason);
}

void ProductDetailPanel::present(
        const View& view, const contract::ProductStock* product, bool mayCommand)
{
    if (mayCommand && !m_commands)
        buildCommands();
    if (!mayCommand) {
        m_commands.reset();
        m_stop = nullptr;
        m_units = nullptr;
        m_minutes = nullptr;
        m_offer = nullptr;
        m_unitsName = nullptr;
        m_minutesName = nullptr;
    }
    if (!product)
        return;
    const auto state = DeskWords::stockState(view, view.sale.products);
    const auto count = [&view](std::int64_t value) {
        return view.formatter.count(static_cast<double>(value));
    };
    m_name->present(QString::fromStdString(product->code), contract::DataState::Live);
    m_name->setRemark(QString::fromStdString(product->name));
    m_kept->present(count(product->kept), state,
            product->offerAt ? tr("%1 come back at %2", "%1: units offered, %2: clock time")
                                       .arg(count(product->offerUnits),
                                               view.formatter.clockMinutes(*product->offerAt))
                             : QString());
    if (m_commands) {
        m_isStopped = product->state == contract::ProductState::Stopped;
        m_units->setMaximum(
                static_cast<int>(std::clamp<std::int64_t>(product->kept, 1, mostUnits)));
        m_offer->setEnabled(product->kept > 0);
        m_units->setEnabled(product->kept > 0);
        m_minutes->setEnabled(product->kept > 0);
        retranslate();
    }
    const auto detailState = DeskWords::stockState(view, view.sale.productDetail);
    status::AgeContent ages;
    ages.state = detailState;
    if (view.sale.productDetail) {
        ages = DeskWords::ages(
                view.sale.productDetail->value.heldAges, detailState, std::nullopt, view);
        ages.age = view.formatter.age(view.age(view.sale.productDetail->asOf));
    }
    ages.absence = tr("no data", "nothing was ever seen of a figure");
    m_ages->present(ages);
    m_moves->present(std::make_shared<MoveRows>(view));
    m_moves->setRemark({},
            view.sale.productDetail ? tr("No unit was ever taken.")
                                    : status::Words::of(detailState));
}

void ProductDetailPanel::retranslate()
{
    m_name->setCaption(tr("Product", "caption: which product is shown"));
    m_kept->setCaption(tr("Kept units", "caption: units given back after sold out"));
    m_close->setText(status::withKeys(tr("Close", "button"), *this, "keyClose"));
    m_close->setAccessibleName(tr("Close the product"));
    m_ages->setHeading(tr("Age of held units", "plot"));
    m_moves->setHeading(MoveRows::heading(), MoveRows::columns());
    if (!m_commands)
        return;
    m_unitsName->setText(tr("units", "before a number of kept units"));
    m_units->setAccessibleName(tr("How many kept units to offer"));
    m_minutesName->setText(tr("in", "before a number of minutes"));
    m_minutes->setSuffix(tr(" min", "unit: minutes"));
    m_minutes->setAccessibleName(tr("In how many minutes they come back"));
    m_offer->setText(tr("Offer kept units…", "button: arms a command"));
    m_offer->setAccessibleName(tr("Arm the offer of kept units"));
    m_stop->setText(m_isStopped ? tr("Sell again…", "button: arms a command")
                                : tr("Stop…", "button: arms a command"));
    m_stop->setAccessibleName(
            m_isStopped ? tr("Arm selling this product again") : tr("Arm stopping this product"));
}

} // namespace saikobi::pages
