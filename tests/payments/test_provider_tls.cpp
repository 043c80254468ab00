#include <QTemporaryDir>
#include <QTest>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <memory>

#include "backend/payments/stripe_client.h"
#include "tests/support/run_until.h"

using namespace saikobi;
using namespace std::chrono_literals;
namespace asio = boost::asio;
using asio::ip::tcp;
using payments::StripeClient;
using payments::StripeReply;

namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;

struct Party {
    Key key{EVP_EC_gen("P-256"), EVP_PKEY_free};
    Certificate certificate{X509_new(), X509_free};
};

void addExtension(X509* to, int nid, const std::string& value)
{
    auto* made = X509V3_EXT_conf_nid(nullptr, nullptr, nid, value.c_str());
    X509_add_ext(to, made, -1);
    X509_EXTENSION_free(made);
}

/// A party of that name, vouched for by `issuer`, or by itself.
Party partyNamed(const std::string& name, const Party* issuer)
{
    static long serial = 0;
    Party out;
    auto* const certificate = out.certificate.get();
    X509_set_version(certificate, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), ++serial);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
    X509_set_pubkey(certificate, out.key.get());
    auto* const subject = X509_get_subject_name(certificate);
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
            reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
    X509_set_issuer_name(
            certificate, issuer ? X509_get_subject_name(issuer->certificate.get()) : subject);
    if (issuer)
        addExtension(certificate, NID_subject_alt_name, "DNS:" + name);
    else
        addExtension(certificate, NID_basic_constraints, "critical,CA:TRUE");
    X509_sign(certificate, (issuer ? *issuer : out).key.get(), EVP_sha256());
    return out;
}

template<class Write>
std::string pem(Write write)
{
    const std::unique_ptr<BIO, decltype(&BIO_free)> bio{BIO_new(BIO_s_mem()), BIO_free};
    write(bio.get());
    char* data = nullptr;
    const auto size = BIO_get_mem_data(bio.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

std::string certificatePem(const Party& party)
{
    return pem([&](BIO* bio) { PEM_write_bio_X509(bio, party.certificate.get()); });
}

std::string keyPem(const Party& party)
{
    return pem([&](BIO* bio) {
        PEM_write_bio_PrivateKey(bio, party.key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    });
}

} // namespace

/// The way to a provider that is not on this machine, judged by who vouches for it and its name.
class TestProviderTls : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void nobodyElseGetsOurSecret_data();
    void nobodyElseGetsOurSecret();
    void addressesThatCannotBeTrustedAreRefused_data();
    void addressesThatCannotBeTrustedAreRefused();

private:
    asio::awaitable<void> serve(const Party& as);
    contract::Result<StripeReply> askOnce(const std::string& caFile, std::uint16_t port);

    asio::io_context m_context;
    std::unique_ptr<tcp::acceptor> m_acceptor;
    std::unique_ptr<asio::ssl::context> m_identity;
    std::string m_heard; ///< by the server, decrypted
    QTemporaryDir m_folder;
    std::unique_ptr<Party> m_authority;
    std::string m_caFile;
};

void TestProviderTls::initTestCase()
{
    m_authority = std::make_unique<Party>(partyNamed("Test authority", nullptr));
    QFile file{m_folder.filePath(QStringLiteral("ca.pem"))};
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray::fromStdString(certificatePem(*m_authority)));
    m_caFile = file.fileName().toStdString();
}

asio::awaitable<void> TestProviderTls::serve(const Party& as)
{
    const auto certificate = certificatePem(as);
    const auto key = keyPem(as);
    m_identity = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_server);
    m_identity->use_certificate(asio::buffer(certificate), asio::ssl::context::pem);
    m_identity->use_private_key(asio::buffer(key), asio::ssl::context::pem);
    auto socket = co_await m_acceptor->async_accept(asio::use_awaitable);
    asio::ssl::stream<tcp::socket> stream{std::move(socket), *m_identity};
    try {
        co_await stream.async_handshake(asio::ssl::stream_base::server, asio::use_awaitable);
        co_await asio::async_read_until(
                stream, asio::dynamic_buffer(m_heard), "\r\n\r\n", asio::use_awaitable);
        const std::string answer{"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"};
        co_await asio::async_write(stream, asio::buffer(answer), asio::use_awaitable);
    } catch (const boost::system::system_error&) {
        // Whoever does not trust us hangs up.
    }
}

contract::Result<StripeReply> TestProviderTls::askOnce(
        const std::string& caFile, std::uint16_t port)
{
    const auto endpoint = payments::endpointFromUrl(
            "https://localhost:" + std::to_string(port), "sk_test_secret", caFile);
    if (!endpoint)
        return endpoint.error();
    StripeClient client{m_context.get_executor(), endpoint.value()};
    std::optional<contract::Result<StripeReply>> out;
    const auto ask = [](StripeClient& by, auto& into) -> asio::awaitable<void> {
        auto connection = co_await by.connect();
        if (!connection) {
            into = connection.error();
            co_return;
        }
        payments::StripeCall call;
        call.target = "/v1/payment_intents/pi_1";
        into = co_await by.send(std::move(connection).value(), call);
    };
    asio::co_spawn(m_context, ask(client, out), asio::detached);
    tests::runUntil(
            m_context, [&out] { return out.has_value(); }, 5s);
    return out.value_or(contract::Fault{contract::FaultCode::Internal, "no end"});
}

void TestProviderTls::nobodyElseGetsOurSecret_data()
{
    QTest::addColumn<QString>("serverName");
    QTest::addColumn<bool>("isAuthorityKnown");
    QTest::addColumn<bool>("isServed");
    QTest::addRow("right name, vouched for") << "localhost" << true << true;
    QTest::addRow("another name") << "elsewhere.example" << true << false;
    QTest::addRow("vouched for by a stranger") << "localhost" << false << false;
}

void TestProviderTls::nobodyElseGetsOurSecret()
{
    QFETCH(QString, serverName);
    QFETCH(bool, isAuthorityKnown);
    QFETCH(bool, isServed);
    m_heard.clear();
    m_acceptor = std::make_unique<tcp::acceptor>(
            m_context, tcp::endpoint{asio::ip::make_address("127.0.0.1"), 0});
    const auto server = partyNamed(serverName.toStdString(), m_authority.get());
    asio::co_spawn(m_context, serve(server), asio::detached);
    // Without a file of ours the system's own authorities count, and none of them knows the test's.
    const auto reply
            = askOnce(isAuthorityKnown ? m_caFile : "", m_acceptor->local_endpoint().port());
    QCOMPARE(static_cast<bool>(reply), isServed);
    QCOMPARE(m_heard.find("sk_test_secret") != std::string::npos, isServed);
    if (!isServed)
        QVERIFY(reply.error().code == contract::FaultCode::Unavailable); // nothing was sent
    m_acceptor->close();
    m_context.restart();
    m_context.poll();
}

void TestProviderTls::addressesThatCannotBeTrustedAreRefused_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("caFile");
    QTest::addRow("another machine without TLS") << "http://api.stripe.com"
                                                 << "";
    QTest::addRow("a file that is not there") << "https://api.stripe.com"
                                              << "/nowhere/ca.pem";
    QTest::addRow("no scheme") << "api.stripe.com"
                               << "";
}

void TestProviderTls::addressesThatCannotBeTrustedAreRefused()
{
    QFETCH(QString, url);
    QFETCH(QString, caFile);
    const auto endpoint = payments::endpointFromUrl(url.toStdString(), "sk", caFile.toStdString());
    QVERIFY(!endpoint);
    QVERIFY(endpoint.error().code == contract::FaultCode::Invalid);
    QVERIFY(payments::endpointFromUrl("https://api.stripe.com", "sk").value().port == 443);
}

QTEST_GUILESS_MAIN(TestProviderTls)
#include "test_provider_tls.moc"
