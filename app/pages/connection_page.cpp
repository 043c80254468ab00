#include "app/pages/connection_page.h"

#include <QAction>
#include <QEvent>
#include <QFontMetrics>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "app/model/connection_model.h"
#include "app/pages/connection_rows.h"
#include "app/pages/connection_words.h"
#include "app/pages/instance_table.h"
#include "widgets/status/figure_table.h"
#include "widgets/status/readout.h"

namespace saikobi::pages {

using contract::Figure;

namespace {

constexpr int gutter = 8;
constexpr int verdictLines = 3;

status::Readout* readout(const char* name, QWidget* parent)
{
    auto* made = new status::Readout(parent);
    made->setObjectName(QLatin1String(name));
    return made;
}

} // namespace

ConnectionPage::ConnectionPage(model::ConnectionModel& connection, QWidget* parent)
    : Page(parent)
    , m_connection(connection)
    , m_profiles(new status::FigureTable(QStringLiteral("profiles"), false, this))
    , m_open(new QPushButton(this))
    , m_test(new QPushButton(this))
    , m_hops(new status::FigureTable(QStringLiteral("hops"), false, this))
    , m_verdict(new QLabel(this))
    , m_skew(readout("connectionSkew", this))
    , m_path(readout("connectionPath", this))
    , m_record(readout("connectionRecord", this))
    , m_disk(readout("connectionDisk", this))
    , m_outside(readout("connectionOutside", this))
    , m_instances(new InstanceTable(this))
{
    setObjectName(QStringLiteral("connectionPage"));
    m_open->setObjectName(QStringLiteral("profileOpen"));
    m_test->setObjectName(QStringLiteral("profileTest"));
    m_verdict->setObjectName(QStringLiteral("connectionVerdict"));
    m_verdict->setWordWrap(true);
    m_verdict->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_verdict->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_verdict->setFixedHeight(QFontMetrics(m_verdict->font()).lineSpacing() * verdictLines);
    layOut();
    auto* all = new QAction(this);
    all->setObjectName(QStringLiteral("keyTest"));
    all->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_T));
    all->setAutoRepeat(false);
    addAction(all);
    connect(all, &QAction::triggered, this, &ConnectionPage::test);
    connect(m_test, &QPushButton::clicked, this, &ConnectionPage::test);
    connect(m_open, &QPushButton::clicked, this, &ConnectionPage::open);
    connect(m_profiles, &status::FigureTable::activated, this, &ConnectionPage::open);
    connect(m_profiles, &status::FigureTable::chosenChanged, this,
            &ConnectionPage::presentConnection);
    connect(&m_connection, &model::ConnectionModel::changed, this,
            &ConnectionPage::presentConnection);
    retranslate();
}

void ConnectionPage::layOut()
{
    auto* buttons = new QHBoxLayout;
    buttons->setContentsMargins(10, 0, 0, 0);
    buttons->setSpacing(gutter);
    buttons->addWidget(m_open);
    buttons->addWidget(m_test);
    buttons->addStretch(1);
    auto* left = new QVBoxLayout;
    left->setSpacing(gutter);
    left->addWidget(m_profiles, 1);
    left->addLayout(buttons);
    auto* right = new QVBoxLayout;
    right->setSpacing(4);
    right->addWidget(m_hops, 1);
    right->addWidget(m_verdict);
    auto* top = new QHBoxLayout;
    top->setSpacing(gutter);
    top->addLayout(left, 5);
    top->addLayout(right, 6);
    auto* strip = new QHBoxLayout;
    strip->setContentsMargins(8, 0, 8, 0);
    strip->setSpacing(gutter);
    strip->addWidget(m_skew, 4);
    strip->addWidget(m_path, 4);
    strip->addWidget(m_outside, 5);
    strip->addWidget(m_record, 4);
    strip->addWidget(m_disk, 4);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(gutter);
    column->addLayout(top, 7);
    column->addLayout(strip);
    column->addWidget(m_instances, 3);
}

void ConnectionPage::test()
{
    const auto chosen = m_profiles->chosen();
    const auto& picture = m_connection.picture();
    emit testWanted(
            QString::fromStdString(profileAndSaleOf(chosen.empty() ? picture.open : chosen).first));
}

void ConnectionPage::open()
{
    if (const auto chosen = m_profiles->chosen(); !chosen.empty()) {
        const auto [profile, sale] = profileAndSaleOf(chosen);
        emit openWanted(QString::fromStdString(profile), QString::fromStdString(sale));
    }
}

void ConnectionPage::present(const View& view)
{
    m_formatter = view.formatter;
    presentConnection();
    presentReadouts(view);
    m_instances->present(view);
}

void ConnectionPage::presentConnection()
{
    const auto& picture = m_connection.picture();
    const auto open = rowIdOf(picture.open, picture.openSale);
    m_profiles->present(std::make_shared<ProfileRows>(picture.profiles, open));
    m_hops->present(std::make_shared<HopRows>(picture.report, m_formatter));
    const auto chosen = m_profiles->chosen();
    m_open->setEnabled(!chosen.empty() && chosen != open);
    m_test->setEnabled(!picture.profiles.empty());
    auto said = ConnectionWords::verdict(picture.report, m_formatter);
    for (const auto& each : picture.profiles)
        if (!each.problem.empty() && each.id == profileAndSaleOf(chosen).first)
            said = QString::fromStdString(each.problem);
    m_verdict->setText(said);
}

void ConnectionPage::presentReadouts(const View& view)
{
    const auto figure = [&view](status::Readout* into, Figure which, const auto& format) {
        const auto value = view.value(which);
        into->present(value ? format(*value) : QString(), view.state(which));
    };
    const auto milliseconds = [&view](double value) { return view.formatter.milliseconds(value); };
    const auto seconds = [&view](double value) {
        return tr("%1 s", "%1: seconds").arg(view.formatter.decimal(value, 1));
    };
    figure(m_skew, Figure::ClockSkew, seconds);
    figure(m_path, Figure::PathRtt, milliseconds);
    figure(m_outside, Figure::Outside, seconds);
    figure(m_record, Figure::RecordAge, seconds);
    figure(m_disk, Figure::DiskFree, [&view](double value) {
        return tr("%1 GiB", "%1: free space").arg(view.formatter.decimal(value, 1));
    });
}

QString ConnectionPage::title() const
{
    return tr("Connection", "screen");
}

QString ConnectionPage::csv() const
{
    return m_instances->csv();
}

void ConnectionPage::retranslate()
{
    m_profiles->setHeading(tr("Profiles", "heading of a table"), ProfileRows::columns());
    m_profiles->setRemark({}, tr("No profile yet: put one into the folder of profiles."));
    m_hops->setHeading(tr("The way, step by step", "heading of a table"), HopRows::columns());
    m_open->setText(tr("Open this sale", "button"));
    m_open->setAccessibleName(tr("Open the chosen profile and sale"));
    m_test->setText(tr("Test all steps (Ctrl+T)", "button"));
    m_test->setAccessibleName(tr("Test every step to both stores"));
    m_verdict->setAccessibleName(tr("Result of the test"));
    m_skew->setCaption(tr("Clock skew", "caption: this machine against Redis"));
    m_path->setCaption(tr("Path round trip", "caption: of commands and reads, the worse store"));
    m_outside->setCaption(tr("From outside", "caption: walks through the public name"));
    m_record->setCaption(tr("Record age", "caption: since the recorder last wrote"));
    m_disk->setCaption(tr("Free space", "caption: where the record is written"));
    presentConnection();
}

void ConnectionPage::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace saikobi::pages
