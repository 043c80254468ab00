#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "tests/waiting_room/forgeries.h"
#include "tests/waiting_room/line_rig.h"
#include "tests/waiting_room/recorded_line.h"

using namespace saikobi;
using contract::Phase;
using tests::LineRig;
using waiting_room::ClaimAnswer;
using waiting_room::JoinAnswer;
using waiting_room::Ticket;
using namespace std::chrono_literals;

namespace {

/// The same document with one member a line.
std::string memberALine(const std::string& text)
{
    const auto all = QJsonDocument::fromJson(QByteArray::fromStdString(text)).object();
    QByteArrayList members;
    for (auto one = all.begin(); one != all.end(); ++one) {
        const auto value = QJsonDocument{QJsonArray{one.value()}}.toJson(QJsonDocument::Compact);
        members << '"' + one.key().toUtf8() + "\": " + value.mid(1).chopped(1);
    }
    return "{\n" + members.join(",\n").toStdString() + "\n}\n";
}

} // namespace

/// Anybody with Python can check a sale: a record of a real line is accepted, and of a false one
/// the first false line is named.
class TestVerifier : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void aTrueRecordIsAccepted();
    void anUnrevealedDrawIsNoFault();
    void whatCannotBeReadIsNotCalledFalse();
    void aLossOfTheStoreIsNotedAndNoFault();
    void voidNumbersOfALossAreNoFault();
    void theFirstFalseLineIsNamed_data();
    void theFirstFalseLineIsNamed();

private:
    void makeRecord(LineRig& rig);
    static void keep(const QTemporaryDir& folder, const QString& name, const std::string& text);
    void keepPublished(const QTemporaryDir& folder, LineRig& rig);
    std::pair<int, QString> verify(const QString& folder, bool withPeople = true);

    std::unique_ptr<tests::TestStores> m_stores;
    QTemporaryDir m_true;
    std::string m_unrevealed{};
};

void TestVerifier::keep(const QTemporaryDir& folder, const QString& name, const std::string& text)
{
    QFile file(folder.filePath(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray::fromStdString(text));
}

/// 40 people before the opening, ten after it, and passes for the first of them.
void TestVerifier::makeRecord(LineRig& rig)
{
    std::vector<std::string> tickets;
    const auto join = [&](int count) {
        for (int i = 0; i < count; ++i)
            tickets.push_back(
                    std::get<JoinAnswer>(rig.join("v" + std::to_string(tickets.size()))).ticket);
    };
    QVERIFY(rig.becomesReady());
    join(40);
    QVERIFY(rig.comesTrue([&] { return !rig.line().draw()->news.commitment.empty(); }));
    m_unrevealed = rig.line().draw()->body;
    QVERIFY(rig.comesTrue([&] { return rig.line().status()->line.phase == Phase::Open; }));
    QVERIFY(rig.comesTrue([&] { return !rig.line().draw()->news.seed.empty(); }));
    join(10);
    std::size_t next = 0;
    QVERIFY(rig.comesTrue([&] {
        rig.claim(tickets.at(next++ % tickets.size()));
        return rig.line().status()->line.passes >= 25;
    }));
    const auto seen = rig.line().status()->line.passes;
    QVERIFY(rig.comesTrue([&] {
        return m_stores->numberOf("select count(*) from saikobi.pass") >= seen
                && tests::copyTicks(*m_stores, "demo") >= 8;
    }));
    std::string people{"number,joined_at,place\n"};
    for (const auto& ticket : tickets) {
        const auto read = std::get<Ticket>(rig.line().readTicket(ticket));
        people += std::to_string(read.number) + ","
                + std::to_string(contract::toUnixMs(read.joinedAt)) + ","
                + std::to_string(rig.line().placeNumber(read).value()) + "\n";
    }
    keep(m_true, QStringLiteral("tickets.csv"), people);
}

void TestVerifier::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
    LineRig rig(*m_stores, 600, 100000, [](contract::Sale& sale) {
        sale.order = contract::SaleOrder::Draw;
        sale.opensAt = std::chrono::system_clock::now() + 3s;
    });
    makeRecord(rig);
    keepPublished(m_true, rig);
    keep(m_true, QStringLiteral("passes.csv"),
            "number,granted_at,place\n"
                    + m_stores->valueOf("select string_agg(number || ',' || (extract(epoch from"
                                        " granted_at) * 1000)::bigint || ',' || place, E'\\n'"
                                        " order by place) || E'\\n' from saikobi.pass"));
}

/// What everybody can read: the draw, and the lines that were carried out.
void TestVerifier::keepPublished(const QTemporaryDir& folder, LineRig& rig)
{
    keep(folder, QStringLiteral("draw.json"), memberALine(rig.line().draw()->body));
    std::string chain;
    for (const auto& line : tests::keptLines(*m_stores, "demo"))
        chain += line + "\n";
    keep(folder, QStringLiteral("chain.txt"), chain);
}

std::pair<int, QString> TestVerifier::verify(const QString& folder, bool withPeople)
{
    QProcess python;
    python.setProcessChannelMode(QProcess::MergedChannels);
    python.setWorkingDirectory(folder);
    QStringList arguments{qEnvironmentVariable("SAIKOBI_SOURCE")
                    + QStringLiteral("/resources/verifier/saikobi_verify.py"),
            QStringLiteral("--draw"), QStringLiteral("draw.json"), QStringLiteral("--chain"),
            QStringLiteral("chain.txt")};
    if (withPeople)
        arguments << QStringLiteral("--tickets") << QStringLiteral("tickets.csv")
                  << QStringLiteral("--passes") << QStringLiteral("passes.csv");
    python.start(QStringLiteral("python3"), arguments);
    if (!python.waitForFinished())
        return {-1, QStringLiteral("the verifier does not end")};
    return {python.exitCode(), QString::fromUtf8(python.readAll())};
}

void TestVerifier::aTrueRecordIsAccepted()
{
    const auto [code, said] = verify(m_true.path());
    QVERIFY2(code == 0, qPrintable(said));
    for (const char* checked : {"commitment", "all 40 drawn places", "lines follow each other",
                 "50 tickets", "nobody was let in before being called"})
        QVERIFY2(said.contains(QLatin1String(checked)), qPrintable(said));
}

void TestVerifier::anUnrevealedDrawIsNoFault()
{
    QTemporaryDir folder;
    QFile draw(folder.filePath(QStringLiteral("draw.json")));
    QVERIFY(draw.open(QIODevice::WriteOnly));
    draw.write(QByteArray::fromStdString(m_unrevealed));
    draw.close();
    QFile chain(folder.filePath(QStringLiteral("chain.txt")));
    QVERIFY(chain.open(QIODevice::WriteOnly));
    chain.close();
    const auto [code, said] = verify(folder.path(), false);
    QVERIFY2(code == 0 && said.contains(QStringLiteral("not revealed yet")), qPrintable(said));
}

void TestVerifier::whatCannotBeReadIsNotCalledFalse()
{
    QTemporaryDir folder;
    const auto [code, said] = verify(folder.path());
    QVERIFY2(code == 2, qPrintable(said));
}

/// Redis forgets everything, once with all its lines kept and once with the newest ones lost.
void TestVerifier::aLossOfTheStoreIsNotedAndNoFault()
{
    LineRig rig(*m_stores, 600);
    QVERIFY(rig.becomesReady());
    for (int loss = 1; loss <= 2; ++loss) {
        for (int i = 0; i < 20; ++i)
            rig.join("l" + std::to_string(loss) + "-" + std::to_string(i));
        const auto wanted = tests::copyTicks(*m_stores, "demo") + 2;
        QVERIFY(rig.comesTrue([&] { return tests::copyTicks(*m_stores, "demo") >= wanted; }));
        if (loss == 2) {
            // The mark knows the newest line, and then nobody has it.
            QVERIFY(rig.comesTrue([&] {
                tests::copyTicks(*m_stores, "demo");
                return m_stores->valueOf("select line ->> 'chain' from saikobi.tick"
                                         " order by at desc limit 1")
                        == m_stores->valueOf("select state ->> 'chain' from saikobi.queue_mark");
            }));
            m_stores->execute("delete from saikobi.tick where at >= (select max(at) from"
                              " saikobi.tick)");
        }
        m_stores->redisCall({"FLUSHALL"});
        QVERIFY(rig.comesTrue([&] { return rig.line().status()->isRedisLost; }));
        QVERIFY(rig.becomesReady());
    }
    const auto wanted = tests::copyTicks(*m_stores, "demo") + 2;
    QVERIFY(rig.comesTrue([&] { return tests::copyTicks(*m_stores, "demo") >= wanted; }));
    QTemporaryDir folder;
    keepPublished(folder, rig);
    const auto [code, said] = verify(folder.path(), false);
    QVERIFY2(code == 0, qPrintable(said));
    QVERIFY2(said.contains(QStringLiteral("losses of the store left a gap")), qPrintable(said));
}

/// A loss before the opening: its numbers took part in the draw and belong to nobody.
void TestVerifier::voidNumbersOfALossAreNoFault()
{
    LineRig rig(*m_stores, 600, 100, [](contract::Sale& sale) {
        sale.order = contract::SaleOrder::Draw;
        sale.opensAt = std::chrono::system_clock::now() + 5s;
    });
    QVERIFY(rig.becomesReady());
    const auto join = [&](const std::string& who) {
        for (int i = 0; i < 5; ++i)
            QVERIFY(std::holds_alternative<JoinAnswer>(rig.join(who + std::to_string(i))));
    };
    join("early");
    const auto hasKept = [&](int lines) {
        const auto wanted = tests::copyTicks(*m_stores, "demo") + lines;
        return rig.comesTrue([&] { return tests::copyTicks(*m_stores, "demo") >= wanted; });
    };
    QVERIFY(hasKept(1));
    m_stores->redisCall({"FLUSHALL"});
    QVERIFY(rig.comesTrue([&] { return rig.line().status()->isRedisLost; }));
    QVERIFY(rig.becomesReady());
    join("after the loss");
    QVERIFY(rig.comesTrue([&] { return !rig.line().draw()->news.seed.empty(); }));
    QVERIFY(hasKept(2));
    QTemporaryDir folder;
    keepPublished(folder, rig);
    const auto [code, said] = verify(folder.path(), false);
    QVERIFY2(code == 0 && said.contains(QStringLiteral("all 10 drawn places")), qPrintable(said));
}

void TestVerifier::theFirstFalseLineIsNamed_data()
{
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < tests::forgeries().size(); ++i)
        QTest::addRow("%s", tests::forgeries()[i].name) << static_cast<int>(i);
}

void TestVerifier::theFirstFalseLineIsNamed()
{
    QFETCH(int, index);
    const auto& forgery = tests::forgeries().at(static_cast<std::size_t>(index));
    QTemporaryDir folder;
    int expectedLine = 0;
    for (const char* name : {"draw.json", "chain.txt", "tickets.csv", "passes.csv"}) {
        QFile from(m_true.filePath(QLatin1String(name)));
        QVERIFY(from.open(QIODevice::ReadOnly));
        auto lines = QString::fromUtf8(from.readAll()).trimmed().split(QLatin1Char('\n'));
        if (qstrcmp(name, forgery.file) == 0)
            expectedLine = forgery.forge(lines);
        // Of the draw a member is named, which need not be the one that was changed.
        if (qstrcmp(forgery.file, "draw.json") == 0 && qstrcmp(name, forgery.file) == 0)
            expectedLine = 1
                    + tests::lineWith(lines,
                            QLatin1Char('"') + QLatin1String(forgery.expected) + QLatin1Char('"'));
        QFile to(folder.filePath(QLatin1String(name)));
        QVERIFY(to.open(QIODevice::WriteOnly));
        to.write(lines.join(QLatin1Char('\n')).toUtf8() + "\n");
    }
    const auto [code, said] = verify(folder.path());
    QVERIFY2(code == 1, qPrintable(said));
    const QString start = QStringLiteral("FALSE ") + QLatin1String(forgery.file) + QLatin1Char(':')
            + QString::number(expectedLine) + QStringLiteral(": ")
            + QLatin1String(forgery.expected);
    QVERIFY2(said.startsWith(start), qPrintable(start + said));
}

QTEST_GUILESS_MAIN(TestVerifier)
#include "test_verifier.moc"
