#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <pqxx/pqxx>

#include "backend/contract/shipped_cards.h"
#include "tests/support/test_stores.h"

using namespace saikobi;

namespace {

struct Said {
    int status = -1;
    QString out{};
    QString errors{};
};

Said run(const QStringList& arguments)
{
    QProcess program;
    program.start(qEnvironmentVariable("SAIKOBI_BIN") + QStringLiteral("/saikobid"),
            QStringList{QStringLiteral("runbook")} + arguments);
    if (!program.waitForFinished(30000) || program.exitStatus() != QProcess::NormalExit)
        return {};
    return {program.exitCode(), QString::fromUtf8(program.readAllStandardOutput()),
            QString::fromUtf8(program.readAllStandardError())};
}

} // namespace

/// `saikobid runbook`: what a shop's people use to check, compare and load their own cards.
class TestRunbookProgram : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void goodCardsAreCounted();
    void faultsAreNamedByFileAndLine();
    void aCardLongerThanItsPageIsAWarning();
    void wrongUsageIsTwo();
    void aFolderThatIsNotThereIsSaid();
    void cardsThatNobodyOutsideHasReadAreListed();
    void loadingKeepsVersionsTimeAndPerson();
    void theDifferenceIsToldBeforeLoading();
    void brokenCardsAreNotLoaded();
    void onlyTheOwnerLoads();

private:
    QString folder() const { return m_folder->path(); }
    void change(const QString& file, const QByteArray& from, const QByteArray& to);
    QString owner() const { return QString::fromStdString(m_stores->superuserUrl()); }
    QStringList loading(const QString& address) const
    {
        return {QStringLiteral("load"), QStringLiteral("--postgres"), address, folder()};
    }
    pqxx::result ask(const std::string& sql);

    std::unique_ptr<tests::TestStores> m_stores;
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestRunbookProgram::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
}

/// A folder with the shipped cards, as a shop begins its own.
void TestRunbookProgram::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    for (const auto* language : {"ja", "en"}) {
        const auto name = QLatin1String(language);
        QVERIFY(QDir(folder()).mkdir(name));
        const QDir from(qEnvironmentVariable("SAIKOBI_SOURCE")
                + QStringLiteral("/resources/runbook/") + name);
        for (const auto& file : from.entryList({QStringLiteral("*.md")}))
            QVERIFY(QFile::copy(from.filePath(file),
                    folder() + QLatin1Char('/') + name + QLatin1Char('/') + file));
    }
    ask("truncate saikobi.runbook restart identity");
}

pqxx::result TestRunbookProgram::ask(const std::string& sql)
{
    pqxx::connection connection(m_stores->superuserUrl());
    pqxx::work work(connection);
    auto out = work.exec(sql);
    work.commit();
    return out;
}

void TestRunbookProgram::change(const QString& name, const QByteArray& from, const QByteArray& to)
{
    QFile file(folder() + QLatin1Char('/') + name);
    QVERIFY(file.open(QIODevice::ReadWrite));
    auto text = file.readAll();
    const auto at = text.indexOf(from);
    QVERIFY2(at >= 0, from.constData());
    text.replace(at, from.size(), to);
    QVERIFY(file.resize(0) && file.seek(0) && file.write(text) == text.size());
}

void TestRunbookProgram::goodCardsAreCounted()
{
    const auto said = run({QStringLiteral("check"), folder()});
    QCOMPARE(said.errors, QString());
    QCOMPARE(said.status, 0);
    QCOMPARE(said.out.section(QLatin1Char('\n'), 0, 0),
            QStringLiteral("22 cards, revision %1")
                    .arg(QString::fromStdString(contract::shippedCards().revision)));
}

void TestRunbookProgram::faultsAreNamedByFileAndLine()
{
    change(QStringLiteral("en/C3.md"), "open=hold", "open=hodl");
    change(QStringLiteral("ja/R6.md"), "unsettled", "unsetled");
    const auto said = run({QStringLiteral("check"), folder()});
    QCOMPARE(said.status, 1);
    QCOMPARE(said.out, QString());
    const auto lines = said.errors.split(QLatin1Char('\n'));
    QVERIFY2(lines.contains(
                     folder() + QStringLiteral("/en/C3.md:11: there is no form 'hodl' to open")),
            qPrintable(said.errors));
    QVERIFY2(lines.contains(
                     folder() + QStringLiteral("/ja/R6.md:20: there is no figure 'unsetled'")),
            qPrintable(said.errors));
    QVERIFY(said.errors.contains(QStringLiteral(": 2 faults")));
}

/// It can be walked, so it may be loaded; whoever prints it should know.
void TestRunbookProgram::aCardLongerThanItsPageIsAWarning()
{
    change(QStringLiteral("ja/C3.md"), "かごの中身は残る。",
            QByteArray("かごの中身は残る。").repeated(150));
    const auto said = run({QStringLiteral("check"), folder()});
    QCOMPARE(said.status, 0);
    QVERIFY2(said.errors.startsWith(folder()
                     + QStringLiteral("/ja/C3.md:11: warning: from here on the card may not fit")),
            qPrintable(said.errors));
    QVERIFY(said.out.startsWith(QStringLiteral("22 cards")));
}

void TestRunbookProgram::wrongUsageIsTwo()
{
    QCOMPARE(run({}).status, 2);
    QCOMPARE(run({QStringLiteral("check")}).status, 2);
    QCOMPARE(run({QStringLiteral("load"), folder()}).status, 2);
    QCOMPARE(run({QStringLiteral("walk"), folder()}).status, 2);
}

void TestRunbookProgram::aFolderThatIsNotThereIsSaid()
{
    const auto said = run({QStringLiteral("check"), QStringLiteral("/none")});
    QCOMPARE(said.status, 1);
    QVERIFY(said.errors.contains(QStringLiteral("/none/ja")));
}

void TestRunbookProgram::cardsThatNobodyOutsideHasReadAreListed()
{
    const auto never = QStringLiteral("C4: changed 2026-11-21, last review from outside never\n");
    QVERIFY(run({QStringLiteral("check"), folder()}).out.contains(never));
    for (const auto* file : {"ja/C4.md", "en/C4.md"})
        change(QLatin1String(file), "reviewed: []",
                "reviewed: [{role: finance, date: 2026-11-19}, {role: support, date: 2026-11-18}]");
    const auto before = run({QStringLiteral("check"), folder()}).out;
    QVERIFY2(before.contains(QStringLiteral(
                     "C4: changed 2026-11-21, last review from outside 2026-11-19\n")),
            qPrintable(before));
    for (const auto* file : {"ja/C4.md", "en/C4.md"})
        change(QLatin1String(file), "2026-11-19", "2026-11-22");
    QVERIFY(!run({QStringLiteral("check"), folder()}).out.contains(QStringLiteral("C4:")));
}

void TestRunbookProgram::loadingKeepsVersionsTimeAndPerson()
{
    const auto first = run(loading(owner()));
    QVERIFY2(first.status == 0, qPrintable(first.errors));
    QVERIFY(first.out.startsWith(QStringLiteral("loaded as version 1, 22 cards")));
    QVERIFY(run(loading(owner()))
                    .out.startsWith(QStringLiteral("version 1 says the same already")));
    change(QStringLiteral("ja/C3.md"), "かごの中身は残る", "かごは残る");
    const auto second = run(loading(owner())).out;
    QVERIFY2(second.startsWith(QStringLiteral("loaded as version 2")), qPrintable(second));
    QVERIFY2(second.contains(QStringLiteral("changed C3: step f2\n")), qPrintable(second));
    const auto rows
            = ask("select version, person = session_user, now() - loaded_at < interval '1 min',"
                  " revision = cards::json ->> 'revision' from saikobi.runbook order by version");
    QCOMPARE(rows.size(), pqxx::result::size_type{2});
    for (const auto& row : rows)
        QVERIFY(row[1].as<bool>() && row[2].as<bool>() && row[3].as<bool>());
}

void TestRunbookProgram::theDifferenceIsToldBeforeLoading()
{
    const auto viewer = QString::fromStdString(m_stores->viewerUrl());
    const QStringList difference{
            QStringLiteral("diff"), QStringLiteral("--postgres"), viewer, folder()};
    // Until a shop loads its own, its desks open the shipped cards: the same as these.
    const auto before = run(difference).out;
    QVERIFY(before.startsWith(QStringLiteral("no runbook is loaded")));
    QVERIFY2(!before.contains(QStringLiteral("\nnew ")), qPrintable(before));
    QVERIFY2(!before.contains(QStringLiteral("\nchanged ")), qPrintable(before));
    QCOMPARE(run(loading(owner())).status, 0);
    change(QStringLiteral("en/C16.md"), "The lead alone", "Only the lead");
    for (const auto* language : {"ja", "en"})
        QVERIFY(QFile::remove(
                folder() + QLatin1Char('/') + QLatin1String(language) + QStringLiteral("/R5.md")));
    const auto told = run(difference).out;
    QVERIFY2(told.contains(QStringLiteral("loaded: version 1 by ")), qPrintable(told));
    QVERIFY2(told.contains(QStringLiteral("changed C16: step f1\ngone R5\n")), qPrintable(told));
    QCOMPARE(ask("select count(*) from saikobi.runbook")[0][0].as<int>(), 1);
}

void TestRunbookProgram::brokenCardsAreNotLoaded()
{
    change(QStringLiteral("ja/C1.md"), "A23", "A32");
    const auto said = run(loading(owner()));
    QCOMPARE(said.status, 1);
    QVERIFY2(said.errors.contains(QStringLiteral("nothing was loaded")), qPrintable(said.errors));
    QCOMPARE(ask("select count(*) from saikobi.runbook")[0][0].as<int>(), 0);
}

void TestRunbookProgram::onlyTheOwnerLoads()
{
    for (const auto& url : {m_stores->viewerUrl(), m_stores->operatorUrl(), m_stores->backendUrl()})
        QCOMPARE(run(loading(QString::fromStdString(url))).status, 1);
    QCOMPARE(ask("select count(*) from saikobi.runbook")[0][0].as<int>(), 0);
}

QTEST_GUILESS_MAIN(TestRunbookProgram)
#include "test_runbook_program.moc"
