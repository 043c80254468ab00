#include "app/shell/bottom_band.h"

#include <QEvent>
#include <QHBoxLayout>
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
    , m_heard(readout("bandHeard", this))
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 3, 12 + tickSide + 8, 3);
    row->setSpacing(12);
    for (auto* each : {m_redis, m_postgres, m_heard})
        each->setPlain(true);
    row->addWidget(m_redis, 6);
    row->addWidget(m_postgres, 6);
    row->addWidget(m_heard, 3);
    retranslate();
}

void BottomBand::present(const pages::View& view)
{
    const auto& sale = view.sale;
    const auto redis = status::stateOf(sale.redis, view.now);
    const auto postgres = status::stateOf(sale.postgres, view.now);
    const bool isBlind = redis >= DataState::Lost && postgres >= DataState::Lost;
    const auto blind = tr("Cannot see the sale. Nothing here has stopped it.");
    m_redis->present(
            sentence(sale.redis, redis,
                    isBlind                         ? blind
                            : sale.lineFromPostgres ? tr("Queue figures now come by Postgres.")
                                                    : tr("Queue figures are not known."),
                    view),
            DataState::Live);
    m_postgres->present(sentence(sale.postgres, postgres,
                                isBlind ? QString() : tr("Stock and audit are not known."), view),
            DataState::Live);
    m_heard->present(view.formatter.clock(sale.madeAt), DataState::Live);
    m_sequence = sale.sequence;
    update();
}

QString BottomBand::sentence(const contract::Feed& feed, DataState state, const QString& meaning,
        const pages::View& view) const
{
    if (state == DataState::Live)
        return tr("answers", "a store: it is all right");
    if (state == DataState::NoData)
        return tr("has not answered yet", "a store");
    QString said = status::Words::of(state);
    if (feed.lastSuccess)
        said = tr("%1 since %2", "%1: state such as LOST, %2: clock time")
                       .arg(said, view.formatter.clock(*feed.lastSuccess));
    if (feed.nextTry && *feed.nextTry > view.now)
        said = tr("%1, next try in %2", "%1: state of a store, %2: seconds")
                       .arg(said,
                               view.formatter.age(
                                       std::chrono::duration_cast<std::chrono::milliseconds>(
                                               *feed.nextTry - view.now)));
    if (state >= DataState::Stale && !meaning.isEmpty())
        said = tr("%1. %2", "%1, %2: two sentences").arg(said, meaning);
    return said;
}

void BottomBand::announce(const QString& sentence)
{
    m_redis->present(sentence, DataState::Live);
    m_postgres->present({}, DataState::Live);
}

void BottomBand::retranslate()
{
    m_redis->setCaption(QStringLiteral("Redis"));
    m_postgres->setCaption(QStringLiteral("Postgres"));
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
