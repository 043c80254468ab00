#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include "app/sources/back_off.h"
#include "app/sources/profile.h"

using namespace saikobi;
using namespace saikobi::sources;

namespace {

const QString goodProfile = QStringLiteral(
        "kind=rehearsal\n"
        "[postgres]\n"
        "url=postgresql://op-1@127.0.0.1:5433/saikobi?passfile=%2Ftmp%2Fop-1.pgpass\n"
        "[redis]\n"
        "url=redis://127.0.0.1:6390\n"
        "user=op-1\n"
        "[secrets]\n"
        "file=secrets.ini\n"
        "[sale]\n"
        "id=demo\n");

} // namespace

class TestProfile : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression{QStringLiteral(".*")}); }

    void readsProfileAndSecrets()
    {
        const auto read = readProfile(written(goodProfile));
        QVERIFY2(read, read ? "" : read.error().detail.c_str());
        const auto& profile = read.value();
        QVERIFY(profile.kind == contract::ProfileKind::Rehearsal);
        QCOMPARE(profile.postgresUrl,
                std::string{
                        "postgresql://op-1@127.0.0.1:5433/saikobi?passfile=%2Ftmp%2Fop-1.pgpass"});
        QCOMPARE(profile.redisHost, std::string{"127.0.0.1"});
        QCOMPARE(profile.redisPort, 6390);
        QCOMPARE(profile.redisUser, std::string{"op-1"});
        QCOMPARE(profile.redisPassword, std::string{"open sesame"});
        QCOMPARE(profile.sale, std::string{"demo"});
    }

    void whatIsNotMeasuredHereIsNamed()
    {
        QVERIFY(readProfile(written(goodProfile)).value().notMeasured.empty());
        const auto read = readProfile(
                written(goodProfile + QStringLiteral("[figures]\nnot_measured=cpu, page_p95\n")));
        QVERIFY2(read, read ? "" : read.error().detail.c_str());
        const std::set wanted{contract::Figure::Cpu, contract::Figure::PageP95};
        QVERIFY(read.value().notMeasured == wanted);
        const auto wrong = readProfile(
                written(goodProfile + QStringLiteral("[figures]\nnot_measured=cpus\n")));
        QVERIFY(!wrong);
        QVERIFY(wrong.error().detail.find("figures/not_measured") != std::string::npos);
    }

    void namesFileAndKey_data()
    {
        QTest::addColumn<QString>("instead");
        QTest::addColumn<QString>("by");
        QTest::addColumn<QString>("key");
        const auto row
                = [](const char* what, const char* instead, const char* by, const char* key) {
                      QTest::addRow("%s", what) << QString::fromUtf8(instead)
                                                << QString::fromUtf8(by) << QString::fromUtf8(key);
                  };
        row("unknown kind", "kind=rehearsal", "kind=party", "kind");
        row("no Postgres", "postgresql://op-1", "mysql://op-1", "postgres/url");
        row("password in the address", "op-1@127", "op-1:secret@127", "postgres/url");
        row("no Redis", "redis://127.0.0.1:6390", "", "redis/url");
        row("bad sale", "id=demo", "id=Demo Sale", "sale/id");
        row("no secrets file", "file=secrets.ini", "file=nowhere.ini", "secrets/file");
    }

    void namesFileAndKey()
    {
        QFETCH(QString, instead);
        QFETCH(QString, by);
        QFETCH(QString, key);
        auto text = goodProfile;
        QVERIFY(text.contains(instead));
        const auto path = written(text.replace(instead, by));
        const auto read = readProfile(path);
        QVERIFY(!read);
        const auto message = QString::fromStdString(read.error().detail);
        QVERIFY2(message.contains(path) && message.contains(key), qPrintable(message));
        QVERIFY(!message.contains(QStringLiteral("sesame")));
    }

    void secretsThatOthersCanReadAreRefused()
    {
        const auto path = written(goodProfile);
        QFile::setPermissions(m_folder.filePath(QStringLiteral("secrets.ini")),
                QFile::ReadOwner | QFile::ReadOther);
        QVERIFY(!readProfile(path));
    }

    void noFileIsNotFound()
    {
        const auto read = readProfile(QStringLiteral("/nowhere/at/all.ini"));
        QVERIFY(!read && read.error().code == contract::FaultCode::NotFound);
    }

    void waitsLongerAndLongerButNeverTooLong()
    {
        BackOff backOff{1};
        double total = 0;
        int tries = 0;
        for (; total < 600'000; ++tries) {
            const auto wait = static_cast<double>(backOff.next().count());
            QVERIFY(wait >= 800 && wait <= 36'000);
            total += wait;
        }
        QVERIFY(tries <= 30); // ten minutes without a store
        backOff.reset();
        QVERIFY(backOff.next().count() <= 1200);
    }

private:
    QString written(const QString& text)
    {
        // A new name: QSettings does not read the same path, size and moment twice.
        const auto path = m_folder.filePath(QStringLiteral("profile-%1.ini").arg(++m_profiles));
        write(path, text);
        write(m_folder.filePath(QStringLiteral("secrets.ini")),
                QStringLiteral("[redis]\npassword=open sesame\n"));
        return path;
    }
    static void write(const QString& path, const QString& text)
    {
        QFile::remove(path);
        QFile file{path};
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text.toUtf8());
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    }

    QTemporaryDir m_folder{};
    int m_profiles = 0;
};

QTEST_GUILESS_MAIN(TestProfile)
#include "test_profile.moc"
