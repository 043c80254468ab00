#include "app/shell/bottom_band.h"

#include <QEvent>
#include <QGridLayout>
#include <QPainter>

#include "widgets/status/palette.h"
#include "widgets/status/readout.h"
#include "widgets/status/store_badge.h"
#include "widgets/status/words.h"

namespace saikobi::shell {

using contract::DataState;

namespace {

constexpr int tickSide = 8;

status::Readout* readout(const char* name, QWidget* parent)
{
    auto* made = new status::Readout(parent);
    made->setObjectName(QLatin1String(name));
    return made;
}

} // namespace

BottomBand::BottomBand(QWidget* parent)
    : QWidget(parent)
    , m_redis(readout("bandRedis", this))
    , m_postgres(readout("bandPostgres", this))
    , m_meaning(readout("bandMeaning", this))
    , m_heard(readout("bandHeard", this))
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    // Two lines, because a lost store has a cause, and a cause can be a long sentence.
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(12, 3, 12 + tickSide + 8, 3);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(0);
    for (auto* each : {m_redis, m_postgres, m_meaning, m_heard})
        each->setPlain(true);
    grid->addWidget(m_redis, 0, 0);
    grid->addWidget(m_postgres, 1, 0);
    grid->addWidget(m_meaning, 0, 1);
    grid->addWidget(m_heard, 1, 1);
    grid->setColumnStretch(0, 13);
    grid->setColumnStretch(1, 9);
    retranslate();
}

void BottomBand::present(const pages::View& view)
{
    const auto redis = status::stateOf(view.sale.redis, view.now);
    const auto postgres = status::stateOf(view.sale.postgres, view.now);
    presentStore(*m_redis, view.sale.redis, redis, view);
    presentStore(*m_postgres, view.sale.postgres, postgres, view);
    m_meaning->present(meaning(redis, postgres, view.sale.lineFromPostgres), DataState::Live);
    m_heard->present(view.formatter.clock(view.sale.madeAt), DataState::Live);
    m_sequence = view.sale.sequence;
    update();
}

void BottomBand::presentStore(status::Readout& readout, const contract::Feed& feed, DataState state,
        const pages::View& view) const
{
    readout.present(sentence(feed, state, view), DataState::Live);
    readout.setRemark(status::causeOf(feed));
    readout.setToolTip(QString::fromStdString(feed.error).trimmed());
}

QString BottomBand::meaning(DataState redis, DataState postgres, bool isLineFromPostgres) const
{
    const bool noRedis = redis >= DataState::Stale;
    const bool noPostgres = postgres >= DataState::Stale;
    if (noRedis && noPostgres)
        return tr("Cannot see the sale. Nothing here has stopped it.");
    if (noRedis)
        return isLineFromPostgres ? tr("Queue figures now come by Postgres.")
                                  : tr("Queue figures are not known.");
    return noPostgres ? tr("Stock and audit are not known.") : QString();
}

QString BottomBand::sentence(
        const contract::Feed& feed, DataState state, const pages::View& view) const
{
    if (state == DataState::Live)
        return tr("answers", "a store: it is all right");
    if (state == DataState::NoData)
        return tr("has not answered yet", "a store");
    const auto word = status::Words::of(state);
    const auto since = feed.lastSuccess ? view.formatter.clock(*feed.lastSuccess) : QString();
    if (!feed.nextTry || *feed.nextTry <= view.now)
        return since.isEmpty()
                ? word
                : tr("%1 since %2", "%1: state such as LOST, %2: clock time").arg(word, since);
    const auto wait = view.formatter.age(
            std::chrono::duration_cast<std::chrono::milliseconds>(*feed.nextTry - view.now));
    return since.isEmpty()
            ? tr("%1, next try in %2", "%1: state such as LOST, %2: seconds").arg(word, wait)
            : tr("%1 since %2, next try in %3",
                    "%1: state such as LOST, %2: clock time, %3: seconds")
                      .arg(word, since, wait);
}

void BottomBand::announce(const QString& sentence)
{
    m_meaning->present(sentence, DataState::Live);
}

void BottomBand::setNotice(const QString& sentence)
{
    m_meaning->setRemark(sentence);
    m_meaning->setToolTip(sentence);
}

void BottomBand::retranslate()
{
    m_redis->setCaption(QStringLiteral("Redis"));
    m_postgres->setCaption(QStringLiteral("Postgres"));
    m_meaning->setAccessibleName(tr("What this means"));
    m_heard->setCaption(tr("picture of", "caption: clock time of what is shown"));
}

void BottomBand::paintEvent(QPaintEvent*)
{
    const auto& colours = status::paletteOf(*this);
    QPainter painter(this);
    painter.setPen(QPen(status::tint(colours.outline, colours.ground, 0.6), 1));
    painter.drawLine(0, 0, width(), 0);
    // Beats once per snapshot: a frozen program shows a frozen tick.
    const QRectF tick(width() - 12 - tickSide, (height() - tickSide) / 2.0, tickSide, tickSide);
    painter.drawRect(tick);
    if (m_sequence % 2)
        painter.fillRect(tick, colours.second);
}

void BottomBand::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace saikobi::shell
