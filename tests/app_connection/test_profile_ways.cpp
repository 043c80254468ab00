#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include "app/connection/ssh_tunnel.h"
#include "app/connection/store_address.h"
#include "app/sources/profile.h"

using namespace saikobi;
using namespace saikobi::sources;
using connection::postgresParameter;

/// What a profile says about the way to its stores: TLS, a tunnel, where passwords are (D55, D56).
class TestProfileWays : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression{QStringLiteral(".*")}); }

    void aFarPostgresIsVerifiedUnlessToldOtherwise_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("mode");
        const auto row = [](const char* name, const char* url, const char* mode) {
            QTest::addRow("%s", name) << QString::fromLatin1(url) << QString::fromLatin1(mode);
        };
        row("another machine", "postgresql://op-1@db.example/saikobi", "verify-full");
        row("another machine by number",
                "postgresql://op-1@203.0.113.5:5433/saikobi?application_name=x", "verify-full");
        row("several machines", "postgresql://op-1@db1.example,db2.example/saikobi", "verify-full");
        row("it says so itself", "postgresql://op-1@db.example/saikobi?sslmode=require", "require");
        row("this machine", "postgresql://op-1@127.0.0.1:5433/saikobi?passfile=p", "prefer");
        row("a Unix socket", "postgresql://op-1@/saikobi?host=%2Frun%2Fpostgresql", "prefer");
    }

    void aFarPostgresIsVerifiedUnlessToldOtherwise()
    {
        QFETCH(QString, url);
        QFETCH(QString, mode);
        const auto read = readProfile(written(url));
        QVERIFY2(read, read ? "" : read.error().detail.c_str());
        const auto found = postgresParameter(read.value().postgresUrl, "sslmode");
        QCOMPARE(found.empty() ? std::string{"prefer"} : found, mode.toStdString());
        // Whom it trusts is said, so that nothing is trusted by chance.
        QCOMPARE(postgresParameter(read.value().postgresUrl, "sslrootcert").empty(),
                mode == QStringLiteral("prefer"));
    }

    void theAuthorityIsAFileBesideTheProfile()
    {
        const auto read
                = readProfile(written(QStringLiteral("postgresql://op-1@db.example/saikobi"),
                        QStringLiteral("root_certificate=ca.crt\n")));
        QVERIFY(read);
        QCOMPARE(postgresParameter(read.value().postgresUrl, "sslrootcert"),
                m_folder.filePath(QStringLiteral("ca.crt")).toStdString());
    }

    void aFarRedisNeedsATunnelOrLeave()
    {
        const auto far = QStringLiteral("redis://redis.example:6379");
        const auto refused = readProfile(written(local, {}, far));
        QVERIFY(!refused && refused.error().code == contract::FaultCode::Invalid);
        QVERIFY(refused.error().detail.find("redis/url") != std::string::npos);
        QVERIFY(readProfile(written(local, {}, far + QStringLiteral("\nallow_plain=true"))));
        QVERIFY(readProfile(
                written(local, {}, far, QStringLiteral("[tunnel]\nssh=op@gate.example\n"))));
    }

    void aTunnelIsNoOption()
    {
        for (const auto* wrong : {"-oProxyCommand=touch x", "gate -L 1:2:3", "gate\nport=70000"})
            QVERIFY(!readProfile(written(local, {}, near,
                    QStringLiteral("[tunnel]\nssh=") + QString::fromLatin1(wrong) + u'\n')));
    }

    void insideATunnelTheNameStaysThatOfTheCertificate()
    {
        const auto read
                = readProfile(written(QStringLiteral("postgresql://op-1@db.example:5433/saikobi"),
                        {}, near, QStringLiteral("[tunnel]\nssh=op@gate.example\nport=2222\n")));
        QVERIFY(read);
        const auto inside = throughTunnel(read.value(), 40001, 40002);
        QCOMPARE(postgresParameter(inside.postgresUrl, "host"), std::string{"db.example"});
        QCOMPARE(postgresParameter(inside.postgresUrl, "hostaddr"), std::string{"127.0.0.1"});
        QCOMPARE(postgresParameter(inside.postgresUrl, "port"), std::string{"40001"});
        QCOMPARE(postgresParameter(inside.postgresUrl, "sslmode"), std::string{"verify-full"});
        QCOMPARE(inside.redisPort, 40002);
        const auto words = connection::sshWords(read.value(), {40001, 40002});
        QVERIFY(std::find(words.begin(), words.end(), "127.0.0.1:40001:db.example:5433")
                != words.end());
        QVERIFY(std::find(words.begin(), words.end(), "2222") != words.end());
    }

    void passwordsComeFromWhereTheProfileSays()
    {
        QVERIFY(readProfile(written(local)).value().isAskedFor == false); // a passfile
        const auto bare = QStringLiteral("postgresql://op-1@127.0.0.1/saikobi");
        QVERIFY(readProfile(written(bare)).value().isAskedFor);
        const auto kept = readProfile(
                written(bare, {}, near, QStringLiteral("[secrets]\nkeychain=true\n")));
        QVERIFY(kept.value().keepsInKeychain && !kept.value().isAskedFor);
        const auto secrets = m_folder.filePath(QStringLiteral("s.ini"));
        write(secrets, "[redis]\npassword=one\n[postgres]\npassword=two words\n");
        const auto filed
                = readProfile(written(bare, {}, near, QStringLiteral("[secrets]\nfile=s.ini\n")));
        QVERIFY(filed);
        QCOMPARE(filed.value().redisPassword, std::string{"one"});
        QCOMPARE(
                postgresParameter(filed.value().postgresUrl, "password"), std::string{"two words"});
        QVERIFY(!readProfile(
                written(bare, {}, near, QStringLiteral("[secrets]\nfile=s.ini\nkeychain=true\n"))));
        // In the address it would stand in every list of profiles.
        QVERIFY(!readProfile(written(bare + QStringLiteral("?password=x"))));
        QVERIFY(!readProfile(
                written(QStringLiteral("postgresql://op-1:x@127.0.0.1/saikobi?passfile=p"))));
    }

    void theJourneyHasItsHosts()
    {
        const auto read = readProfile(written(local, {}, near,
                QStringLiteral(
                        "[journey]\npages=https://shop.example\nwebhook=https://pay.example\n"
                        "assets=https://a.example,https://b.example\n")));
        QVERIFY2(read, read ? "" : read.error().detail.c_str());
        const std::vector<std::pair<std::string, std::string>> wanted{
                {"pages", "https://shop.example"}, {"return", "https://shop.example"},
                {"webhook", "https://pay.example"}, {"assets", "https://a.example"},
                {"assets", "https://b.example"}};
        QVERIFY(read.value().journey == wanted);
        QVERIFY(!readProfile(
                written(local, {}, near, QStringLiteral("[journey]\npages=ftp://shop.example\n"))));
    }

private:
    const QString local = QStringLiteral("postgresql://op-1@127.0.0.1:5433/saikobi?passfile=p");
    const QString near = QStringLiteral("redis://127.0.0.1:6390");

    QString written(const QString& postgres, const QString& besidePostgres = {},
            const QString& redis = QStringLiteral("redis://127.0.0.1:6390"),
            const QString& more = {})
    {
        // A new name: QSettings does not read the same path, size and moment twice.
        const auto path = m_folder.filePath(QStringLiteral("profile-%1.ini").arg(++m_profiles));
        write(path,
                QString(QStringLiteral("kind=rehearsal\n[postgres]\nurl=\"") + postgres
                        + QStringLiteral("\"\n") + besidePostgres
                        + QStringLiteral("[redis]\nuser=op-1\nurl=") + redis
                        + QStringLiteral("\n[sale]\nid=demo\n") + more)
                        .toUtf8());
        return path;
    }

    static void write(const QString& path, const QByteArray& text)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(text);
        file.close();
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    }

    QTemporaryDir m_folder{};
    int m_profiles = 0;
};

QTEST_GUILESS_MAIN(TestProfileWays)
#include "test_profile_ways.moc"
