#include "app/pages/connection_page.h"

#include <QAction>
#include <QCheckBox>
#include <QEvent>
#include <QFontMetrics>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QTabWidget>
#include <QVBoxLayout>

#include <cmath>

#include "app/model/connection_model.h"
#include "app/pages/command_flow.h"
#include "app/pages/connection_rows.h"
#include "app/pages/connection_words.h"
#include "app/pages/database_panel.h"
#include "app/pages/instance_table.h"
#include "app/pages/journey_rows.h"
#include "widgets/charts/live_chart.h"
#include "widgets/charts/plot_group.h"
#include "widgets/status/figure_table.h"
#include "widgets/status/key_text.h"
#include "widgets/status/readout.h"

namespace saikobi::pages {

using contract::Figure;

namespace {

constexpr int gutter = 8;
constexpr int verdictLines = 4; ///< two for each way
constexpr int longestPassword = 200;
constexpr std::chrono::minutes plotLength{15};
constexpr double slowMs = 500; ///< A16 rings there

template<class Widget>
Widget* named(const char* name, QWidget* parent)
{
    auto* made = new Widget(parent);
    made->setObjectName(QLatin1String(name));
    return made;
}

} // namespace

ConnectionPage::ConnectionPage(
        CommandFlow& flow, model::ConnectionModel& connection, QWidget* parent)
    : Page(parent)
    , m_flow(flow)
    , m_connection(connection)
    , m_profiles(new status::FigureTable(QStringLiteral("profiles"), false, this))
    , m_plot(named<charts::LiveChart>("chartPath", this))
    , m_acts(new QStackedWidget(this))
    , m_open(named<QPushButton>("profileOpen", this))
    , m_test(named<QPushButton>("profileTest", this))
    , m_postgresPassword(named<QLineEdit>("passwordPostgres", this))
    , m_redisPassword(named<QLineEdit>("passwordRedis", this))
    , m_keep(named<QCheckBox>("passwordKeep", this))
    , m_signIn(named<QPushButton>("passwordGive", this))
    , m_hops(new status::FigureTable(QStringLiteral("hops"), false, this))
    , m_verdict(named<QLabel>("connectionVerdict", this))
    , m_skew(named<status::Readout>("connectionSkew", this))
    , m_path(named<status::Readout>("connectionPath", this))
    , m_record(named<status::Readout>("connectionRecord", this))
    , m_disk(named<status::Readout>("connectionDisk", this))
    , m_outside(named<status::Readout>("connectionOutside", this))
    , m_tabs(named<QTabWidget>("connectionTabs", this))
    , m_instances(new InstanceTable(this))
    , m_database(new DatabasePanel(flow, this))
    , m_journey(new status::FigureTable(QStringLiteral("journey"), false, this))
    , m_console(new ConsolePanel(this))
{
    setObjectName(QStringLiteral("connectionPage"));
    m_verdict->setWordWrap(true);
    m_verdict->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_verdict->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_verdict->setContentsMargins(10, 0, 10, 0);
    m_verdict->setFixedHeight(QFontMetrics(m_verdict->font()).lineSpacing() * verdictLines);
    layTabs();
    auto* strip = new QHBoxLayout;
    strip->setContentsMargins(8, 0, 8, 0);
    strip->setSpacing(gutter);
    strip->addWidget(m_skew, 4);
    strip->addWidget(m_path, 4);
    strip->addWidget(m_outside, 4);
    strip->addWidget(m_record, 4);
    strip->addWidget(m_disk, 4);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(gutter);
    column->addLayout(layTop(), 7);
    column->addWidget(m_verdict);
    column->addLayout(strip);
    column->addWidget(m_tabs, 5);
    connectParts();
    retranslate();
}

QLayout* ConnectionPage::layTop()
{
    m_acts->addWidget(layButtons());
    m_acts->addWidget(layAsking());
    m_acts->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    auto* left = new QVBoxLayout;
    left->setSpacing(4);
    left->addWidget(m_profiles, 4);
    left->addWidget(m_acts);
    left->addWidget(m_plot, 3);
    auto* top = new QHBoxLayout;
    top->setSpacing(gutter);
    top->addLayout(left, 6);
    top->addWidget(m_hops, 6);
    return top;
}

QWidget* ConnectionPage::layButtons()
{
    auto* out = new QWidget(m_acts);
    auto* row = new QHBoxLayout(out);
    row->setContentsMargins(10, 0, 0, 0);
    row->setSpacing(gutter);
    row->addWidget(m_open);
    row->addWidget(m_test);
    row->addStretch(1);
    return out;
}

QWidget* ConnectionPage::layAsking()
{
    auto* out = new QWidget(m_acts);
    auto* row = new QHBoxLayout(out);
    row->setContentsMargins(10, 0, 0, 0);
    row->setSpacing(gutter);
    for (auto* each : {m_postgresPassword, m_redisPassword}) {
        each->setEchoMode(QLineEdit::Password);
        each->setMaxLength(longestPassword);
        row->addWidget(each, 1);
        connect(each, &QLineEdit::returnPressed, this, &ConnectionPage::giveSecrets);
    }
    row->addWidget(m_keep);
    row->addWidget(m_signIn);
    return out;
}

void ConnectionPage::layTabs()
{
    m_tabs->setDocumentMode(true);
    for (QWidget* tab :
            std::initializer_list<QWidget*>{m_instances, m_database, m_journey, m_console})
        m_tabs->addTab(tab, QString());
    connect(m_tabs, &QTabWidget::currentChanged, this, &ConnectionPage::noteWatching);
}

void ConnectionPage::connectParts()
{
    auto* all = new QAction(this);
    all->setObjectName(QStringLiteral("keyTest"));
    all->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_T));
    all->setAutoRepeat(false);
    addAction(all);
    connect(all, &QAction::triggered, this, &ConnectionPage::test);
    connect(m_test, &QPushButton::clicked, this, &ConnectionPage::test);
    connect(m_open, &QPushButton::clicked, this, &ConnectionPage::open);
    connect(m_signIn, &QPushButton::clicked, this, &ConnectionPage::giveSecrets);
    connect(m_profiles, &status::FigureTable::activated, this, &ConnectionPage::open);
    auto* group = new charts::PlotGroup(*this, charts::PlotGroup::Reach::Plot);
    group->add(*m_plot);
    connect(group, &charts::PlotGroup::touched, this, &Page::touched);
    connect(group, &charts::PlotGroup::markChosen, this, &Page::momentWanted);
    connect(m_profiles, &status::FigureTable::chosenChanged, this,
            &ConnectionPage::presentConnection);
    connect(&m_connection, &model::ConnectionModel::changed, this,
            &ConnectionPage::presentConnection);
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

/// They leave the fields at once: nobody shall find them there.
void ConnectionPage::giveSecrets()
{
    const auto postgres = m_postgresPassword->text();
    const auto redis = m_redisPassword->text();
    m_postgresPassword->clear();
    m_redisPassword->clear();
    emit secretsGiven(postgres, redis, m_keep->isChecked());
}

void ConnectionPage::present(const View& view)
{
    m_formatter = view.formatter;
    presentConnection();
    presentReadouts(view);
    presentPath(view);
    m_instances->present(view);
    m_database->present(view, m_connection.picture());
}

void ConnectionPage::presentConnection()
{
    if (!isVisible())
        return; // it is painted anew when it is shown
    const auto& picture = m_connection.picture();
    const auto open = rowIdOf(picture.open, picture.openSale);
    m_profiles->present(std::make_shared<ProfileRows>(picture.profiles, open));
    m_hops->present(std::make_shared<HopRows>(picture.report, m_formatter));
    m_journey->present(std::make_shared<JourneyRows>(picture.journey, m_formatter));
    const auto chosen = m_profiles->chosen();
    m_open->setEnabled(!chosen.empty() && chosen != open);
    m_test->setEnabled(!picture.profiles.empty());
    m_acts->setCurrentIndex(picture.asking.empty() ? 0 : 1);
    m_verdict->setText(ConnectionWords::verdict(picture, profileAndSaleOf(chosen).first,
            m_formatter, status::keysOf(*this, "keyTest")));
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
    // What is nothing has no sign.
    figure(m_skew, Figure::ClockSkew,
            [&seconds](double value) { return seconds(std::abs(value) < 0.05 ? 0 : value); });
    figure(m_path, Figure::PathRtt, milliseconds);
    figure(m_outside, Figure::Outside, seconds);
    figure(m_record, Figure::RecordAge, seconds);
    figure(m_disk, Figure::DiskFree, [&view](double value) {
        return tr("%1 GiB", "%1: free space").arg(view.formatter.decimal(value, 1));
    });
}

/// What this console measured since the profile was opened; no store remembers it.
void ConnectionPage::presentPath(const View& view)
{
    charts::ChartContent content;
    content.window = {view.now - plotLength, view.now};
    content.state = view.state(Figure::PathRtt);
    content.absence = tr("no data", "nothing was ever seen of a figure");
    content.limit = charts::Limit{slowMs, tr("slow", "limit of a plot: the path is slow")};
    charts::Line line{tr("worse store", "line of a plot: round trip to the slower store"), {}};
    for (const auto& each : m_connection.picture().path)
        line.samples.push_back({each.at, each.ms});
    content.lines.push_back(std::move(line));
    m_plot->present(content, view.formatter);
}

QString ConnectionPage::title() const
{
    return tr("Connection", "screen");
}

QString ConnectionPage::csv() const
{
    return m_tabs->currentWidget() == m_journey ? m_journey->csv() : m_instances->csv();
}

void ConnectionPage::noteWatching()
{
    emit databaseWatched(isVisible() && m_tabs->currentWidget() == m_database);
}

void ConnectionPage::showEvent(QShowEvent* event)
{
    Page::showEvent(event);
    noteWatching();
}

void ConnectionPage::hideEvent(QHideEvent* event)
{
    Page::hideEvent(event);
    noteWatching();
}

void ConnectionPage::retranslate()
{
    m_profiles->setHeading(tr("Profiles", "heading of a table"), ProfileRows::columns());
    m_profiles->setRemark({}, tr("No profile yet: put one into the folder of profiles."));
    m_hops->setHeading(tr("The way, step by step", "heading of a table"), HopRows::columns());
    m_open->setText(tr("Open this sale", "button"));
    m_open->setAccessibleName(tr("Open the chosen profile and sale"));
    m_test->setText(status::withKeys(tr("Test all steps", "button"), *this, "keyTest"));
    m_test->setAccessibleName(tr("Test every step to both stores"));
    m_postgresPassword->setPlaceholderText(tr("password for Postgres", "placeholder"));
    m_postgresPassword->setAccessibleName(tr("Password for Postgres"));
    m_redisPassword->setPlaceholderText(tr("password for Redis", "placeholder"));
    m_redisPassword->setAccessibleName(tr("Password for Redis"));
    m_keep->setText(tr("keep", "check box: put the passwords into the keychain"));
    m_keep->setAccessibleName(tr("Keep the passwords in the keychain"));
    m_signIn->setText(tr("Sign in", "button"));
    m_verdict->setAccessibleName(tr("Result of the test"));
    m_skew->setCaption(tr("Clock skew", "caption: this machine against Redis"));
    m_path->setCaption(tr("Path round trip", "caption: of commands and reads, the worse store"));
    m_outside->setCaption(tr("From outside", "caption: walks through the public name"));
    m_record->setCaption(tr("Record age", "caption: since the recorder last wrote"));
    m_disk->setCaption(tr("Free space", "caption: where the record is written"));
    m_plot->setHeading(tr("Path round trip", "plot"), tr("milliseconds", "unit of a plot"), 100);
    m_journey->setHeading(JourneyRows::heading(), JourneyRows::columns());
    m_journey->setRemark({},
            tr("The profile names no hosts: see [journey] in its description.",
                    "in the place of a table without rows"));
    m_tabs->setTabText(0, tr("Instances", "tab"));
    m_tabs->setTabText(1, tr("Database", "tab"));
    m_tabs->setTabText(2, tr("Journey", "tab: hosts of a purchase"));
    m_tabs->setTabText(3, tr("This console", "tab"));
    presentConnection();
}

void ConnectionPage::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace saikobi::pages
