#include "app/connection/connection_desk.h"

#include <QFileInfo>

#include "app/connection/connection_check.h"
#include "app/connection/database_look.h"
#include "app/connection/journey_check.h"
#include "app/connection/profile_list.h"
#include "app/connection/tunnel_keeper.h"

namespace saikobi::connection {

using model::ConnectionPicture;
using model::ConnectionReport;
using model::StorePath;

namespace {

sources::Profile withSecretsOf(const sources::Profile& profile, const Secrets& secrets)
{
    return sources::withPasswords(
            profile, secrets.postgres.toStdString(), secrets.redis.toStdString());
}

} // namespace

ConnectionDesk::ConnectionDesk(Enter enter, SecretKeeper& keeper, QObject* parent)
    : QObject(parent)
    , m_enter(std::move(enter))
    , m_keeper(keeper)
{
    refresh();
}

ConnectionDesk::~ConnectionDesk() = default;

void ConnectionDesk::refresh()
{
    m_model.change([this](ConnectionPicture& picture) {
        picture.profiles.clear();
        for (const auto& path : profilePaths(m_others))
            picture.profiles.push_back(viewOf(path));
    });
}

QString ConnectionDesk::open(const QString& profile, const QString& sale)
{
    auto read = sources::readProfile(profile);
    if (!read)
        return QString::fromStdString(read.error().detail);
    Wanted wanted{QFileInfo(profile).absoluteFilePath(), std::move(read).value()};
    if (!sale.isEmpty())
        wanted.profile.sale = sale.toStdString();
    if (!m_others.contains(wanted.id))
        m_others << wanted.id;
    refresh();
    const int number = ++m_opening;
    withSecrets(wanted, [this, number, wanted](const std::optional<Secrets>& secrets) {
        if (number != m_opening)
            return;
        if (secrets) {
            enter({wanted.id, withSecretsOf(wanted.profile, *secrets)});
            return;
        }
        m_waiting = wanted;
        m_model.change(
                [&](ConnectionPicture& picture) { picture.asking = wanted.id.toStdString(); });
        emit asked(wanted.id);
    });
    return {};
}

void ConnectionDesk::withSecrets(
        const Wanted& wanted, std::function<void(const std::optional<Secrets>&)> then)
{
    if (wanted.profile.keepsInKeychain)
        m_keeper.read(wanted.id, std::move(then));
    else
        then(wanted.profile.isAskedFor ? std::nullopt : std::optional{Secrets{}});
}

void ConnectionDesk::give(const Secrets& secrets, bool isKept)
{
    if (m_waiting.id.isEmpty())
        return;
    const auto wanted = std::exchange(m_waiting, {});
    if (isKept)
        m_keeper.keep(wanted.id, secrets, [this](bool isDone) {
            m_model.change([&](ConnectionPicture& picture) { picture.couldNotKeep = !isDone; });
        });
    enter({wanted.id, withSecretsOf(wanted.profile, secrets)});
}

void ConnectionDesk::enter(const Wanted& wanted)
{
    m_waiting = {};
    m_opened = wanted;
    m_tunnel.reset();
    auto inside = wanted.profile;
    if (inside.tunnel) {
        m_tunnel = std::make_unique<TunnelKeeper>(inside, [this](const std::string& why) {
            QMetaObject::invokeMethod(
                    this,
                    [this, why] {
                        m_model.change(
                                [&](ConnectionPicture& picture) { picture.tunnelProblem = why; });
                    },
                    Qt::QueuedConnection);
        });
        inside = m_tunnel->inside();
    }
    m_enter(inside);
    m_model.change([&](ConnectionPicture& picture) {
        picture.open = wanted.id.toStdString();
        picture.openSale = wanted.profile.sale;
        picture.asking.clear();
        picture.tunnelProblem.clear();
        picture.database.reset();
        picture.path.clear();
    });
    m_look.reset();
    watchDatabase(m_isWatched);
    begin(wanted);
    emit opened(wanted.id);
}

void ConnectionDesk::test(const QString& profile)
{
    if (profile.isEmpty() || profile == m_opened.id) {
        if (!m_opened.id.isEmpty())
            begin(m_opened);
        return;
    }
    auto read = sources::readProfile(profile);
    refresh(); // what is wrong with it stands beside it
    if (!read)
        return;
    const Wanted wanted{profile, std::move(read).value()};
    // Without passwords the test still tells how far the way is open.
    withSecrets(wanted, [this, wanted](const std::optional<Secrets>& secrets) {
        begin({wanted.id, withSecretsOf(wanted.profile, secrets.value_or(Secrets{}))});
    });
}

void ConnectionDesk::begin(const Wanted& wanted)
{
    m_check.reset(); // the old one tells nothing any more
    const int number = ++m_test;
    m_model.change([&](ConnectionPicture& picture) {
        picture.report.emplace();
        picture.report->profile = wanted.id.toStdString();
        picture.report->startedAt = std::chrono::system_clock::now();
    });
    const auto report = [this, number](std::function<void(ConnectionReport&)> what) {
        QMetaObject::invokeMethod(
                this,
                [this, number, what = std::move(what)] {
                    if (number == m_test && m_model.picture().report)
                        m_model.change([&](ConnectionPicture& picture) { what(*picture.report); });
                },
                Qt::QueuedConnection);
    };
    ConnectionCheck::Listener listener;
    listener.hop = [report](StorePath path, model::Hop hop, const model::HopResult& result) {
        report([path, hop, result](ConnectionReport& into) { into.at(path, hop) = result; });
    };
    listener.skew = [report](double skew) {
        report([skew](ConnectionReport& into) { into.skewMs = skew; });
    };
    listener.sales = [this, id = wanted.id](const std::vector<model::KnownSale>& sales) {
        QMetaObject::invokeMethod(
                this, [this, id, sales] { takeSales(id, sales); }, Qt::QueuedConnection);
    };
    listener.over
            = [report](StorePath) { report([](ConnectionReport& into) { ++into.pathsOver; }); };
    m_check = std::make_unique<ConnectionCheck>(wanted.profile, std::move(listener));
    travel(wanted.profile);
}

void ConnectionDesk::travel(const sources::Profile& profile)
{
    m_model.change([&profile](ConnectionPicture& picture) {
        picture.journey = JourneyCheck::stopsOf(profile);
        picture.journeyAt = std::chrono::system_clock::now();
    });
    m_journey = std::make_unique<JourneyCheck>(
            profile, [this](std::size_t index, const model::JourneyStop& stop) {
                m_model.change([&](ConnectionPicture& picture) {
                    if (index < picture.journey.size())
                        picture.journey[index] = stop;
                });
            });
}

void ConnectionDesk::takeSales(const QString& id, const std::vector<model::KnownSale>& sales)
{
    rememberSales(id, sales);
    m_model.change([&](ConnectionPicture& picture) {
        for (auto& each : picture.profiles)
            if (each.id == id.toStdString())
                each.sales = sales;
    });
}

void ConnectionDesk::notePath(const model::PathSample& sample)
{
    const auto& path = m_model.picture().path;
    if (!path.empty() && sample.at <= path.back().at)
        return;
    m_model.change([&sample](ConnectionPicture& picture) {
        if (picture.path.size() == model::mostPathSamples)
            picture.path.erase(picture.path.begin());
        picture.path.push_back(sample);
    });
}

void ConnectionDesk::watchDatabase(bool isWatched)
{
    m_isWatched = isWatched;
    if (!isWatched || m_opened.id.isEmpty()) {
        m_look.reset();
        return;
    }
    if (m_look)
        return;
    const auto inside = m_tunnel ? m_tunnel->inside() : m_opened.profile;
    m_look = std::make_unique<DatabaseLook>(
            inside, [this, number = m_opening](const contract::Result<model::DatabaseView>& seen) {
                QMetaObject::invokeMethod(
                        this,
                        [this, number, seen] {
                            if (number != m_opening || !m_look)
                                return;
                            m_model.change([&](ConnectionPicture& picture) {
                                picture.databaseProblem = seen ? "" : seen.error().detail;
                                if (seen)
                                    picture.database = seen.value();
                            });
                        },
                        Qt::QueuedConnection);
            });
}

} // namespace saikobi::connection
