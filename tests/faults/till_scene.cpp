#include "tests/faults/till_scene.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QTest>
#include <QUuid>

#include "backend/stores/redis_connection.h"
#include "tests/support/web_client.h"

namespace saikobi::tests {

namespace {

/// Quick enough that a minute shows many orders, slow enough that many are under way at any time.
constexpr const char* quickProvider
        = R"({"latency_ms": {"card": [100, 400], "paypal": [200, 600], "wallet": [20, 60],
        "finish": [40, 120], "read": [5, 15]}})";

/// A page that sets money aside, one that takes it (so stock comes first), and points.
constexpr const char* moreMethods = R"(
[[method]]
id = "page"
name = { ja = "page", en = "page" }
provider = "sim"
flow = "hosted"
usual_from = "1s"
usual_to = "2s"
[[method]]
id = "store"
name = { ja = "store", en = "store" }
provider = "sim"
flow = "hosted"
stock_first = true
refunds = true
usual_from = "1s"
usual_to = "2s"
[[method]]
id = "points"
name = { ja = "points", en = "points" }
flow = "points"
usual_from = "1s"
usual_to = "2s"
)";

QByteArray saleText(const TillScene::Words& words)
{
    const auto rate = QByteArray::number(words.callsPerSecond);
    auto text = QByteArray{
            "[sale]\nid = \"demo\"\nname = { ja = \"見本市\", en = \"Fair\" }\nopens_in = \"1s\"\n"
            "order = \"fifo\"\nstart_rate = 60000\nwelcome_points = 100000\n"
            "[shop]\nname = { ja = \"店\", en = \"Shop\" }\n"
            "contact = \"https://social.example/fair\"\n"
            "[[provider]]\nid = \"sim\"\ncalls_per_second = "};
    text += rate + "\ncalls_per_second_endpoint = " + rate + "\n";
    for (const auto* method : {"card", "paypal", "wallet"})
        text += QByteArray{"[[method]]\nid = \""} + method + "\"\nname = { ja = \"" + method
                + "\", en = \"" + method
                + "\" }\nprovider = \"sim\"\nusual_from = \"1s\"\nusual_to = \"2s\"\n";
    if (words.hasEveryMethod)
        text += moreMethods;
    text += "[[slot]]\nfrom_in = \"3h\"\nto_in = \"4h\"\nplaces = "
            + QByteArray::number(words.places) + "\n";
    const auto stocks = words.stocks.isEmpty() ? QList<int>(2, words.stock) : words.stocks;
    for (qsizetype number = 1; number <= stocks.size(); ++number)
        text += "[[product]]\ncode = \"A-0" + QByteArray::number(number)
                + "\"\nname = { ja = \"新刊\", en = \"Book\" }\nprice = 1000\nstock = "
                + QByteArray::number(stocks[number - 1])
                + "\nper_person = " + QByteArray::number(words.perPerson) + "\n";
    return text;
}

std::uint16_t portOf(const QString& url)
{
    return static_cast<std::uint16_t>(url.section(u':', -1).toUInt());
}

} // namespace

QString TillScene::filePath(const QString& name) const
{
    return m_rehearsal.folder() + QLatin1Char('/') + name;
}

bool TillScene::writeSale(const Words& words)
{
    QFile file(filePath(QStringLiteral("fair.toml")));
    return file.open(QIODevice::WriteOnly) && file.write(saleText(words)) > 0;
}

bool TillScene::start(const Words& words)
{
    m_complaint = QStringLiteral("the files of the scene cannot be written");
    m_marks.setFileName(filePath(QStringLiteral("marks.jsonl")));
    if (!writeSale(words) || !m_marks.open(QIODevice::WriteOnly))
        return false;
    m_histories = {m_marks.fileName()};
    if (!m_rehearsal.start({QStringLiteral("--sale"), filePath(QStringLiteral("fair.toml")),
                QStringLiteral("--crowd"), QStringLiteral("none"), QStringLiteral("--instances"),
                QString::number(words.instances)})) {
        m_complaint = m_rehearsal.complaint();
        return false;
    }
    m_complaint = QStringLiteral("the provider simulator does not take its settings");
    return setProvider(quickProvider) && (words.provider.isEmpty() || setProvider(words.provider));
}

QString TillScene::newHistory()
{
    m_histories.append(filePath(QStringLiteral("history-%1.jsonl").arg(m_histories.size())));
    return m_histories.back();
}

std::unique_ptr<Shoppers> TillScene::enter(std::size_t count)
{
    auto people = std::make_unique<Shoppers>(port(), newHistory());
    return people->enter(count) ? std::move(people) : nullptr;
}

Shoppers::Wish TillScene::wish(qint64 quantity)
{
    Shoppers::Wish out;
    out.key = QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString();
    out.product = m_rehearsal.count(
            QStringLiteral("select id from saikobi.product where code = 'A-01'"));
    out.quantity = quantity;
    out.slot = m_rehearsal.count(QStringLiteral("select id from saikobi.slot limit 1"));
    return out;
}

bool TillScene::sendCrowd(const QStringList& arguments)
{
    const auto history = newHistory();
    m_crowd = std::make_unique<CrowdProcess>();
    return m_crowd->start(m_rehearsal,
            QStringList{QStringLiteral("--history"), history, QStringLiteral("--absent"),
                    QStringLiteral("0%")}
                    + arguments);
}

QString TillScene::crowdComplaint(int timeoutMs)
{
    m_summary = m_crowd->summary(timeoutMs);
    if (m_summary.isEmpty())
        return m_crowd->complaint();
    const auto told = QString::fromUtf8(QJsonDocument(m_summary).toJson(QJsonDocument::Compact));
    qInfo("%s%s", qPrintable(told), qPrintable(wrongAnswers()));
    const bool isFlawless = m_summary[QStringLiteral("wrong_refusals")].toInt(-1) == 0
            && m_summary[QStringLiteral("false_statements")].toInt(-1) == 0;
    return isFlawless ? QString{} : told + wrongAnswers();
}

/// Which questions were refused by something that is no problem document.
QString TillScene::wrongAnswers() const
{
    QString out;
    for (const auto& path : m_histories) {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly))
            continue;
        while (!file.atEnd() && out.size() < 2000)
            if (const auto line = file.readLine(); line.contains("without-type"))
                out += QLatin1Char('\n') + QString::fromUtf8(line.trimmed());
    }
    return out;
}

void TillScene::mark(const QString& what, const QString& of, double rate)
{
    const auto now = QDateTime::currentMSecsSinceEpoch() * 1000;
    const QJsonObject line{{QStringLiteral("start"), now}, {QStringLiteral("end"), now},
            {QStringLiteral("client"), QString{}}, {QStringLiteral("op"), QStringLiteral("mark")},
            {QStringLiteral("outcome"), QStringLiteral("ok")}, {QStringLiteral("what"), what},
            {QStringLiteral("of"), of}, {QStringLiteral("rate"), rate}};
    m_marks.write(QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n');
    m_marks.flush();
}

bool TillScene::setProvider(const QByteArray& json)
{
    WebClient client(portOf(m_rehearsal.address(QStringLiteral("provider"))));
    const auto answer = client.ask(
            "PUT", "/control", {{"Content-Type", "application/json"}}, json.toStdString());
    if (answer.status != 200)
        qWarning("provider: %d %s", answer.status, answer.body.c_str());
    return answer.status == 200;
}

QJsonObject TillScene::providerSummary()
{
    WebClient client(portOf(m_rehearsal.address(QStringLiteral("provider"))));
    return client.get("/control/summary").json();
}

/// First column of the first row.
QString TillScene::asOperator(const QString& statement) const
{
    auto url = m_rehearsal.address(QStringLiteral("postgres"));
    url.replace(QStringLiteral("viewer-1"), QStringLiteral("op-1"));
    QProcess client;
    client.start(QStringLiteral("psql"),
            {QStringLiteral("-qXAt"), QStringLiteral("-d"), url, QStringLiteral("-c"), statement});
    if (client.waitForFinished() && client.exitCode() == 0)
        return QString::fromUtf8(client.readAllStandardOutput()).trimmed();
    qWarning("%s", client.readAllStandardError().constData());
    return {};
}

QString TillScene::command(const QString& kind, const QJsonObject& parameters)
{
    const auto id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    WebClient client(port());
    const auto revision
            = client.get("/public/sales/demo/status").json()[QStringLiteral("rev")].toInteger();
    const auto said = asOperator(
            QStringLiteral("select saikobi.issue_command('%1', 'demo', '%2', '%3', 'a test', %4, "
                           "clock_timestamp())")
                    .arg(id, kind,
                            QString::fromUtf8(
                                    QJsonDocument(parameters).toJson(QJsonDocument::Compact)))
                    .arg(revision));
    return said == QLatin1String("sent") ? id : QString{};
}

QString TillScene::stateOf(const QString& command)
{
    return m_rehearsal.query(
            QStringLiteral("select state from saikobi.command where id = '%1'").arg(command));
}

bool TillScene::redis(const std::vector<std::string>& command)
{
    QFile secret(filePath(QStringLiteral("data/secrets/saikobi_admin.password")));
    if (!secret.open(QIODevice::ReadOnly))
        return false;
    const auto url = m_rehearsal.address(QStringLiteral("redis"));
    stores::RedisOptions options;
    options.port = url.section(u':', -1).section(u'/', 0, 0).toInt();
    options.user = "saikobi_admin";
    options.password = secret.readAll().trimmed().toStdString();
    const auto connection = stores::RedisConnection::open(options);
    return connection && connection.value()->call(command);
}

/// The superuser comes by the socket only; where it lies the server's own file says.
bool TillScene::startClient(QProcess& client, const QStringList& statements) const
{
    QFile about(filePath(QStringLiteral("data/postgres/data/postmaster.pid")));
    if (!about.open(QIODevice::ReadOnly))
        return false;
    const auto lines = QString::fromUtf8(about.readAll()).split(u'\n');
    auto surroundings = QProcessEnvironment::systemEnvironment();
    surroundings.insert(
            QStringLiteral("PGPASSFILE"), filePath(QStringLiteral("data/secrets/postgres.pgpass")));
    client.setProcessEnvironment(surroundings);
    QStringList arguments{QStringLiteral("-qX"), QStringLiteral("-h"), lines.value(4),
            QStringLiteral("-p"), lines.value(3), QStringLiteral("-U"), QStringLiteral("postgres"),
            QStringLiteral("-d"), QStringLiteral("saikobi")};
    for (const auto& statement : statements)
        arguments += {QStringLiteral("-c"), statement};
    client.start(QStringLiteral("psql"), arguments);
    return client.waitForStarted();
}

bool TillScene::postgres(const QString& statement)
{
    QProcess client;
    if (startClient(client, {statement}) && client.waitForFinished() && client.exitCode() == 0)
        return true;
    qWarning("%s", client.readAllStandardError().constData());
    return false;
}

bool TillScene::holdSnapshot()
{
    const auto isHeld = [this] {
        return m_rehearsal.count(QStringLiteral("select count(*) from pg_stat_activity where "
                                                "query like '%pg_sleep(600)%' and backend_xmin is "
                                                "not null and state = 'active' and pid <> "
                                                "pg_backend_pid()"))
                == 1;
    };
    return startClient(m_holder,
                   {QStringLiteral("begin isolation level repeatable read"),
                           QStringLiteral("select count(*) from saikobi.orders"),
                           QStringLiteral("select pg_sleep(600)")})
            && QTest::qWaitFor(isHeld, 10000);
}

bool TillScene::isSnapshotHeld() const
{
    return m_holder.state() == QProcess::Running;
}

void TillScene::letSnapshotGo()
{
    m_holder.kill();
    m_holder.waitForFinished();
}

std::uint16_t TillScene::port() const
{
    return portOf(m_rehearsal.address(QStringLiteral("http")));
}

qint64 TillScene::orders(const QString& status)
{
    return m_rehearsal.count(
            QStringLiteral("select count(*) from saikobi.orders where status = '%1'").arg(status));
}

qint64 TillScene::ordersMade()
{
    return m_rehearsal.count(QStringLiteral("select count(*) from saikobi.orders"));
}

qint64 TillScene::unfinished()
{
    return m_rehearsal.count(
            QStringLiteral("select count(*) from saikobi.orders where ended_at is null"));
}

QString TillScene::verdict(int restWithinMs, const QStringList& skip)
{
    QString open;
    const auto isAtRest = [this, &open] {
        const auto left = unfinished();
        open = left == 0 ? m_rehearsal.auditFindings().join(QStringLiteral("; "))
                         : QStringLiteral("%1 orders are under way").arg(left);
        return open.isEmpty();
    };
    if (!QTest::qWaitFor(isAtRest, restWithinMs))
        return QStringLiteral("not at rest after %1 s: ").arg(restWithinMs / 1000) + open;
    m_marks.flush();
    QStringList arguments{qEnvironmentVariable("SAIKOBI_SOURCE")
                    + QStringLiteral("/tests/faults/checker/check_sale.py"),
            QStringLiteral("--postgres"), m_rehearsal.address(QStringLiteral("postgres")),
            QStringLiteral("--ledger"), m_rehearsal.address(QStringLiteral("provider")),
            QStringLiteral("--history")};
    arguments += m_histories;
    if (!skip.isEmpty())
        arguments += QStringList{QStringLiteral("--skip")} + skip;
    QProcess judge;
    judge.start(QStringLiteral("python3"), arguments);
    if (!judge.waitForFinished(120'000))
        return QStringLiteral("the judge did not come to an end");
    const auto said = QString::fromUtf8(judge.readAllStandardOutput());
    qInfo("%s", qPrintable(said.trimmed()));
    if (judge.exitCode() == 0)
        return {};
    return said + QString::fromUtf8(judge.readAllStandardError());
}

} // namespace saikobi::tests
