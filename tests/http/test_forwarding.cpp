#include <QTest>

#include <boost/asio/ip/address.hpp>

#include "backend/http/trusted_proxies.h"

using saikobi::http::Request;
using saikobi::http::TrustedProxies;

class TestForwarding : public QObject {
    Q_OBJECT

private slots:
    void namesTheClient_data();
    void namesTheClient();
    void refusesWhatIsNoCidr_data();
    void refusesWhatIsNoCidr();
};

void TestForwarding::namesTheClient_data()
{
    QTest::addColumn<QByteArray>("peer");
    QTest::addColumn<QByteArray>("forwarded");
    QTest::addColumn<QByteArray>("client");

    QTest::addRow("a stranger is himself, whatever he says")
            << QByteArray{"203.0.113.9"} << QByteArray{"1.2.3.4"} << QByteArray{"203.0.113.9"};
    QTest::addRow("a proxy names the client")
            << QByteArray{"127.0.0.1"} << QByteArray{"1.2.3.4"} << QByteArray{"1.2.3.4"};
    QTest::addRow("the right-most untrusted entry counts, not what the client wrote itself")
            << QByteArray{"127.0.0.1"} << QByteArray{"6.6.6.6, 1.2.3.4, 10.1.2.3"}
            << QByteArray{"1.2.3.4"};
    QTest::addRow("a proxy without the header is the client")
            << QByteArray{"127.0.0.1"} << QByteArray{} << QByteArray{"127.0.0.1"};
    QTest::addRow("nonsense names nobody")
            << QByteArray{"127.0.0.1"} << QByteArray{"1.2.3.4, <script>"}
            << QByteArray{"127.0.0.1"};
    QTest::addRow("ports and brackets are not part of an address") << QByteArray{
            "127.0.0.1"} << QByteArray{"[2001:db8::1]:443"} << QByteArray{"2001:db8::1"};
    QTest::addRow("IPv4 in IPv6 clothes is IPv4")
            << QByteArray{"::ffff:127.0.0.1"} << QByteArray{"::ffff:1.2.3.4"}
            << QByteArray{"1.2.3.4"};
    QTest::addRow("only the named bits of a network count")
            << QByteArray{"10.8.0.1"} << QByteArray{"1.2.3.4"} << QByteArray{"10.8.0.1"};
}

void TestForwarding::namesTheClient()
{
    QFETCH(QByteArray, peer);
    QFETCH(QByteArray, forwarded);
    QFETCH(QByteArray, client);
    const auto proxies = TrustedProxies::fromCidrs({"127.0.0.0/8", "10.0.0.0/13", "fd00::/8"});
    QVERIFY(proxies);
    Request request;
    if (!forwarded.isEmpty())
        request.headers.emplace_back("x-forwarded-for", forwarded.toStdString());
    const auto address = boost::asio::ip::make_address(peer.toStdString());
    QCOMPARE(proxies.value().clientOf(address, request), client.toStdString());
}

void TestForwarding::refusesWhatIsNoCidr_data()
{
    QTest::addColumn<QByteArray>("cidr");
    QTest::addRow("a name") << QByteArray{"localhost"};
    QTest::addRow("too many bits") << QByteArray{"10.0.0.0/33"};
    QTest::addRow("no bits") << QByteArray{"10.0.0.0/"};
    QTest::addRow("nothing") << QByteArray{};
}

void TestForwarding::refusesWhatIsNoCidr()
{
    QFETCH(QByteArray, cidr);
    const auto proxies = TrustedProxies::fromCidrs({cidr.toStdString()});
    QVERIFY(!proxies);
    QVERIFY(proxies.error().detail.find(cidr.toStdString()) != std::string::npos);
}

QTEST_GUILESS_MAIN(TestForwarding)
#include "test_forwarding.moc"
