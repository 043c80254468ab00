#include "app/shell/top_strip.h"

#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>

#include <algorithm>
#include <array>

#include "widgets/status/mode_badge.h"
#include "widgets/status/readout.h"
#include "widgets/status/store_badge.h"

namespace saikobi::shell {

using contract::DataState;
using contract::Figure;
using namespace std::chrono_literals;

namespace {

template<class Widget>
Widget* named(const char* name, QWidget* parent)
{
    auto* made = new Widget(parent);
    made->setObjectName(QLatin1String(name));
    return made;
}

DataState lineState(const pages::View& view)
{
    return view.sale.line ? view.state(Figure::RateSet) : DataState::NoData;
}

} // namespace

TopStrip::TopStrip(QWidget* parent)
    : QWidget(parent)
    , m_profile(named<status::ProfileStripe>("stripProfile", this))
    , m_mode(named<status::ModeBadge>("stripMode", this))
    , m_sale(named<status::Readout>("stripSale", this))
    , m_phase(named<status::Readout>("stripPhase", this))
    , m_clock(named<status::Readout>("stripClock", this))
    , m_rate(named<status::Readout>("stripRate", this))
    , m_waiting(named<status::Readout>("stripWaiting", this))
    , m_errors(named<status::Readout>("stripErrors", this))
    , m_postgres(named<status::StoreBadge>("stripPostgres", this))
    , m_redis(named<status::StoreBadge>("stripRedis", this))
    , m_instances(named<status::Readout>("stripInstances", this))
    , m_user(named<status::Readout>("stripUser", this))
    , m_holder(named<status::Readout>("stripHolder", this))
{
    m_postgres->setStore(QStringLiteral("Postgres"));
    m_redis->setStore(QStringLiteral("Redis"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    layOut();
    retranslate();
}

/// One grid for both lines: what stands below each other is read together.
void TopStrip::layOut()
{
    auto* identity = new QHBoxLayout;
    identity->setSpacing(10);
    identity->addWidget(m_profile);
    identity->addWidget(m_sale, 1);
    identity->addWidget(m_mode);
    auto* stores = new QHBoxLayout;
    stores->setContentsMargins(17, 0, 0, 0);
    stores->setSpacing(10);
    stores->addWidget(m_postgres, 1);
    stores->addWidget(m_redis, 1);

    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 3, 8, 3);
    grid->setHorizontalSpacing(14);
    grid->setVerticalSpacing(3);
    grid->addLayout(identity, 0, 0);
    grid->addWidget(m_phase, 0, 1);
    grid->addWidget(m_clock, 0, 2);
    grid->addWidget(m_rate, 0, 3);
    grid->addWidget(m_waiting, 0, 4);
    grid->addWidget(m_errors, 0, 5);
    grid->addLayout(stores, 1, 0);
    grid->addWidget(m_instances, 1, 1);
    grid->addWidget(m_user, 1, 2, 1, 2);
    grid->addWidget(m_holder, 1, 4, 1, 2);
    constexpr std::array<int, 6> shares{32, 25, 12, 14, 12, 10};
    for (std::size_t i = 0; i < shares.size(); ++i)
        grid->setColumnStretch(static_cast<int>(i), shares.at(i));
}

void TopStrip::present(
        const pages::View& view, status::Mode mode, bool hasCommand, const QString& shownAt)
{
    m_profile->present(view.sale.profile);
    m_mode->present(mode, shownAt);
    m_sale->present(QString::fromStdString(view.sale.sale), DataState::Live);
    m_sale->setToolTip(QString::fromStdString(view.sale.saleName));
    m_clock->present(
            view.formatter.clock(view.now), DataState::Live, view.formatter.zoneName(view.now));
    presentPhase(view);
    presentFigures(view);
    presentWatchers(view, mode);
    presentHolder(view, hasCommand);
}

void TopStrip::presentPhase(const pages::View& view)
{
    const auto state = lineState(view);
    m_phase->setInverse(false);
    if (!view.sale.line) {
        m_phase->present({}, state);
        return;
    }
    const auto& line = view.sale.line->value;
    const auto span = [&](contract::Instant from, contract::Instant to) {
        return view.formatter.span(std::chrono::duration_cast<std::chrono::seconds>(to - from));
    };
    if (state >= DataState::Lost) {
        // What it was; nobody knows what it is.
        m_phase->present(status::Words::of(line.phase), state,
                tr("was %1 at %2", "%1: phase of the sale, %2: clock time")
                        .arg(status::Words::of(line.phase),
                                view.formatter.clock(view.sale.line->asOf)));
        return;
    }
    QString note;
    switch (line.phase) {
    case contract::Phase::Before:
        if (line.opensAt)
            note = tr("T−%1", "%1: time until the sale opens").arg(span(view.now, *line.opensAt));
        break;
    case contract::Phase::Open:
        if (line.opensAt)
            note = tr("+%1", "%1: time since the sale opened").arg(span(*line.opensAt, view.now));
        break;
    case contract::Phase::Held:
        m_phase->setInverse(true);
        if (!line.causes.empty())
            note = status::Words::of(line.causes.front());
        if (line.heldSince)
            note += QLatin1Char(' ') + span(*line.heldSince, view.now);
        if (line.resumeAt)
            note += QLatin1Char(' ')
                    + tr("→ %1", "%1: promised clock time of going on")
                              .arg(view.formatter.clockMinutes(*line.resumeAt));
        break;
    case contract::Phase::Closed:
        if (line.closesAt)
            note = tr("since %1", "%1: clock time")
                           .arg(view.formatter.clockMinutes(*line.closesAt));
        break;
    }
    m_phase->present(status::Words::of(line.phase), state, note);
}

void TopStrip::presentFigures(const pages::View& view)
{
    const auto figure = [&view](Figure which, int digits) {
        const auto value = view.value(which);
        return value ? view.formatter.decimal(*value, digits) : QString();
    };
    m_waiting->present(figure(Figure::Waiting, 0), view.state(Figure::Waiting));
    const auto errors = view.value(Figure::ErrorRatio);
    m_errors->present(errors ? view.formatter.percent(*errors, 1) : QString(),
            view.state(Figure::ErrorRatio));
    const auto set = figure(Figure::RateSet, 0);
    const auto actual = figure(Figure::RateActual, 0);
    m_rate->present(set.isEmpty() || actual.isEmpty()
                    ? set
                    : tr("%1→%2", "%1: admission rate wanted, %2: as measured").arg(set, actual),
            view.state(Figure::RateSet), tr("/min", "unit: per minute"));
}

void TopStrip::presentWatchers(const pages::View& view, status::Mode mode)
{
    m_postgres->present(view.sale.postgres, view.now, view.formatter);
    m_redis->present(view.sale.redis, view.now, view.formatter);
    const auto& instances = view.sale.instances;
    const auto fresh = std::count_if(instances.begin(), instances.end(),
            [&](const auto& one) { return one.lastTick && view.now - *one.lastTick < 5s; });
    std::optional<contract::Instant> newest;
    for (const auto& one : instances)
        if (one.lastTick && (!newest || *one.lastTick > *newest))
            newest = one.lastTick;
    const auto age = newest ? std::optional{view.age(*newest)} : std::nullopt;
    m_instances->present(tr("%1/%2", "%1: instances heard lately, %2: instances known")
                                 .arg(fresh)
                                 .arg(instances.size()),
            contract::dataState(age, 1s, false), age ? view.formatter.age(*age) : QString());
    const auto role = mode == status::Mode::Demo
            ? tr("nobody can command a demo", "role of the user")
            : view.sale.mayCommand ? tr("operator", "role of the user")
                                   : tr("viewer", "role of the user");
    m_user->present(QString::fromStdString(view.sale.user), DataState::Live, role);
}

void TopStrip::presentHolder(const pages::View& view, bool hasCommand)
{
    const auto state = lineState(view);
    if (!view.sale.line) {
        m_holder->present({}, state);
        return;
    }
    const auto& line = view.sale.line->value;
    if (line.holder.empty()) {
        m_holder->present(tr("nobody", "who has command"), state);
        return;
    }
    m_holder->present(QString::fromStdString(line.holder), state,
            hasCommand ? tr("this console", "where command is")
                    : line.offeredTo.empty()
                    ? QString()
                    : tr("→ %1?", "%1: to whom command is offered")
                              .arg(QString::fromStdString(line.offeredTo)));
}

void TopStrip::retranslate()
{
    m_sale->setCaption(tr("sale", "caption: id of the sale"));
    m_rate->setCaption(tr("rate", "caption: admission rate, set and actual"));
    m_waiting->setCaption(tr("waiting", "caption: waiting people"));
    m_errors->setCaption(tr("errors", "caption: share of failed answers"));
    m_instances->setCaption(tr("instances", "caption: backend instances seen"));
    m_holder->setCaption(tr("command", "caption: who has command"));
    m_user->setCaption(tr("signed in as", "caption: name of the user"));
    m_phase->setAccessibleName(tr("Phase of the sale"));
    m_clock->setAccessibleName(tr("Clock"));
}

void TopStrip::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace saikobi::shell
