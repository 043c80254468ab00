#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "backend/daemon/serve_config.h"

using namespace saikobi::daemon;

class TestServeConfig : public QObject {
    Q_OBJECT

private slots:
    void init();
    void completeFileIsRead();
    void howItLooksAtItselfFromOutside();
    void keysOfTheShopAreReadBySale();
    void faultsNameFileLineAndKey_data();
    void faultsNameFileLineAndKey();
    void secretsNeverStandInMessages();
    void secretsThatOthersMayReadAreRefused();
    void addressesAreHostAndPort_data();
    void addressesAreHostAndPort();

private:
    QString path(const char* name) const { return m_folder->filePath(QLatin1String(name)); }
    void write(const char* name, const QByteArray& content) const;

    std::unique_ptr<QTemporaryDir> m_folder;
    QByteArray m_complete;
};

void TestServeConfig::write(const char* name, const QByteArray& content) const
{
    QFile file(path(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
    QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
}

void TestServeConfig::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    const auto folder = m_folder->path().toUtf8();
    write("ticket", QByteArray(64, 'a') + "\n");
    write("pass.pem", "-----BEGIN PRIVATE KEY-----\n");
    write("redis", "hunter2\n");
    write("sk", "sk_test_1\n");
    write("whsec", "whsec_1\n");
    m_complete = "[instance]\nname = \"a\"\n"
                 "[http]\nlisten = \"127.0.0.1:8080\"\nprivate_listen = \"127.0.0.1:0\"\n"
                 "public_url = \"http://127.0.0.1:8080\"\ntrusted_proxies = [\"127.0.0.0/8\"]\n"
                 "[postgres]\nurl = \"postgresql://x@127.0.0.1/saikobi\"\n"
                 "[redis]\nurl = \"redis://x@127.0.0.1:6379\"\npassword_file = \""
            + folder
            + "/redis\"\n"
              "[[ticket_keys]]\nid = 7\nsecret_file = \""
            + folder
            + "/ticket\"\n"
              "sign_from = 2026-01-01T00:00:00+09:00\n"
              "[[pass_keys]]\nfile = \""
            + folder
            + "/pass.pem\"\nsign_from = 2026-01-01T00:00:00Z\n"
              "[[provider]]\nid = \"sim\"\nkind = \"stripe\"\nurl = \"http://127.0.0.1:9\"\n"
              "secret_file = \""
            + folder + "/sk\"\nwebhook_secret_file = \"" + folder + "/whsec\"\n";
}

void TestServeConfig::completeFileIsRead()
{
    write("serve.toml", m_complete);
    const auto config = readServeConfig(path("serve.toml").toStdString());
    QVERIFY2(config, config ? "" : config.error().detail.c_str());
    QCOMPARE(config.value().listen.port, std::uint16_t{8080});
    QCOMPARE(config.value().trustedProxies.front(), std::string{"127.0.0.0/8"});
    QVERIFY(!config.value().proxyProtocol && config.value().exempt.empty());
    QCOMPARE(config.value().redisPassword, std::string{"hunter2"});
    QCOMPARE(config.value().ticketKeys.front().secret, std::string(32, '\xaa'));
    QCOMPARE(config.value().providers.front().webhookSecrets.front(), std::string{"whsec_1"});
    const auto apart
            = config.value().passKeys.front().signFrom - config.value().ticketKeys.front().signFrom;
    QVERIFY(apart == std::chrono::hours{9}); // the offset counts
}

void TestServeConfig::howItLooksAtItselfFromOutside()
{
    write("serve.toml", m_complete);
    const auto usual = readServeConfig(path("serve.toml").toStdString());
    QVERIFY(usual.value().walksOutside && usual.value().balancerStats.empty());
    write("serve.toml",
            m_complete
                    + "[outside]\nwalk = false\nca_file = \"/etc/ca.pem\"\n"
                      "balancer_stats = \"http://127.0.0.1:8404/stats;csv\"\n");
    const auto config = readServeConfig(path("serve.toml").toStdString());
    QVERIFY2(config, config ? "" : config.error().detail.c_str());
    QVERIFY(!config.value().walksOutside);
    QCOMPARE(config.value().outsideCaFile, std::string{"/etc/ca.pem"});
    QCOMPARE(config.value().balancerStats, std::string{"http://127.0.0.1:8404/stats;csv"});
    write("serve.toml", m_complete + "[outside]\nbalancer_stats = \"127.0.0.1:8404\"\n");
    QVERIFY(!readServeConfig(path("serve.toml").toStdString()));
    write("serve.toml", m_complete + "[outside]\nwalk = 1\n");
    QVERIFY(!readServeConfig(path("serve.toml").toStdString()));
}

void TestServeConfig::keysOfTheShopAreReadBySale()
{
    write("subject", "0123456789abcdef0123\n");
    write("short", "0123\n");
    const auto entry = [this](const char* file) -> QByteArray {
        return QByteArray{"[[subject_key]]\nsale = \"demo\"\nsecret_file = \""}
        + path(file).toUtf8() + "\"\n";
    };
    write("serve.toml", m_complete + entry("subject"));
    const auto config = readServeConfig(path("serve.toml").toStdString());
    QVERIFY2(config, config ? "" : config.error().detail.c_str());
    QCOMPARE(config.value().subjectKeys.at("demo"), std::string{"0123456789abcdef0123"});
    write("serve.toml", m_complete + entry("subject") + entry("subject"));
    QVERIFY(!readServeConfig(path("serve.toml").toStdString()));
    write("serve.toml", m_complete + entry("short"));
    QVERIFY(!readServeConfig(path("serve.toml").toStdString()));
}

void TestServeConfig::faultsNameFileLineAndKey_data()
{
    QTest::addColumn<QByteArray>("was");
    QTest::addColumn<QByteArray>("is");
    QTest::addColumn<QByteArray>("said");
    QTest::addRow("not TOML") << QByteArray("[instance]") << QByteArray("[instance")
                              << QByteArray("serve.toml:1: ");
    QTest::addRow("a key is missing")
            << QByteArray("name = \"a\"\n") << QByteArray() << QByteArray("'name' is missing");
    QTest::addRow("an address without port")
            << QByteArray("127.0.0.1:8080\"\nprivate") << QByteArray("127.0.0.1\"\nprivate")
            << QByteArray("serve.toml:4: 'listen' '127.0.0.1' is not an address HOST:PORT");
    QTest::addRow("a number where a text belongs")
            << QByteArray("url = \"redis://x@127.0.0.1:6379\"") << QByteArray("url = 5")
            << QByteArray("'url' must be a text");
    QTest::addRow("a secret that is not there")
            << QByteArray("/sk\"") << QByteArray("/none\"")
            << QByteArray("'secret_file' names a file that cannot be read");
    QTest::addRow("a time without offset")
            << QByteArray("00:00:00+09:00") << QByteArray("00:00:00")
            << QByteArray("'sign_from' must be a time with its offset");
    QTest::addRow("a proxy that is no network")
            << QByteArray("127.0.0.0/8") << QByteArray("127.0.0.0/33")
            << QByteArray("serve.toml:7: 'trusted_proxies' has '127.0.0.0/33', which is no CIDR");
    QTest::addRow("a proxy by its name")
            << QByteArray("127.0.0.0/8") << QByteArray("proxy.example")
            << QByteArray("'trusted_proxies' has 'proxy.example', which is no CIDR");
    QTest::addRow("a network that is no list")
            << QByteArray("trusted_proxies = [\"127.0.0.0/8\"]") << QByteArray("exempt = \"::1\"")
            << QByteArray("serve.toml:7: 'exempt' must be a list of CIDRs");
    QTest::addRow("a switch that is a text")
            << QByteArray("trusted_proxies =")
            << QByteArray("proxy_protocol = \"yes\"\ntrusted_proxies =")
            << QByteArray("serve.toml:7: 'proxy_protocol' must be true or false");
    QTest::addRow("a PROXY protocol that nobody may speak")
            << QByteArray("trusted_proxies = [\"127.0.0.0/8\"]")
            << QByteArray("proxy_protocol = true")
            << QByteArray("serve.toml:7: 'proxy_protocol' needs trusted_proxies");
    QTest::addRow("another kind of provider") << QByteArray("\"stripe\"") << QByteArray("\"cash\"")
                                              << QByteArray("'kind' must be 'stripe'");
}

void TestServeConfig::faultsNameFileLineAndKey()
{
    QFETCH(QByteArray, was);
    QFETCH(QByteArray, is);
    QFETCH(QByteArray, said);
    auto broken = m_complete;
    QVERIFY(broken.contains(was));
    write("serve.toml", broken.replace(was, is));
    const auto config = readServeConfig(path("serve.toml").toStdString());
    QVERIFY(!config);
    const auto detail = QByteArray::fromStdString(config.error().detail);
    QVERIFY2(detail.contains(said) && detail.contains("serve.toml"), detail.constData());
}

void TestServeConfig::secretsNeverStandInMessages()
{
    write("ticket", "hunter2hunter2\n");
    write("serve.toml", m_complete);
    const auto config = readServeConfig(path("serve.toml").toStdString());
    QVERIFY(!config);
    QVERIFY(config.error().detail.find("64 hexadecimal digits") != std::string::npos);
    QVERIFY(config.error().detail.find("hunter2") == std::string::npos);
}

void TestServeConfig::secretsThatOthersMayReadAreRefused()
{
    write("serve.toml", m_complete);
    QVERIFY(QFile::setPermissions(path("sk"), QFile::ReadOwner | QFile::ReadOther));
    const auto config = readServeConfig(path("serve.toml").toStdString());
    QVERIFY(!config);
    QVERIFY2(config.error().detail.find("chmod 600") != std::string::npos,
            config.error().detail.c_str());
}

void TestServeConfig::addressesAreHostAndPort_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("port");
    QTest::addRow("host and port") << QByteArray("127.0.0.1:80") << 80;
    QTest::addRow("any free port") << QByteArray("127.0.0.1:0") << 0;
    QTest::addRow("no port") << QByteArray("127.0.0.1") << -1;
    QTest::addRow("no host") << QByteArray(":80") << -1;
    QTest::addRow("a port too high") << QByteArray("h:65536") << -1;
    QTest::addRow("letters behind the port") << QByteArray("h:80x") << -1;
}

void TestServeConfig::addressesAreHostAndPort()
{
    QFETCH(QByteArray, text);
    QFETCH(int, port);
    const auto address = listenAddressFromText(text.toStdString());
    QCOMPARE(address ? int{address.value().port} : -1, port);
}

QTEST_GUILESS_MAIN(TestServeConfig)
#include "test_serve_config.moc"
