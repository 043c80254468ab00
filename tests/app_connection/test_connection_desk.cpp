#include <QDir>
#include <QDirIterator>
#include <QRegularExpression>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>

#include "app/connection/connection_desk.h"
#include "app/connection/profile_list.h"
#include "tests/app_connection/walked.h"
#include "tests/support/sample_sale.h"

using namespace saikobi;
using namespace saikobi::connection;
using namespace saikobi::tests;

namespace {

/// A keychain that the test looks into.
class TestKeeper : public SecretKeeper {
public:
    void read(const QString& profile,
            std::function<void(const std::optional<Secrets>&)> then) override
    {
        const auto found = kept.find(profile);
        then(found == kept.end() ? std::nullopt : std::optional{found->second});
    }
    void keep(
            const QString& profile, const Secrets& secrets, std::function<void(bool)> then) override
    {
        if (isThere)
            kept[profile] = secrets;
        then(isThere);
    }

    bool isThere = true;
    std::map<QString, Secrets> kept{};
};

} // namespace

/// Opening a profile: where its passwords come from, what is remembered of it, and that no secret
/// is left anywhere but in the keychain (D55).
class TestConnectionDesk : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_stores = TestStores::start();
        QVERIFY2(m_stores, TestStores::whyNot().c_str());
        loadSample(*m_stores);
        letTheSaleRun(*m_stores);
        QCoreApplication::setOrganizationName(QStringLiteral("saikobi"));
        QCoreApplication::setApplicationName(QStringLiteral("saikobi-test"));
        QVERIFY(m_home.isValid());
        qputenv("XDG_CONFIG_HOME", m_home.path().toUtf8());
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_home.path());
        QVERIFY(QDir().mkpath(profileFolder()));
    }

    void init()
    {
        QTest::failOnWarning(QRegularExpression{QStringLiteral(".*")});
        QSettings().clear();
        m_entered.clear();
        m_keeper = std::make_unique<TestKeeper>();
    }

    void aProfileWithAFileIsOpenedAtOnceAndTested()
    {
        const auto path = writeProfile("[secrets]\nfile=secrets-op.ini\n");
        writeSecrets();
        auto desk = makeDesk();
        QSignalSpy opened(desk.get(), &ConnectionDesk::opened);
        QCOMPARE(desk->open(path), QString());
        QCOMPARE(opened.count(), 1);
        QCOMPARE(m_entered.size(), std::size_t(1));
        QCOMPARE(m_entered[0].redisPassword, m_stores->operatorRedis().password);
        const auto& picture = desk->model().picture();
        QCOMPARE(picture.open, path.toStdString());
        QTRY_VERIFY_WITH_TIMEOUT(picture.report && picture.report->isOver(), 30'000);
        QVERIFY(picture.report->skewMs);
    }

    void theSalesOfAProfileAreRememberedWhilePostgresIsAway()
    {
        const auto path = writeProfile("[secrets]\nfile=secrets-op.ini\n");
        writeSecrets();
        {
            auto desk = makeDesk();
            desk->open(path);
            QTRY_VERIFY_WITH_TIMEOUT(!desk->model().picture().profiles.at(0).sales.empty(), 30'000);
        }
        m_stores->postgres().pause();
        auto later = makeDesk();
        const auto sales = later->model().picture().profiles.at(0).sales;
        m_stores->postgres().resume();
        QCOMPARE(sales.size(), std::size_t(1));
        QCOMPARE(sales[0].id, std::string{"demo"});
    }

    void anotherSaleOfTheProfileMayBeOpened()
    {
        const auto path = writeProfile("[secrets]\nfile=secrets-op.ini\n");
        writeSecrets();
        auto desk = makeDesk();
        desk->open(path, QStringLiteral("winter"));
        QCOMPARE(m_entered.at(0).sale, std::string{"winter"});
        QCOMPARE(desk->model().picture().openSale, std::string{"winter"});
    }

    void withoutAKeychainItAsksAndKeepsNothing()
    {
        m_keeper->isThere = false;
        const auto path = writeProfile("[secrets]\nkeychain=true\n");
        auto desk = makeDesk();
        QSignalSpy asked(desk.get(), &ConnectionDesk::asked);
        QCOMPARE(desk->open(path), QString());
        QCOMPARE(asked.count(), 1);
        QVERIFY(m_entered.empty()); // nobody knocks without a password
        QCOMPARE(desk->model().picture().asking, path.toStdString());
        desk->give({QStringLiteral("pg-sesame"), QStringLiteral("redis-sesame")}, true);
        QCOMPARE(m_entered.size(), std::size_t(1));
        QCOMPARE(m_entered[0].redisPassword, std::string{"redis-sesame"});
        QVERIFY(m_entered[0].postgresUrl.find("pg-sesame") != std::string::npos);
        QVERIFY(desk->model().picture().couldNotKeep);
        QVERIFY(desk->model().picture().asking.empty());
        QCOMPARE(filesWith("sesame"), QStringList());
    }

    void theKeychainIsAskedFirstAndWrittenOnlyWhenWanted()
    {
        const auto path = writeProfile("[secrets]\nkeychain=true\n");
        auto desk = makeDesk();
        desk->open(path);
        desk->give({QStringLiteral("one"), QStringLiteral("two")}, false);
        QVERIFY(m_keeper->kept.empty());
        desk->open(path);
        desk->give({QStringLiteral("pg-sesame"), QStringLiteral("redis-sesame")}, true);
        QCOMPARE(m_keeper->kept.size(), std::size_t(1));
        desk->open(path);
        QCOMPARE(m_entered.size(), std::size_t(3));
        QCOMPARE(m_entered[2].redisPassword, std::string{"redis-sesame"});
        QCOMPARE(filesWith("sesame"), QStringList());
    }

    void aBrokenProfileIsShownWithWhatIsWrong()
    {
        QFile file(QDir(profileFolder()).filePath(QStringLiteral("broken.ini")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("kind=party\n");
        file.close();
        auto desk = makeDesk();
        QVERIFY(desk->open(file.fileName()).contains(QStringLiteral("kind")));
        QVERIFY(!desk->model().picture().profiles.at(0).problem.empty());
        QVERIFY(m_entered.empty());
        file.remove();
    }

private:
    std::unique_ptr<ConnectionDesk> makeDesk()
    {
        return std::make_unique<ConnectionDesk>(
                [this](const sources::Profile& profile) { m_entered.push_back(profile); },
                *m_keeper);
    }

    QString writeProfile(const char* more)
    {
        const auto path = QDir(profileFolder()).filePath(QStringLiteral("op.ini"));
        const auto redis = m_stores->operatorRedis();
        auto url = m_stores->operatorUrl();
        write(path,
                "kind=rehearsal\n[postgres]\nurl=\"" + QByteArray::fromStdString(url)
                        + "\"\n[redis]\nuser=op-1\nurl=redis://127.0.0.1:"
                        + QByteArray::number(redis.port) + "\n[sale]\nid=demo\n" + more);
        return path;
    }
    void writeSecrets()
    {
        write(QDir(profileFolder()).filePath(QStringLiteral("secrets-op.ini")),
                "[redis]\npassword=" + QByteArray::fromStdString(m_stores->operatorRedis().password)
                        + "\n");
    }
    static void write(const QString& path, const QByteArray& text)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(text);
        file.close();
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    }

    /// Every file of settings and profiles that has that in it.
    QStringList filesWith(const QByteArray& text) const
    {
        QSettings().sync();
        QStringList out;
        QDirIterator each(m_home.path(), QDir::Files, QDirIterator::Subdirectories);
        while (each.hasNext()) {
            QFile file(each.next());
            if (file.open(QIODevice::ReadOnly) && file.readAll().contains(text))
                out << file.fileName();
        }
        return out;
    }

    QTemporaryDir m_home{};
    std::unique_ptr<TestStores> m_stores{};
    std::unique_ptr<TestKeeper> m_keeper{};
    std::vector<sources::Profile> m_entered{};
};

QTEST_GUILESS_MAIN(TestConnectionDesk)
#include "test_connection_desk.moc"
