#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>

#include <pqxx/pqxx>

#include <pwd.h>
#include <unistd.h>

#include "tests/app_connection/certificates.h"
#include "tests/app_connection/walked.h"
#include "tests/support/sample_sale.h"

using namespace saikobi;
using namespace saikobi::tests;
using model::Hop;
using model::HopCause;
using model::HopState;
using model::StorePath;

/// A Postgres that speaks TLS, and everything that can be wrong with its certificate (D56).
class TestPostgresTls : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_stores = TestStores::start();
        QVERIFY2(m_stores, TestStores::whyNot().c_str());
        QVERIFY(m_folder.isValid());
        QVERIFY(m_made.makeAuthority(QStringLiteral("ours")));
        QVERIFY(m_made.makeAuthority(QStringLiteral("another")));
        QVERIFY(m_made.make(QStringLiteral("good"), host, QStringLiteral("ours")));
        QVERIFY(m_made.make(QStringLiteral("over"), host, QStringLiteral("ours"), -1));
        QVERIFY(m_made.make(
                QStringLiteral("foreign"), QStringLiteral("shop.test"), QStringLiteral("ours")));
        loadSample(*m_stores);
        letTheSaleRun(*m_stores);
    }

    void init() { QTest::failOnWarning(QRegularExpression{QStringLiteral(".*")}); }

    void whatIsWrongIsNamedAtTheTlsStep_data()
    {
        QTest::addColumn<QString>("certificate");
        QTest::addColumn<QString>("trusts");
        QTest::addColumn<QString>("mode");
        QTest::addColumn<int>("state");
        QTest::addColumn<int>("cause");
        const auto row = [](const char* name, const char* certificate, const char* trusts,
                                 const char* mode, HopState state, HopCause cause) {
            QTest::addRow("%s", name) << certificate << trusts << mode << static_cast<int>(state)
                                      << static_cast<int>(cause);
        };
        row("all is well", "good", "ours", "verify-full", HopState::Passed, HopCause::None);
        row("a wrong authority", "good", "another", "verify-full", HopState::Failed,
                HopCause::NotTrusted);
        row("another host's certificate", "foreign", "ours", "verify-full", HopState::Failed,
                HopCause::WrongName);
        row("an expired one", "over", "ours", "verify-full", HopState::Failed,
                HopCause::NotTrusted);
        row("no file of the authority", "good", "nowhere", "verify-full", HopState::Failed,
                HopCause::NoAuthority);
        row("nobody looks at it", "foreign", "ours", "require", HopState::Passed,
                HopCause::NotVerified);
    }

    void whatIsWrongIsNamedAtTheTlsStep()
    {
        QFETCH(QString, certificate);
        QFETCH(QString, trusts);
        QFETCH(QString, mode);
        QFETCH(int, state);
        QFETCH(int, cause);
        present(certificate);
        const Walked walked{profile(trusts, mode)};
        QVERIFY(walked.isOver());
        const auto& tls = walked.at(StorePath::Postgres, Hop::Tls);
        QVERIFY2(static_cast<int>(tls.state) == state, walked.told().c_str());
        QVERIFY2(static_cast<int>(tls.cause) == cause, walked.told().c_str());
        // Nobody signs in behind a step that failed: the password stays here.
        QCOMPARE(walked.at(StorePath::Postgres, Hop::SignIn).state == HopState::Waiting,
                tls.state == HopState::Failed);
        if (tls.state == HopState::Passed && mode == QStringLiteral("verify-full")) {
            QVERIFY2(!walked.report().failed(StorePath::Postgres), walked.told().c_str());
            QVERIFY(tls.detail.starts_with("TLSv1."));
        }
    }

private:
    /// The server takes another certificate at a reload. Its key must be its own.
    void present(const QString& name)
    {
        const QString data{
                QString::fromStdString(m_stores->folder()) + QStringLiteral("/postgres/data/")};
        for (const auto& [from, to] :
                {std::pair{m_made.certificate(name), QString(name + QStringLiteral(".crt"))},
                        {m_made.key(name), QString(name + QStringLiteral(".key"))}}) {
            const auto path = QString(data + to);
            QFile::remove(path);
            QVERIFY(QFile::copy(from, path));
            QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner);
            if (::geteuid() == 0)
                if (const auto* user = ::getpwnam("postgres"))
                    QCOMPARE(::chown(path.toUtf8().constData(), user->pw_uid, user->pw_gid), 0);
        }
        const auto file = name.toStdString();
        for (const auto& setting : {std::string{"ssl = on"}, "ssl_cert_file = '" + file + ".crt'",
                     "ssl_key_file = '" + file + ".key'"})
            setAndReload("alter system set " + setting);
        // A process that the server starts from now on has read it.
        QTRY_COMPARE(m_stores->valueOf("select current_setting('ssl_key_file')"), file + ".key");
    }

    void setAndReload(const std::string& statement)
    {
        pqxx::connection connection(m_stores->superuserUrl());
        pqxx::nontransaction work(connection);
        work.exec(statement);
        work.exec("select pg_reload_conf()");
    }

    sources::Profile profile(const QString& trusts, const QString& mode)
    {
        auto out = profileOf(m_stores->viewerUrl(), m_stores->viewerRedis());
        out.postgresUrl.replace(out.postgresUrl.find("127.0.0.1"), 9, host.toStdString());
        out.postgresUrl += "&hostaddr=127.0.0.1&sslmode=" + mode.toStdString()
                + "&sslrootcert=" + m_made.certificate(trusts).toStdString();
        return out;
    }

    const QString host = QStringLiteral("db.test");
    QTemporaryDir m_folder{};
    Certificates m_made{m_folder.path()};
    std::unique_ptr<TestStores> m_stores{};
};

QTEST_GUILESS_MAIN(TestPostgresTls)
#include "test_postgres_tls.moc"
