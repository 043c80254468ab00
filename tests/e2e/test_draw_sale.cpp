#include <QDateTime>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

#include "tests/e2e/installation.h"

using namespace saikobi;
using contract::CommandKind;
using tests::bearer;
using tests::WebClient;

/// A sale whose early visitors are placed by draw, from the first join to the last pass, at three
/// instances (I6): the seed is committed to before and revealed within a second, the line opens on
/// time, passes go out in the drawn order, and a verifier that shares no code with the backend
/// finds the whole public record true and these very tickets and passes in it.
class TestDrawSale : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void beforeTheOpeningOnlyTheCommitmentIsPublic();
    void itOpensToTheSecondAndTellsTheSeed();
    void whoComesLaterStandsBehind();
    void passesFollowTheDrawnOrder();
    void anybodyCanCheckAllOfIt();

private:
    struct Person {
        std::string ticket{};
        qint64 number = 0;
        bool isInside = false;
    };
    QJsonObject draw(std::size_t instance = 0);
    QString phase() { return m_installation->status("demo")["phase"].toString(); }
    void join(std::size_t instance);
    bool letAskAll();
    qint64 count(const std::string& sql) { return m_installation->stores().numberOf(sql); }
    QByteArray ticketRows() const;
    QByteArray passRows();

    std::unique_ptr<tests::Installation> m_installation{};
    std::vector<std::unique_ptr<WebClient>> m_doors{};
    std::vector<Person> m_people{};
    QString m_commitment{};
    qint64 m_opensAt = 0;
};

namespace {

constexpr int early = 45;
constexpr int rate = 240; ///< a minute: four a second
constexpr int callsAhead = 24; ///< most people that this rate has on their way or at the door

/// Written into the ticket by the line: bytes 14 to 19, milliseconds since 1970.
qint64 joinedAt(const std::string& ticket)
{
    const auto bytes = QByteArray::fromBase64(
            QByteArray::fromStdString(ticket), QByteArray::Base64UrlEncoding);
    qint64 ms = 0;
    for (qsizetype i = 14; i < 20; ++i)
        ms = ms * 256 + static_cast<unsigned char>(bytes.at(i));
    return ms;
}

} // namespace

void TestDrawSale::initTestCase()
{
    tests::SaleWords words;
    words.rate = rate;
    words.opensIn = std::chrono::minutes{10};
    words.more = "order = \"draw\"\n";
    m_installation = tests::Installation::start({words});
    QVERIFY2(m_installation, tests::Installation::whyNot().c_str());
    for (std::size_t i = 0; i < m_installation->instances(); ++i)
        m_doors.push_back(std::make_unique<WebClient>(m_installation->port(i)));
    QTRY_COMPARE_WITH_TIMEOUT(phase(), QString{"before"}, 10000);
    for (std::size_t i = 0; i < early; ++i)
        join(i % m_doors.size());
    QCOMPARE(m_people.size(), std::size_t{early});
}

QJsonObject TestDrawSale::draw(std::size_t instance)
{
    return m_doors[instance]->get("/public/sales/demo/draw").json();
}

void TestDrawSale::join(std::size_t instance)
{
    const auto answer = m_doors[instance]->post("/sales/demo/tickets");
    if (answer.status != 201)
        return qWarning("join: %d %s", answer.status, answer.body.c_str());
    const auto said = answer.json();
    m_people.push_back({said["ticket"].toString().toStdString(), said["number"].toInteger(),
            said.contains("pass")});
}

void TestDrawSale::beforeTheOpeningOnlyTheCommitmentIsPublic()
{
    for (std::size_t i = 0; i < m_doors.size(); ++i)
        QTRY_COMPARE_WITH_TIMEOUT(draw(i)["commitment"].toString().size(), 64, 15000);
    m_commitment = draw()["commitment"].toString();
    for (std::size_t i = 0; i < m_doors.size(); ++i) {
        QCOMPARE(draw(i)["commitment"].toString(), m_commitment);
        QVERIFY(!draw(i).contains("seed"));
    }
    for (const auto& person : m_people) {
        QVERIFY(person.number >= 1 && person.number <= early);
        const auto claim = m_doors[0]->post("/sales/demo/passes", {}, bearer(person.ticket));
        QVERIFY2(claim.status == 202, claim.body.c_str());
    }
    QCOMPARE(count("select count(*) from saikobi.pass"), 0);
}

/// Staff bring the opening near: the wait for a date far away would prove nothing more.
void TestDrawSale::itOpensToTheSecondAndTellsTheSeed()
{
    const auto soon = QDateTime::currentMSecsSinceEpoch() + 3000;
    m_installation->command("demo", CommandKind::MoveOpening, {{"opens_at", std::to_string(soon)}});
    const auto opensAt = [this] { return m_installation->status("demo")["opens_at"].toInteger(); };
    QTRY_COMPARE_WITH_TIMEOUT(opensAt(), soon, 15000);
    m_opensAt = soon;
    const auto isRevealed = [this] {
        return std::all_of(m_doors.begin(), m_doors.end(), [](const auto& door) {
            return door->get("/public/sales/demo/draw").json().contains("seed");
        });
    };
    QTRY_VERIFY_WITH_TIMEOUT(isRevealed(), 15000);
    const auto revealedMs = QDateTime::currentMSecsSinceEpoch() - soon;
    qInfo("seed at every instance %lld ms after the opening", static_cast<long long>(revealedMs));
    QVERIFY2(revealedMs >= 0 && revealedMs <= 1000, qPrintable(QString::number(revealedMs)));
    QCOMPARE(draw(1)["n"].toInteger(), early);
    QCOMPARE(draw(2)["commitment"].toString(), m_commitment);
    QCOMPARE(draw(0)["seed"].toString(), draw(2)["seed"].toString());

    // By the clock of Redis, as the timeline has it.
    const std::string entry = " from saikobi.timeline where sale = 'demo' and kind = 'phase' "
                              "and subject = 'open'";
    QTRY_COMPARE_WITH_TIMEOUT(count("select count(*)" + entry), 1, 15000);
    const auto openedAt = count("select (extract(epoch from at) * 1000)::bigint" + entry);
    qInfo("opened %lld ms after its time", static_cast<long long>(openedAt - soon));
    QVERIFY2(openedAt >= soon && openedAt < soon + 1000, qPrintable(QString::number(openedAt)));
}

void TestDrawSale::whoComesLaterStandsBehind()
{
    for (std::size_t i = 0; i < 5; ++i)
        join(i % m_doors.size());
    QCOMPARE(m_people.size(), std::size_t{early + 5});
    QVERIFY(m_people.back().number > early);
}

/// Whoever is not in yet asks once; true when everybody is.
bool TestDrawSale::letAskAll()
{
    for (std::size_t i = 0; i < m_people.size(); ++i) {
        if (m_people[i].isInside)
            continue;
        const auto answer = m_doors[i % m_doors.size()]->post(
                "/sales/demo/passes", {}, bearer(m_people[i].ticket));
        m_people[i].isInside = answer.json().contains("pass");
        if (answer.status / 100 != 2 && answer.status != 429)
            qWarning("claim: %d %s", answer.status, answer.body.c_str());
    }
    return std::all_of(m_people.begin(), m_people.end(), [](const auto& p) { return p.isInside; });
}

void TestDrawSale::passesFollowTheDrawnOrder()
{
    QTRY_VERIFY_WITH_TIMEOUT(letAskAll(), 60000);
    const auto everybody = static_cast<qint64>(m_people.size());
    QTRY_COMPARE_WITH_TIMEOUT(count("select count(*) from saikobi.pass"), everybody, 15000);
    QCOMPARE(count("select count(distinct place) from saikobi.pass"), everybody);
    // In the order of places, but for those who were on their way at the same time.
    const auto farthest
            = count("select max(abs(place - rank)) from (select place, row_number() "
                    "over (order by granted_at, place) as rank from saikobi.pass) as p");
    QVERIFY2(farthest <= callsAhead, qPrintable(QString::number(farthest)));
    // And that is not the order in which they came, nor are those behind mixed in.
    QVERIFY(count("select count(*) from saikobi.pass where place <> number") > early / 2);
    QCOMPARE(count("select count(*) from saikobi.pass where (number > " + std::to_string(early)
                     + ") and place <> number"),
            0);
}

QByteArray TestDrawSale::ticketRows() const
{
    QByteArray rows{"number,joined_at\n"};
    for (const auto& person : m_people)
        rows += QByteArray::number(person.number) + ','
                + QByteArray::number(joinedAt(person.ticket)) + '\n';
    return rows;
}

QByteArray TestDrawSale::passRows()
{
    const auto rows = m_installation->stores().valueOf(
            "select string_agg(number || ',' || place || ',' || "
            "(extract(epoch from granted_at) * 1000)::bigint, e'\\n' order by number) "
            "from saikobi.pass");
    return "number,place,granted_at\n" + QByteArray::fromStdString(rows) + '\n';
}

void TestDrawSale::anybodyCanCheckAllOfIt()
{
    QTemporaryDir folder;
    const auto write = [&folder](const QString& name, const QByteArray& content) {
        QFile file(folder.filePath(name));
        return file.open(QIODevice::WriteOnly) && file.write(content) == content.size();
    };
    QVERIFY(write("tickets.csv", ticketRows()));
    QVERIFY(write("passes.csv", passRows()));
    const QString verifier
            = qEnvironmentVariable("SAIKOBI_SOURCE") + "/resources/verifier/saikobi_verify.py";
    const auto check = [&](const QString& passes) {
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start("python3",
                {verifier, "--url",
                        QStringLiteral("http://127.0.0.1:%1").arg(m_installation->port(1)),
                        "--sale", "demo", "--tickets", folder.filePath("tickets.csv"), "--passes",
                        folder.filePath(passes)});
        if (!process.waitForFinished(30000))
            process.kill();
        process.waitForFinished();
        return std::pair{process.exitCode(), QString::fromUtf8(process.readAll())};
    };
    // The record is written each second; the last passes may be in the next line.
    QString said;
    const auto isTrue = [&] {
        const auto [status, words] = check("passes.csv");
        said = words;
        return status == 0;
    };
    const bool isWholeTrue = QTest::qWaitFor(isTrue, 20000);
    qInfo("%s", qPrintable(said));
    QVERIFY(isWholeTrue);

    auto swapped = passRows().split('\n');
    std::swap(swapped[1], swapped[2]);
    auto first = swapped[1].split(',');
    first[1] = QByteArray::number(first[1].toLongLong() % early + 1);
    swapped[1] = first.join(',');
    QVERIFY(write("false.csv", swapped.join('\n')));
    const auto [status, complaint] = check("false.csv");
    QCOMPARE(status, 1);
    QVERIFY2(complaint.contains("false.csv:2"), qPrintable(complaint));
}

QTEST_GUILESS_MAIN(TestDrawSale)
#include "test_draw_sale.moc"
