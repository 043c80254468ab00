#include <QFile>
#include <QRegularExpression>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>
#include <QSslSocket>
#include <QTemporaryDir>
#include <QTest>

#include "app/connection/journey_check.h"
#include "tests/app_connection/certificates.h"

using namespace saikobi;
using namespace saikobi::tests;
using connection::JourneyCheck;
using model::JourneyRole;

namespace {

/// Answers every request with the same words.
class OneAnswer {
public:
    OneAnswer(QTcpServer& server, QByteArray answer)
        : m_server(server)
        , m_answer(std::move(answer))
    {
        QObject::connect(&server, &QTcpServer::pendingConnectionAvailable, &server, [this] {
            while (auto* socket = m_server.nextPendingConnection())
                QObject::connect(socket, &QIODevice::readyRead, socket, [this, socket] {
                    asked += socket->readAll();
                    if (!asked.contains("\r\n\r\n"))
                        return;
                    socket->write(m_answer);
                    socket->disconnectFromHost();
                });
        });
        m_server.listen(QHostAddress::LocalHost);
    }

    QByteArray asked{};

private:
    QTcpServer& m_server;
    QByteArray m_answer;
};

QByteArray answer(const char* status, const char* type)
{
    return QByteArray("HTTP/1.1 ") + status + "\r\nContent-Type: " + type
            + "\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";
}

} // namespace

/// Each host of a purchase: whose it is, and how long its certificate is good.
class TestJourneyCheck : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression{QStringLiteral(".*")}); }

    void knowsOurOwnAnswerFromAnothers_data()
    {
        QTest::addColumn<QString>("role");
        QTest::addColumn<QByteArray>("answered");
        QTest::addColumn<int>("isOurs"); // -1: cannot be told
        const auto row
                = [](const char* name, const char* role, const QByteArray& answered, int isOurs) {
                      QTest::addRow("%s", name) << QString::fromLatin1(role) << answered << isOurs;
                  };
        row("our page", "pages", answer("200 OK", "text/html; charset=utf-8"), 1);
        row("a proxy's error", "pages", answer("502 Bad Gateway", "text/html"), 0);
        row("our return", "return", answer("404 Not Found", "application/problem+json"), 1);
        row("another's return", "return", answer("404 Not Found", "text/html"), 0);
        row("our webhook", "webhook", answer("400 Bad Request", "application/json"), 1);
        row("a webhook that takes all", "webhook", answer("200 OK", "application/json"), 0);
        row("assets", "assets", answer("200 OK", "text/html"), -1);
    }

    void knowsOurOwnAnswerFromAnothers()
    {
        QFETCH(QString, role);
        QFETCH(QByteArray, answered);
        QFETCH(int, isOurs);
        QTcpServer server;
        const OneAnswer host{server, answered};
        const auto stop
                = travel(role, QStringLiteral("http://127.0.0.1:%1").arg(server.serverPort()));
        QVERIFY(stop.isOver && stop.ms);
        QCOMPARE(stop.isOurs ? int(*stop.isOurs) : -1, isOurs);
        QCOMPARE(stop.addresses, std::vector<std::string>{"127.0.0.1"});
        QVERIFY(!stop.certificateDays); // nothing was encrypted
        QVERIFY(host.asked.startsWith(role == QStringLiteral("webhook") ? "POST " : "GET "));
    }

    void aCertificateIsReadEvenIfNobodyTrustsIt()
    {
        QVERIFY(m_folder.isValid());
        Certificates made{m_folder.path()};
        QVERIFY(made.makeAuthority(QStringLiteral("nobody")));
        QVERIFY(made.make(
                QStringLiteral("shop"), QStringLiteral("shop.test"), QStringLiteral("nobody"), 12));
        QSslServer server;
        auto tls = QSslConfiguration::defaultConfiguration();
        QFile key(made.key(QStringLiteral("shop")));
        QVERIFY(key.open(QIODevice::ReadOnly));
        tls.setPrivateKey(QSslKey(&key, QSsl::Ec));
        tls.setLocalCertificateChain(
                QSslCertificate::fromPath(made.certificate(QStringLiteral("shop"))));
        server.setSslConfiguration(tls);
        const OneAnswer host{server, answer("200 OK", "text/html")};
        const auto stop = travel(QStringLiteral("pages"),
                QStringLiteral("https://127.0.0.1:%1").arg(server.serverPort()));
        QVERIFY(stop.isOver && !stop.problem.empty());
        QVERIFY(!stop.isOurs); // nothing was asked of a host that cannot be trusted
        QVERIFY(stop.certificateDays && *stop.certificateDays >= 11 && *stop.certificateDays <= 12);
        QCOMPARE(stop.certificateOf, std::string{"shop.test"});
    }

    void aHostThatIsNotThereIsSaid()
    {
        const auto stop = travel(QStringLiteral("pages"), QStringLiteral("http://127.0.0.1:1"));
        QVERIFY(stop.isOver && !stop.problem.empty() && !stop.isOurs);
        const auto nowhere
                = travel(QStringLiteral("pages"), QStringLiteral("https://shop.invalid"));
        QVERIFY(nowhere.isOver && !nowhere.problem.empty() && nowhere.addresses.empty());
    }

private:
    static model::JourneyStop travel(const QString& role, const QString& url)
    {
        sources::Profile profile;
        profile.sale = "demo";
        profile.journey = {{role.toStdString(), url.toStdString()}};
        model::JourneyStop last;
        int told = 0; // the address and the answer, in any order
        const JourneyCheck check{profile, [&](std::size_t, const model::JourneyStop& stop) {
                                     last = stop;
                                     ++told;
                                 }};
        if (!QTest::qWaitFor([&] { return told == 2; }, 30'000))
            last.problem = "it never ended";
        return last;
    }

    QTemporaryDir m_folder{};
};

QTEST_GUILESS_MAIN(TestJourneyCheck)
#include "test_journey_check.moc"
