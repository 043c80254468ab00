#include "app/connection/postgres_steps.h"

#include <pqxx/pqxx>

#include <QFileInfo>
#include <QUuid>

#include <algorithm>

#include "app/connection/instance_ages.h"
#include "app/connection/postgres_door.h"
#include "app/connection/store_address.h"
#include "app/sources/postgres_link.h"

namespace saikobi::connection {

using model::Hop;
using model::HopCause;
using model::HopResult;
using sources::PostgresLink;
using namespace std::chrono_literals;

namespace {

constexpr auto dialDeadline = 3s;
constexpr auto signInDeadline = 6s;
constexpr auto queryDeadline = 3s;
constexpr auto probePatience = 3s; ///< instances relay rows every 100 ms
constexpr auto betweenLooks = 20ms;

class PostgresSteps {
public:
    using TellSales = std::function<void(const std::vector<model::KnownSale>&)>;

    PostgresSteps(const sources::Profile& profile, HopWalk& walk, const TellSales& tellSales)
        : m_profile(profile)
        , m_tellSales(tellSales)
        , m_walk(walk)
        , m_address(postgresAddress(profile.postgresUrl))
        , m_reading(profile.postgresUrl, PostgresLink::Use::ReadOnly)
        , m_writing(profile.postgresUrl, PostgresLink::Use::Commands)
    {
        // Behind a tunnel the name is that of the certificate, and the number leads there.
        const auto number = postgresParameter(profile.postgresUrl, "hostaddr");
        if (!number.empty())
            m_numbers = {number};
    }

    void walk()
    {
        m_walk.step(Hop::Name, [this] { return findNumber(); });
        m_walk.step(Hop::Tcp, [this] { return reach(); });
        if (m_walk.step(Hop::Tls, [this] { return shake(); }))
            m_walk.tell(Hop::SignIn, signIn());
        m_door.close(); // each person has few connections
        m_walk.step(Hop::Version, [this] { return versions(); });
        m_walk.step(Hop::Rights, [this] { return rights(); });
        m_walk.step(Hop::Schema, [this] { return schema(); });
        m_walk.step(Hop::Probe, [this] { return probe(); });
        m_walk.step(Hop::Ticks,
                [this] { return m_walk.patiently(HopCause::NoTicks, [this] { return ticks(); }); });
    }

private:
    HopResult findNumber()
    {
        if (m_address.isSocketFile() || !m_numbers.empty())
            return notNeeded();
        auto found = resolve(m_address.host);
        if (!found)
            return failed(HopCause::NotResolved, m_address.host + ": " + found.error().detail);
        m_numbers = std::move(found).value();
        return passed(m_numbers.front());
    }

    HopResult reach()
    {
        if (m_address.isSocketFile())
            return notNeeded();
        auto last = failed(HopCause::NoAnswer);
        for (const auto& number : m_numbers) {
            const StoreAddress where{number, m_address.port};
            const auto reached = dial(number, m_address.port, dialDeadline);
            if (reached) {
                m_number = number;
                return passed(where.text());
            }
            last = failed(reached.error().code == contract::FaultCode::Refused ? HopCause::Refused
                                                                               : HopCause::NoAnswer,
                    where.text() + ": " + reached.error().detail);
        }
        return last;
    }

    HopResult shake()
    {
        const auto mode = postgresParameter(m_profile.postgresUrl, "sslmode");
        const bool isWanted = mode == "require" || mode.starts_with("verify");
        if (isWanted && !m_number.empty()) {
            const auto speaks = speaksTls(m_number, m_address.port, dialDeadline);
            if (speaks && !speaks.value())
                return failed(HopCause::NoTls);
        }
        const auto root = postgresParameter(m_profile.postgresUrl, "sslrootcert");
        if (mode.starts_with("verify") && !root.empty()
                && !QFileInfo::exists(QString::fromStdString(root)))
            return failed(HopCause::NoAuthority, root);
        m_door.open(m_profile.postgresUrl, signInDeadline);
        if (m_door.stage() <= PostgresDoor::Stage::Tls)
            return failed(whyNot(m_door), m_door.problem());
        if (!isWanted && !m_door.usesTls())
            return notNeeded(sources::isOwnMachine(m_address.host) ? HopCause::PlainLocal
                                                                   : HopCause::PlainAllowed);
        auto out = passed(m_door.tls(),
                mode == "verify-full" || sources::isOwnMachine(m_address.host)
                        ? HopCause::None
                        : HopCause::NotVerified);
        out.ms = m_door.tlsMs();
        return out;
    }

    /// The words of OpenSSL are the same in every language; those of libpq are not.
    HopCause whyNot(const PostgresDoor& door) const
    {
        if (door.stage() == PostgresDoor::Stage::Connecting)
            return HopCause::NoAnswer;
        if (door.problem().find("certificate verify failed") != std::string::npos)
            return HopCause::NotTrusted;
        return door.problem().find('"' + m_address.host + '"') != std::string::npos
                ? HopCause::WrongName
                : HopCause::TlsFailed;
    }

    HopResult signIn() const
    {
        auto out = m_door.stage() == PostgresDoor::Stage::Open
                ? passed(postgresParameter(m_profile.postgresUrl, "user"))
                : failed(m_door.isSilent() ? HopCause::NoAnswer : HopCause::SignInRefused,
                        m_door.problem());
        out.ms = m_door.signInMs();
        return out;
    }

    /// Runs a look; what went wrong with it belongs to the step that wanted it.
    HopResult look(HopCause ifRefused, const std::function<HopResult(pqxx::transaction_base&)>& how)
    {
        HopResult out;
        const auto done = m_reading.run(
                [&](pqxx::connection_base& on) {
                    pqxx::read_transaction work(on);
                    const auto from = std::chrono::steady_clock::now();
                    out = how(work);
                    out.ms = std::chrono::duration<double, std::milli>(
                            std::chrono::steady_clock::now() - from)
                                     .count();
                },
                queryDeadline);
        if (done)
            return out;
        return failed(
                done.error().code == contract::FaultCode::Refused ? ifRefused : HopCause::NoAnswer,
                done.error().detail);
    }

    HopResult versions()
    {
        return look(HopCause::OtherVersion, [](pqxx::transaction_base& work) {
            const auto server = work.exec1("show server_version")[0].as<std::string>();
            return passed("PostgreSQL " + server.substr(0, server.find(' ')));
        });
    }

    HopResult rights()
    {
        return look(HopCause::NoRights, [this](pqxx::transaction_base& work) {
            const auto row = work.exec1(R"(
select session_user, pg_has_role(session_user, 'saikobi_operator', 'member'),
    has_schema_privilege(session_user, 'saikobi', 'usage'))");
            m_isOperator = row[1].as<bool>();
            if (!row[2].as<bool>())
                return failed(HopCause::NoRights, row[0].as<std::string>());
            return passed(
                    row[0].as<std::string>(), m_isOperator ? HopCause::Operator : HopCause::Viewer);
        });
    }

    HopResult schema()
    {
        return look(HopCause::NoSchema, [this](pqxx::transaction_base& work) {
            const auto version = work.exec1("select schema_version from saikobi.meta")[0].as<int>();
            if (version < leastSchema)
                return failed(HopCause::OldSchema, std::to_string(version));
            std::vector<model::KnownSale> sales;
            for (const auto& row :
                    work.exec("select slug, name_ja from saikobi.sale order by slug"))
                sales.push_back({row[0].as<std::string>(), row[1].as<std::string>()});
            m_tellSales(sales);
            const bool isThere = std::any_of(sales.begin(), sales.end(),
                    [this](const auto& each) { return each.id == m_profile.sale; });
            return isThere ? passed(std::to_string(version))
                           : failed(HopCause::NoSale, m_profile.sale);
        });
    }

    HopResult probe()
    {
        if (!m_isOperator)
            return look(HopCause::NoRights, [this](pqxx::transaction_base& work) {
                work.exec_params("select from saikobi.queue_mark where sale = $1", m_profile.sale);
                return passed({}, HopCause::ReadOnly);
            });
        const auto id = QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString();
        const auto from = std::chrono::steady_clock::now();
        const auto written = m_writing.run(
                [&](pqxx::connection_base& on) {
                    pqxx::work work(on);
                    work.exec_params1("select saikobi.issue_command($1, $2, 'probe', '{}', '', 0, "
                                      "clock_timestamp())",
                            id, m_profile.sale);
                    work.commit();
                },
                queryDeadline);
        if (!written)
            return failed(HopCause::NoRights, written.error().detail);
        while (std::chrono::steady_clock::now() - from < probePatience) {
            bool isTaken = false;
            const auto seen = look(HopCause::NoRights, [&](pqxx::transaction_base& work) {
                isTaken = work.exec_params1(
                                      "select state <> 'sent' from saikobi.command where id = $1",
                                      id)[0]
                                  .as<bool>();
                return passed();
            });
            if (seen.state == model::HopState::Failed)
                return seen;
            if (isTaken)
                return passed();
            if (!m_walk.pause(betweenLooks))
                break;
        }
        return failed(HopCause::NotTaken);
    }

    HopResult ticks()
    {
        return look(HopCause::NoTicks, [this](pqxx::transaction_base& work) {
            InstanceAges ages;
            for (const auto& row : work.exec_params(R"(
select i.name, extract(epoch from clock_timestamp() - max(t.at))
from (select distinct on (name) name, incarnation from saikobi.instance
    where beat_at > now() - interval '10 min' order by name, started_at desc) i
left join saikobi.tick t on t.sale = $1 and t.instance = i.name
    and t.at > now() - interval '1 min'
group by i.name order by i.name)",
                         m_profile.sale))
                ages.push_back({row[0].as<std::string>(),
                        row[1].is_null() ? std::nullopt : std::optional{row[1].as<double>()}});
            return judgeTicks(ages);
        });
    }

    const sources::Profile& m_profile;
    const TellSales& m_tellSales;
    HopWalk& m_walk;
    const StoreAddress m_address;
    std::vector<std::string> m_numbers{};
    std::string m_number{}; ///< the one that answered
    PostgresDoor m_door{};
    PostgresLink m_reading;
    PostgresLink m_writing;
    bool m_isOperator = false;
};

} // namespace

void walkToPostgres(const sources::Profile& profile, HopWalk& walk,
        const std::function<void(const std::vector<model::KnownSale>&)>& tellSales)
{
    PostgresSteps{profile, walk, tellSales}.walk();
}

} // namespace saikobi::connection
