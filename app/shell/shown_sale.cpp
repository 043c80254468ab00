#include "app/shell/shown_sale.h"

#include <QCoreApplication>
#include <QLocale>
#include <QTimeZone>

#include "app/shell/session.h"

namespace saikobi::shell {

ShownSale::ShownSale(Session& session)
    : m_session(session)
{
}

bool ShownSale::freeze()
{
    const auto sale = newest();
    if (!sale || m_frozen)
        return false;
    m_frozen = Frozen{sale, newestNow()};
    m_session.desk().setFrozen(true);
    return true;
}

bool ShownSale::goLive()
{
    if (!m_frozen)
        return false;
    m_frozen.reset();
    m_session.desk().setFrozen(false);
    return true;
}

void ShownSale::review()
{
    const auto sale = newest();
    if (m_frozen
            && (!sale || sale->source != m_frozen->sale->source
                    || sale->sale != m_frozen->sale->sale))
        goLive();
}

contract::SnapshotPtr ShownSale::newest() const
{
    return m_session.model().current();
}

contract::Instant ShownSale::newestNow() const
{
    const auto sale = newest();
    return !sale || sale->source == contract::SnapshotSource::Live ? m_session.clock().now()
                                                                   : sale->madeAt;
}

contract::SnapshotPtr ShownSale::onScreen() const
{
    return m_frozen ? m_frozen->sale : newest();
}

contract::Instant ShownSale::onScreenNow() const
{
    return m_frozen ? m_frozen->now : newestNow();
}

status::Formatter ShownSale::formatterFor(const contract::SaleSnapshot& sale)
{
    return status::Formatter(QLocale(), QTimeZone(QByteArray::fromStdString(sale.timeZone)));
}

QString ShownSale::shownAt() const
{
    return m_frozen ? formatterFor(*m_frozen->sale).clock(m_frozen->now) : QString();
}

status::Mode ShownSale::newestMode() const
{
    const auto sale = newest();
    if (!sale)
        return status::Mode::Connecting;
    switch (sale->source) {
    case contract::SnapshotSource::Scripted:
        return status::Mode::Demo;
    case contract::SnapshotSource::Recorded:
        return status::Mode::Replay;
    case contract::SnapshotSource::Live:
        break;
    }
    return sale->mayCommand && !m_session.desk().isReadOnly() ? status::Mode::Live
                                                              : status::Mode::ReadOnly;
}

status::Mode ShownSale::mode() const
{
    return m_frozen ? status::Mode::Frozen : newestMode();
}

QString ShownSale::title() const
{
    const auto sale = newest();
    auto mode = status::Words::of(newestMode());
    if (!sale)
        return QCoreApplication::translate(
                "saikobi::shell::MainWindow", "Saikobi – %1", "window title, %1: mode")
                .arg(mode);
    if (m_frozen)
        mode = QCoreApplication::translate("saikobi::shell::MainWindow", "%1, FROZEN at %2",
                "window title, %1: mode, %2: clock time")
                       .arg(mode, shownAt());
    return QCoreApplication::translate("saikobi::shell::MainWindow", "%1 – %2 – %3 – Saikobi",
            "window title, %1: sale, %2: profile, %3: mode")
            .arg(QString::fromStdString(sale->sale), status::Words::of(sale->profile), mode);
}

} // namespace saikobi::shell
