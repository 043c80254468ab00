#include "app/pages/payments_page.h"

#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

#include "app/pages/audit_rows.h"
#include "app/pages/command_flow.h"
#include "app/pages/desk_words.h"
#include "app/pages/method_rows.h"
#include "app/pages/payment_charts.h"
#include "widgets/charts/live_chart.h"
#include "widgets/charts/plot_group.h"
#include "widgets/status/age_bars.h"
#include "widgets/status/figure_table.h"
#include "widgets/status/key_text.h"
#include "widgets/status/readout.h"
#include "widgets/status/words.h"

namespace saikobi::pages {

using contract::AuditView;
using contract::Figure;
using namespace std::chrono_literals;

namespace {

constexpr int gutter = 8;
constexpr int commandsHeight = 30;
constexpr int leastLimit = 2; ///< below it Postgres refuses: the limiter keeps one call back
constexpr int mostLimit = 10000;
constexpr int longestReason = 200;
const std::vector<AuditView> audits{AuditView::DoubleCapture, AuditView::OrphanPayment,
        AuditView::UnfinishedOrder, AuditView::Points};

status::Readout* readout(const char* name, QWidget* parent)
{
    auto* made = new status::Readout(parent);
    made->setObjectName(QLatin1String(name));
    return made;
}

} // namespace

PaymentsPage::PaymentsPage(CommandFlow& flow, QWidget* parent)
    : Page(parent)
    , m_flow(flow)
    , m_methods(new status::FigureTable(QStringLiteral("methods"), false, this))
    , m_place(new QWidget(this))
    , m_inbox(readout("paymentsInbox", this))
    , m_parked(readout("paymentsParked", this))
    , m_unsettled(readout("paymentsUnsettled", this))
    , m_differences(readout("paymentsDifferences", this))
    , m_deferred(readout("paymentsDeferred", this))
    , m_ends(new charts::LiveChart(this))
    , m_times(new charts::LiveChart(this))
    , m_ages(new status::AgeBars(this))
    , m_findings(new status::FigureTable(QStringLiteral("findings"), false, this))
    , m_audits(new status::FigureTable(QStringLiteral("paymentAudits"), false, this))
    , m_ownShare(new status::FigureTable(QStringLiteral("ownShare"), false, this))
{
    setObjectName(QStringLiteral("paymentsPage"));
    m_place->setObjectName(QStringLiteral("paymentsCommands"));
    m_place->setFixedHeight(commandsHeight);
    auto* place = new QVBoxLayout(m_place);
    place->setContentsMargins(0, 0, 0, 0);
    m_ends->setObjectName(QStringLiteral("chartPaymentEnds"));
    m_times->setObjectName(QStringLiteral("chartMethodTimes"));
    m_ages->setObjectName(QStringLiteral("authorisedAges"));
    auto* plots = new QHBoxLayout;
    plots->setSpacing(gutter);
    plots->addWidget(m_ends, 10);
    plots->addWidget(m_times, 10);
    plots->addWidget(m_ages, 9);
    auto* tables = new QHBoxLayout;
    tables->setSpacing(gutter);
    tables->addWidget(m_findings, 25);
    tables->addWidget(m_audits, 16);
    tables->addWidget(m_ownShare, 11);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(gutter);
    column->addWidget(m_methods, 4);
    column->addWidget(m_place);
    column->addLayout(layReadouts());
    column->addLayout(plots, 5);
    column->addLayout(tables, 5);
    auto* group = new charts::PlotGroup(*this, charts::PlotGroup::Reach::Plot);
    group->add(*m_ends);
    group->add(*m_times);
    connect(group, &charts::PlotGroup::touched, this, &Page::touched);
    connect(group, &charts::PlotGroup::markChosen, this, &Page::momentWanted);
    connect(m_methods, &status::FigureTable::chosenChanged, this, &PaymentsPage::showChosen);
    addKeys();
    retranslate();
    m_ownShare->sortBy(1, Qt::DescendingOrder);
}

PaymentsPage::~PaymentsPage() = default;

QLayout* PaymentsPage::layReadouts()
{
    auto* row = new QHBoxLayout;
    row->setContentsMargins(8, 0, 8, 0);
    row->setSpacing(gutter);
    row->addWidget(m_unsettled, 4);
    row->addWidget(m_inbox, 5);
    row->addWidget(m_parked, 3);
    row->addWidget(m_differences, 4);
    row->addWidget(m_deferred, 7);
    return row;
}

void PaymentsPage::addKeys()
{
    const auto add = [this](const QString& name, const QKeySequence& keys) {
        auto* action = new QAction(this);
        action->setObjectName(name);
        action->setShortcut(keys); // while this screen is shown, wherever the focus is
        addAction(action);
        return action;
    };
    for (int number = 1; number <= 9; ++number)
        connect(add(QStringLiteral("keyMethod%1").arg(number),
                        QKeySequence(static_cast<Qt::Key>(Qt::Key_0 + number))),
                &QAction::triggered, this, [this, number] { choose(number); });
    auto* disable
            = add(QStringLiteral("keyDisable"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_D));
    disable->setAutoRepeat(false);
    connect(disable, &QAction::triggered, this, &PaymentsPage::disableChosen);
}

void PaymentsPage::choose(int number)
{
    const auto index = static_cast<std::size_t>(number - 1);
    if (index < m_shown.size())
        m_methods->choose(m_shown[index].id);
}

const contract::MethodView* PaymentsPage::chosen() const
{
    const auto id = m_methods->chosen();
    const auto found = std::find_if(
            m_shown.begin(), m_shown.end(), [&id](const auto& method) { return method.id == id; });
    return found == m_shown.end() ? nullptr : &*found;
}

void PaymentsPage::disableChosen()
{
    const auto* method = chosen();
    if (!method || !m_commands)
        return;
    if (method->isEnabled)
        m_flow.armDisableMethod(*method);
    else
        m_flow.armEnableMethod(*method);
}

void PaymentsPage::changeLimit()
{
    if (const auto* method = chosen(); method && !method->provider.empty())
        m_flow.armProviderLimit(*method, m_limit->value());
}

void PaymentsPage::buildCommands(bool mayCommand)
{
    if (mayCommand == static_cast<bool>(m_commands))
        return;
    m_commands.reset();
    m_disable = nullptr;
    m_limit = nullptr;
    m_changeLimit = nullptr;
    m_reason = nullptr;
    m_limitOf.clear();
    if (!mayCommand)
        return;
    m_commands = std::make_unique<QWidget>();
    m_place->layout()->addWidget(m_commands.get());
    m_disable = new QPushButton(m_commands.get());
    m_disable->setObjectName(QStringLiteral("methodDisable"));
    m_limit = new QSpinBox(m_commands.get());
    m_limit->setObjectName(QStringLiteral("providerLimit"));
    m_limit->setRange(leastLimit, mostLimit);
    m_changeLimit = new QPushButton(m_commands.get());
    m_changeLimit->setObjectName(QStringLiteral("providerLimitArm"));
    m_reason = new QLineEdit(m_commands.get());
    m_reason->setObjectName(QStringLiteral("limitReason"));
    m_reason->setMaxLength(longestReason);
    auto* row = new QHBoxLayout(m_commands.get());
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(gutter);
    row->addWidget(m_disable);
    row->addSpacing(3 * gutter);
    row->addWidget(m_limit);
    row->addWidget(m_reason, 1);
    row->addWidget(m_changeLimit);
    connect(m_reason, &QLineEdit::textChanged, this,
            [this](const QString& text) { m_flow.setReason(text); });
    connect(&m_flow, &CommandFlow::sent, m_reason, &QLineEdit::clear);
    connect(m_disable, &QPushButton::clicked, this, &PaymentsPage::disableChosen);
    connect(m_changeLimit, &QPushButton::clicked, this, &PaymentsPage::changeLimit);
    retranslate();
    showChosen();
}

/// The commands are about the chosen method; without one they wait.
void PaymentsPage::showChosen()
{
    if (!m_commands)
        return;
    const auto* method = chosen();
    const bool hasProvider = method && !method->provider.empty();
    m_disable->setEnabled(method != nullptr);
    m_limit->setEnabled(hasProvider);
    m_reason->setEnabled(hasProvider);
    m_changeLimit->setEnabled(hasProvider);
    if (hasProvider && m_limitOf != method->provider) {
        m_limitOf = method->provider;
        m_limit->setValue(static_cast<int>(std::lround(method->callsPerSecond)));
    }
    const bool isEnabled = !method || method->isEnabled;
    m_disable->setText(status::withKeys(isEnabled ? tr("Disable…", "button: arms a command")
                                                  : tr("Enable…", "button: arms a command"),
            *this, "keyDisable"));
    m_disable->setAccessibleName(isEnabled ? tr("Arm disabling the chosen method")
                                           : tr("Arm enabling the chosen method"));
}

void PaymentsPage::present(const View& view)
{
    m_shown = view.sale.methods ? view.sale.methods->value : std::vector<contract::MethodView>{};
    const auto& desk = m_flow.desk();
    buildCommands(desk.mayCommand(contract::CommandKind::Hold) && !desk.onlyLooks());
    m_methods->present(std::make_shared<MethodRows>(view));
    const auto state = DeskWords::methodState(view);
    const auto age = view.sale.methodFigures
            ? view.formatter.age(view.age(view.sale.methodFigures->asOf))
            : QString();
    m_methods->setRemark(state == contract::DataState::Live
                    ? age
                    : status::Words::of(state) + QLatin1Char(' ') + age,
            tr("no data", "nothing was ever seen of a figure"));
    showChosen();
    presentReadouts(view);
    m_ends->present(PaymentCharts::ends(view), view.formatter);
    m_times->present(PaymentCharts::times(view), view.formatter);
    const auto recordState = DeskWords::recordState(view);
    status::AgeContent ages;
    ages.state = recordState;
    if (view.sale.record) {
        ages = DeskWords::ages(view.sale.record->value.authorisedAges, recordState, 60s, view);
        ages.age = view.formatter.age(view.age(view.sale.record->asOf));
    }
    ages.absence = tr("no data", "nothing was ever seen of a figure");
    m_ages->present(ages);
    m_findings->present(std::make_shared<FindingRows>(view));
    m_findings->setRemark({}, FindingRows::absence(view));
    m_audits->present(std::make_shared<AuditRows>(view, audits));
    m_audits->setRemark(AuditRows::remark(view, audits), AuditRows::absence(view));
    m_ownShare->present(std::make_shared<OwnShareRows>(view));
    m_ownShare->setRemark({}, tr("too few to judge", "a ratio of too few cases"));
}

void PaymentsPage::presentReadouts(const View& view)
{
    const auto count = [&view](double value) { return view.formatter.count(value); };
    const auto figure = [&](status::Readout* into, Figure which) {
        const auto value = view.value(which);
        into->present(value ? count(*value) : QString(), view.state(which));
    };
    figure(m_unsettled, Figure::Unsettled);
    figure(m_differences, Figure::OpenDifferences);
    const auto state = DeskWords::recordState(view);
    if (!view.sale.record) {
        for (auto* each : {m_inbox, m_parked, m_deferred})
            each->present({}, state);
        return;
    }
    const auto& record = view.sale.record->value;
    const auto waiting = [&](std::int64_t rows, std::chrono::seconds oldest) {
        return rows == 0
                ? count(0)
                : tr("%1, %2", "%1: how many, %2: age of the oldest")
                          .arg(count(static_cast<double>(rows)), view.formatter.age(oldest));
    };
    m_inbox->present(waiting(record.inboxOpen, record.inboxAge), state);
    m_parked->present(waiting(record.inboxParked, record.inboxParkedAge), state);
    std::int64_t orders = 0;
    std::int64_t amount = 0;
    auto oldest = 0s;
    for (const auto& each : record.deferred) {
        orders += each.orders;
        amount += each.amount;
        oldest = std::max(oldest, each.oldest);
    }
    m_deferred->present(waiting(orders, oldest), state,
            orders > 0 ? tr("%1 yen", "%1: amount").arg(count(static_cast<double>(amount)))
                       : QString());
}

QString PaymentsPage::title() const
{
    return tr("Payments", "screen");
}

QString PaymentsPage::csv() const
{
    return m_methods->csv();
}

void PaymentsPage::retranslate()
{
    m_methods->setHeading(MethodRows::heading(), MethodRows::columns());
    m_findings->setHeading(FindingRows::heading(), FindingRows::columns());
    m_audits->setHeading(tr("Audit of the payments", "heading of a table"), AuditRows::columns());
    m_ownShare->setHeading(OwnShareRows::heading(), OwnShareRows::columns());
    m_unsettled->setCaption(tr("Authorised > 60 s", "caption: orders neither captured nor voided"));
    m_inbox->setCaption(tr("Notifications not applied", "caption"));
    m_parked->setCaption(tr("Parked", "caption: notifications whose order is not known"));
    m_differences->setCaption(tr("Open differences", "caption: of the reconciler"));
    m_deferred->setCaption(tr("Unpaid, deferred", "caption: payments that buyers make later"));
    m_ends->setHeading(
            tr("Outcomes", "plot: how payments came out"), tr("per second", "unit of a plot"), 1);
    m_times->setHeading(tr("Provider p95", "plot: time of the provider per method"),
            tr("seconds", "unit of a plot"), 1);
    m_ages->setHeading(tr("Age of authorised orders", "plot"));
    if (!m_commands)
        return;
    m_limit->setSuffix(tr("/s", "unit: per second"));
    m_limit->setAccessibleName(tr("Calls per second that the provider takes"));
    m_reason->setPlaceholderText(tr("reason", "placeholder: why a limit is changed"));
    m_reason->setAccessibleName(tr("Reason for the next command"));
    m_changeLimit->setText(tr("Change the provider's limit…", "button: arms a command"));
    m_changeLimit->setAccessibleName(tr("Arm changing the provider's limit"));
    showChosen();
}

void PaymentsPage::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace saikobi::pages
