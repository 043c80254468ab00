#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

#include <iostream>
#include <sstream>

#include "backend/rehearsal/data_folder.h"
#include "backend/rehearsal/instance_files.h"
#include "backend/rehearsal/ports.h"
#include "backend/rehearsal/rehearsal.h"
#include "backend/rehearsal/secrets.h"
#include "backend/rehearsal/server_programs.h"

using namespace saikobi;
using namespace saikobi::rehearsal;

namespace {

/// What is said on stderr while it lives.
class Overheard {
public:
    Overheard()
        : m_before(std::cerr.rdbuf(m_text.rdbuf()))
    {
    }
    ~Overheard() { std::cerr.rdbuf(m_before); }
    QByteArray text() const { return QByteArray::fromStdString(m_text.str()); }

private:
    std::ostringstream m_text{};
    std::streambuf* m_before;
};

} // namespace

class TestRehearsal : public QObject {
    Q_OBJECT

private slots:
    void refusesWithoutAServerProgram();
    void refusesAFolderInUse();
    void refusesAnAddressThatIsNone();
    void namesTheMissingServerAndItsPackage();
    void lendsAFolderToOneRehearsalOnly();
    void holdsItsAddress();
    void keepsSecretsFromOthers();
    void makesKeysOnce();
    void writesWhatAnInstanceReads();
    void writesWhatADashboardReads();

private:
    std::filesystem::path in(const char* name) const
    {
        return m_folder.filePath(QString::fromLatin1(name)).toStdString();
    }
    RehearsalOptions optionsFor(const char* name) const
    {
        RehearsalOptions options;
        options.data = in(name);
        options.crowd.reset();
        return options;
    }
    QTemporaryDir m_folder;
};

void TestRehearsal::refusesWithoutAServerProgram()
{
    const auto path = qgetenv("PATH");
    qputenv("PATH", "/nowhere");
    const Overheard said;
    const int status = runRehearsal(optionsFor("missing"));
    qputenv("PATH", path);
    QCOMPARE(status, 1);
    QVERIFY2(said.text().contains("redis-server"), said.text().constData());
    QVERIFY2(said.text().contains("install the Debian package"), said.text().constData());
}

void TestRehearsal::refusesAFolderInUse()
{
    const auto taken = DataFolder::open(in("taken"));
    const Overheard said;
    QCOMPARE(runRehearsal(optionsFor("taken")), 1);
    QVERIFY2(said.text().contains("in use by another rehearsal"), said.text().constData());
}

void TestRehearsal::refusesAnAddressThatIsNone()
{
    auto options = optionsFor("address");
    options.listen = "300.0.0.1:80";
    const Overheard said;
    QCOMPARE(runRehearsal(options), 1);
    QVERIFY2(said.text().contains("300.0.0.1:80"), said.text().constData());
}

void TestRehearsal::namesTheMissingServerAndItsPackage()
{
    const Folders empty{in("empty")};
    const auto redis = findRedisServer(empty);
    QVERIFY(!redis);
    QVERIFY(redis.error().detail.find("redis-server") != std::string::npos);
    const auto postgres = findPostgresPrograms(empty);
    QVERIFY(!postgres);
    QVERIFY(postgres.error().detail.find("postgresql-15") != std::string::npos);
}

void TestRehearsal::lendsAFolderToOneRehearsalOnly()
{
    const auto first = DataFolder::open(in("lent"));
    QVERIFY(first);
    const auto second = DataFolder::open(in("lent"));
    QVERIFY(!second);
    const auto said = QByteArray::fromStdString(second.error().detail);
    QVERIFY2(said.contains("in use by another rehearsal"), said.constData());
    QVERIFY2(said.contains(QByteArray::number(::getpid())), said.constData());
}

void TestRehearsal::holdsItsAddress()
{
    const auto held = SharedAddress::hold("127.0.0.1:0");
    QVERIFY(held);
    const auto port = std::stoi(held.value().listen().substr(held.value().listen().find(':') + 1));
    QVERIFY(freePort(port) != port);
    for (const char* wrong : {"127.0.0.1", "localhost:80", "127.0.0.1:99999", "127.0.0.1:"}) {
        const auto refused = SharedAddress::hold(wrong);
        QVERIFY2(!refused, wrong);
        QVERIFY(refused.error().detail.find(wrong) != std::string::npos);
    }
}

void TestRehearsal::keepsSecretsFromOthers()
{
    QVERIFY(writePrivateFile(in("secret"), "hush"));
    QCOMPARE(std::filesystem::status(in("secret")).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    QCOMPARE(sha256Hex("abc").substr(0, 8), std::string{"ba7816bf"});
    QVERIFY(randomHex(16) != randomHex(16));
    QCOMPARE(percentEncoded("/a b?c"), std::string{"/a%20b%3fc"});
}

void TestRehearsal::makesKeysOnce()
{
    const auto folder = DataFolder::open(in("keys")).value();
    const auto first = keysOf(folder).value();
    const auto pem = readWholeFile(first.passKey).value();
    QVERIFY(pem.rfind("-----BEGIN PRIVATE KEY-----", 0) == 0);
    QCOMPARE(readWholeFile(first.ticketKey).value().size(), std::size_t{64});
    const auto again = keysOf(folder).value();
    QCOMPARE(readWholeFile(again.passKey).value(), pem);
}

void TestRehearsal::writesWhatAnInstanceReads()
{
    const auto folder = DataFolder::open(in("with \"quotes\"")).value();
    InstanceSettings settings;
    settings.name = "serve-1";
    settings.listen = "127.0.0.1:8080";
    settings.redisPassword = folder.secret("saikobi_backend.password");
    settings.providers = {"sim", "other"};
    const auto file = writeInstance(folder, settings);
    QVERIFY(file);
    const auto text = QByteArray::fromStdString(readWholeFile(file.value()).value());
    QVERIFY(text.contains("name = \"serve-1\""));
    QVERIFY(text.contains("share_port = true"));
    QVERIFY(text.contains("with \\\"quotes\\\"/secrets/saikobi_backend.password"));
    QCOMPARE(text.count("[[provider]]"), qsizetype{2});
}

void TestRehearsal::writesWhatADashboardReads()
{
    const auto folder = DataFolder::open(in("profiles")).value();
    const auto file = writeProfile(folder,
            {"operator", "op-1", "postgresql://op-1@127.0.0.1:1/saikobi", 6379, "hush", "demo"});
    QVERIFY(file);
    const auto profile = readWholeFile(file.value()).value();
    QVERIFY(profile.find("hush") == std::string::npos); // the password is in a file of its own
    QVERIFY(profile.find("secrets-op-1.ini") != std::string::npos);
    QCOMPARE(readWholeFile(folder.profile("secrets-op-1.ini")).value(),
            std::string{"[redis]\npassword=hush\n"});
    QCOMPARE(std::filesystem::status(folder.profile("secrets-op-1.ini")).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

QTEST_GUILESS_MAIN(TestRehearsal)
#include "test_rehearsal.moc"
