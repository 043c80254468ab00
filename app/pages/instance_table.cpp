#include "app/pages/instance_table.h"

#include <QEvent>
#include <QVBoxLayout>

#include <limits>

#include "widgets/status/data_marks.h"
#include "widgets/status/figure_table.h"
#include "widgets/status/words.h"

namespace saikobi::pages {

using contract::DataState;

InstanceRows::InstanceRows(const View& view)
    : m_instances(view.sale.instances)
    , m_formatter(view.formatter)
    , m_now(view.now)
{
}

QString InstanceRows::heading()
{
    return tr("Instances", "heading of a table");
}

std::vector<status::FigureColumn> InstanceRows::columns()
{
    return {{tr("Instance", "column"), {}, false, 0}, {tr("Version", "column"), {}, false, 10},
            {tr("Started", "column: when an instance began"), {}, false, 10},
            {tr("Ready", "column: whether an instance serves"), {}, false, 9},
            {tr("Age", "column: of the newest figures"), {}, true, 8},
            {tr("Postgres ms", "column: own round trip"),
                    tr("round trip of the instance itself, not of this console"), true, 11},
            {tr("Redis ms", "column: own round trip"),
                    tr("round trip of the instance itself, not of this console"), true, 10},
            {tr("Stores", "column: connections to Postgres and Redis"),
                    tr("connections to Postgres and Redis"), true, 8},
            {tr("Sockets", "column"), tr("open connections of buyers"), true, 8},
            {tr("In process", "column: requests"), tr("requests in process"), true, 10},
            {tr("CPU %", "column"), tr("of one core, last second"), true, 7},
            {tr("MiB", "column: memory of an instance"), {}, true, 7}};
}

std::string InstanceRows::id(int row) const
{
    return at(row).name + ' ' + at(row).incarnation;
}

DataState InstanceRows::stateOf(int row) const
{
    const auto& last = at(row).lastTick;
    const auto age = last
            ? std::optional{std::chrono::duration_cast<std::chrono::milliseconds>(m_now - *last)}
            : std::nullopt;
    return contract::dataState(age, std::chrono::seconds{1}, false);
}

std::optional<double> InstanceRows::figure(int row, int column) const
{
    const auto& figures = at(row).figures;
    switch (static_cast<Column>(column)) {
    case Postgres:
        return figures.postgresRttMs;
    case Redis:
        return figures.redisRttMs;
    case Connections:
        return figures.connections;
    case Sockets:
        return figures.sockets;
    case UnderWay:
        return figures.underWay;
    case Cpu:
        return figures.cpuPercent;
    case Memory:
        return figures.rssMiB;
    case Age:
        return at(row).lastTick
                ? std::optional{std::chrono::duration<double>(m_now - *at(row).lastTick).count()}
                : std::nullopt;
    case Name:
    case Version:
    case Started:
    case Ready:
        break;
    }
    return std::nullopt;
}

QString InstanceRows::text(int row, int column) const
{
    const auto& instance = at(row);
    const auto value = figure(row, column);
    switch (static_cast<Column>(column)) {
    case Name:
        return QString::fromStdString(instance.name);
    case Version:
        return QString::fromStdString(instance.version);
    case Started:
        return instance.startedAt ? m_formatter.clock(*instance.startedAt) : QString();
    case Ready:
        if (stateOf(row) >= DataState::Stale)
            return status::Words::of(stateOf(row));
        return instance.isReady ? tr("ready", "an instance that serves")
                                : tr("not ready", "an instance that does not serve");
    case Age:
        return instance.lastTick
                ? m_formatter.age(std::chrono::duration_cast<std::chrono::milliseconds>(
                        m_now - *instance.lastTick))
                : QStringLiteral("·");
    case Postgres:
    case Redis:
        return value ? status::marked(m_formatter.decimal(*value, 1), stateOf(row))
                     : QStringLiteral("·");
    case Connections:
    case Sockets:
    case UnderWay:
    case Cpu:
    case Memory:
        return value ? status::marked(m_formatter.count(*value), stateOf(row))
                     : QStringLiteral("·");
    }
    return {};
}

double InstanceRows::number(int row, int column) const
{
    return figure(row, column).value_or(std::numeric_limits<double>::quiet_NaN());
}

InstanceTable::InstanceTable(QWidget* parent)
    : QWidget(parent)
    , m_table(new status::FigureTable(QStringLiteral("instances"), false, this))
{
    setObjectName(QStringLiteral("instanceTable"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_table);
    retranslate();
}

void InstanceTable::present(const View& view)
{
    m_table->present(std::make_shared<InstanceRows>(view));
    m_table->setRemark(tr("%n instance(s)", "", static_cast<int>(view.sale.instances.size())),
            tr("No instance was ever seen."));
}

QString InstanceTable::csv() const
{
    return m_table->csv();
}

void InstanceTable::retranslate()
{
    m_table->setHeading(InstanceRows::heading(), InstanceRows::columns());
}

void InstanceTable::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace saikobi::pages
