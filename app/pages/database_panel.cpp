#include "app/pages/database_panel.h"

#include <QEvent>
#include <QFontMetrics>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include "app/pages/command_flow.h"
#include "app/pages/database_rows.h"
#include "widgets/status/figure_table.h"
#include "widgets/status/readout.h"

namespace saikobi::pages {

using contract::DataState;

namespace {

constexpr int gutter = 8;
constexpr int placeWidth = 6; ///< of the command, in M
constexpr int placeHeight = 28;
constexpr std::chrono::milliseconds period{2000}; ///< of the look

std::chrono::milliseconds fromSeconds(double seconds)
{
    return std::chrono::milliseconds{static_cast<std::int64_t>(seconds * 1000)};
}

} // namespace

DatabasePanel::DatabasePanel(CommandFlow& flow, QWidget* parent)
    : QWidget(parent)
    , m_flow(flow)
    , m_connections(new status::Readout(this))
    , m_kept(new status::Readout(this))
    , m_oldest(new status::Readout(this))
    , m_idle(new status::Readout(this))
    , m_place(new QWidget(this))
    , m_sessions(new status::FigureTable(QStringLiteral("databaseSessions"), false, this))
    , m_statements(new status::FigureTable(QStringLiteral("databaseStatements"), false, this))
{
    m_connections->setObjectName(QStringLiteral("databaseConnections"));
    m_kept->setObjectName(QStringLiteral("databaseKept"));
    m_oldest->setObjectName(QStringLiteral("databaseOldest"));
    m_idle->setObjectName(QStringLiteral("databaseIdle"));
    m_place->setObjectName(QStringLiteral("databaseCommands"));
    auto* place = new QHBoxLayout(m_place);
    place->setContentsMargins(0, 0, 0, 0);
    m_place->setFixedSize(
            QFontMetrics(font()).horizontalAdvance(QLatin1Char('M')) * placeWidth, placeHeight);
    auto* strip = new QHBoxLayout;
    strip->setContentsMargins(8, 0, 8, 0);
    strip->setSpacing(gutter);
    strip->addWidget(m_connections, 4);
    strip->addWidget(m_kept, 5);
    strip->addWidget(m_oldest, 4);
    strip->addWidget(m_idle, 6);
    strip->addWidget(m_place);
    auto* tables = new QHBoxLayout;
    tables->setSpacing(gutter);
    tables->addWidget(m_sessions, 7);
    tables->addWidget(m_statements, 4);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 4, 0, 0);
    column->setSpacing(4);
    column->addLayout(strip);
    column->addLayout(tables, 1);
    retranslate();
}

DatabasePanel::~DatabasePanel() = default;

void DatabasePanel::buildCommand(bool mayCommand)
{
    if (mayCommand == static_cast<bool>(m_end))
        return;
    m_end.reset();
    if (!mayCommand)
        return;
    m_end = std::make_unique<QPushButton>(m_place);
    m_end->setObjectName(QStringLiteral("databaseEndIdle"));
    m_place->layout()->addWidget(m_end.get());
    connect(m_end.get(), &QPushButton::clicked, this, [this] {
        if (m_shown)
            m_flow.armEndIdle(*m_shown);
    });
    retranslate();
}

void DatabasePanel::present(const View& view, const model::ConnectionPicture& picture)
{
    const auto seen = picture.database.value_or(model::DatabaseView{});
    const auto age = picture.database ? std::optional{view.age(seen.at)} : std::nullopt;
    const auto state = contract::dataState(
            age, period, picture.database && !picture.databaseProblem.empty());
    const auto& desk = m_flow.desk();
    buildCommand(desk.mayCommand(contract::CommandKind::Hold) && !desk.onlyLooks());
    presentReadouts(view, seen, state);
    m_sessions->present(std::make_shared<SessionRows>(seen.sessions, view.formatter, state));
    m_sessions->setRemark({},
            picture.database ? tr("Nobody waits, and no transaction is older than a second.")
                             : tr("no data", "nothing was ever seen of a figure"));
    m_statements->present(std::make_shared<StatementRows>(
            seen.statements.value_or(std::vector<model::CostlyStatement>{}), view.formatter,
            state));
    m_statements->setRemark({},
            picture.database ? tr("pg_stat_statements is not installed where this user may look.")
                             : tr("no data", "nothing was ever seen of a figure"));
}

void DatabasePanel::presentReadouts(
        const View& view, const model::DatabaseView& seen, DataState state)
{
    const auto& formatter = view.formatter;
    const bool isKnown = state != DataState::NoData;
    const auto show = [&](status::Readout* into, const QString& value) {
        into->present(isKnown ? value : QString(), state);
    };
    show(m_connections,
            tr("%1 of %2", "%1: open connections, %2: the limit")
                    .arg(formatter.count(seen.connections), formatter.count(seen.mostConnections)));
    show(m_kept,
            tr("%1, %2 open", "%1: connections kept for operators, %2: those that are open")
                    .arg(formatter.count(seen.keptForOperators),
                            formatter.count(seen.operatorsOpen)));
    show(m_oldest,
            seen.oldestTransactionSeconds
                    ? formatter.age(fromSeconds(*seen.oldestTransactionSeconds))
                    : tr("none", "there is no open transaction"));
    m_shown = state <= DataState::Late ? seen.oldestIdle : std::nullopt;
    show(m_idle,
            seen.oldestIdle ? tr("%1 (%2), %3", "%1: user, %2: process, %3: age")
                                      .arg(QString::fromStdString(seen.oldestIdle->person))
                                      .arg(seen.oldestIdle->pid)
                                      .arg(formatter.age(fromSeconds(seen.oldestIdle->ageSeconds)))
                            : tr("none", "there is no open transaction"));
    if (m_end)
        m_end->setEnabled(m_shown.has_value());
}

void DatabasePanel::retranslate()
{
    m_connections->setCaption(tr("Connections", "caption: of Postgres"));
    m_kept->setCaption(tr("Kept for operators", "caption: connections"));
    m_oldest->setCaption(tr("Oldest transaction", "caption"));
    m_idle->setCaption(tr("Oldest idle one", "caption: transaction"));
    m_sessions->setHeading(SessionRows::heading(), SessionRows::columns());
    m_statements->setHeading(StatementRows::heading(), StatementRows::columns());
    if (!m_end)
        return;
    m_end->setText(tr("End it…", "button: arms ending the oldest idle transaction"));
    m_end->setAccessibleName(tr("Arm ending the oldest idle transaction"));
}

void DatabasePanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace saikobi::pages
