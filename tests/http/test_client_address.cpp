#include <QTest>

#include <boost/asio/ip/address.hpp>

#include "backend/http/handler.h"
#include "backend/http/listener.h"
#include "backend/http/proxy_protocol.h"
#include "backend/http/trusted_proxies.h"
#include "tests/http/raw_client.h"

using saikobi::http::ProxyHeader;
using saikobi::http::readProxyHeader;
using saikobi::http::Request;
using saikobi::http::TrustedProxies;
using State = ProxyHeader::State;

namespace {

constexpr const char* proxy = "127.0.0.1";
constexpr const char* stranger = "203.0.113.9";

TrustedProxies trusted()
{
    return std::move(
            TrustedProxies::fromCidrs({"127.0.0.0/8", "10.0.0.0/13", "fd00::/8", "192.0.2.77"}))
            .value();
}

std::string client(const QByteArray& peer, const Request& request)
{
    const auto address = boost::asio::ip::make_address(peer.toStdString());
    return trusted().addressOf(address, request).to_string();
}

/// A header of the PROXY protocol with these bytes behind its length.
std::string proxyHeader(char command, char family, const std::string& rest)
{
    std::string out{"\r\n\r\n\0\r\nQUIT\n", 12};
    out += command;
    out += family;
    out += static_cast<char>(rest.size() / 256);
    out += static_cast<char>(rest.size() % 256);
    return out + rest;
}

/// Answers with the address that the listener saw.
class Echo : public saikobi::http::Handler {
public:
    void handle(const Request& request, saikobi::http::Reply reply) override
    {
        saikobi::http::Response response;
        response.body = std::make_shared<const std::string>(request.address.to_string());
        reply(std::move(response));
    }
};

constexpr char local = 0x20;
constexpr char proxied = 0x21;
constexpr char tcp4 = 0x11;
constexpr char tcp6 = 0x21;
const std::string ipv4Rest{"\x01\x02\x03\x04\x0a\x00\x00\x01\x30\x39\x01\xbb", 12};

} // namespace

class TestClientAddress : public QObject {
    Q_OBJECT

private slots:
    void namesTheClient_data();
    void namesTheClient();
    void readsForwarded_data();
    void readsForwarded();
    void takesForwardedOnlyWithoutTheOther();
    void looksAtSoManyEntries();
    void refusesWhatIsNoCidr_data();
    void refusesWhatIsNoCidr();
    void readsTheProxyProtocol_data();
    void readsTheProxyProtocol();
    void waitsForTheWholeProxyHeader();
    void takesTheProxyProtocolFromTrustedPeers_data();
    void takesTheProxyProtocolFromTrustedPeers();
};

void TestClientAddress::namesTheClient_data()
{
    QTest::addColumn<QByteArray>("peer");
    QTest::addColumn<QByteArray>("forwarded");
    QTest::addColumn<QByteArray>("named");
    const auto row = [](const char* name, const char* peer, const char* header, const char* named) {
        QTest::addRow("%s", name) << QByteArray{peer} << QByteArray{header} << QByteArray{named};
    };
    row("a stranger is himself, whatever he says", stranger, "1.2.3.4", stranger);
    row("a stranger who names a proxy is himself", stranger, "127.0.0.1", stranger);
    row("a proxy names the client", proxy, "1.2.3.4", "1.2.3.4");
    row("the right-most untrusted entry counts, not what the client wrote itself", proxy,
            "6.6.6.6, 1.2.3.4, 10.1.2.3", "1.2.3.4");
    row("a client that claims to be a proxy is not looked through", proxy,
            "6.6.6.6, 10.1.2.3, 1.2.3.4", "1.2.3.4");
    row("a single proxy may be listed by its address", "192.0.2.77", "1.2.3.4", "1.2.3.4");
    row("its neighbour is no proxy", "192.0.2.78", "1.2.3.4", "192.0.2.78");
    row("a proxy without the header is the client", proxy, nullptr, proxy);
    row("an empty header names nobody", proxy, "", proxy);
    row("nonsense names nobody", proxy, "1.2.3.4, <script>", proxy);
    row("nothing after the comma names nobody", proxy, "1.2.3.4, ,10.0.0.1", "10.0.0.1");
    row("unknown is nobody", proxy, "1.2.3.4, unknown", proxy);
    row("a port is not part of an address", proxy, "1.2.3.4:567", "1.2.3.4");
    row("a port must be one", proxy, "1.2.3.4:56x", proxy);
    row("a port has five digits at most", proxy, "1.2.3.4:123456", proxy);
    row("brackets are not part of an address", proxy, "[2001:db8::1]:443", "2001:db8::1");
    row("brackets must close", proxy, "[2001:db8::1", proxy);
    row("nothing stands behind brackets", proxy, "[2001:db8::1]x", proxy);
    row("IPv6 needs no brackets", proxy, "2001:db8::1", "2001:db8::1");
    row("a zone is no address", proxy, "fe80::1%eth0", proxy);
    row("an octal address is none", proxy, "0177.0.0.1", proxy);
    row("a short address is none", proxy, "1.2.3", proxy);
    row("a number is no address", proxy, "16909060", proxy);
    row("IPv4 in IPv6 clothes is IPv4", "::ffff:127.0.0.1", "::ffff:1.2.3.4", "1.2.3.4");
    row("a proxy in IPv6 clothes is looked through", proxy, "1.2.3.4, ::ffff:10.0.0.1", "1.2.3.4");
    row("only the named bits of a network count", "10.8.0.1", "1.2.3.4", "10.8.0.1");
    row("spaces and tabs do not matter", proxy, " \t1.2.3.4\t ", "1.2.3.4");
}

void TestClientAddress::namesTheClient()
{
    QFETCH(QByteArray, peer);
    QFETCH(QByteArray, forwarded);
    QFETCH(QByteArray, named);
    Request request;
    if (!forwarded.isNull())
        request.headers.emplace_back("x-forwarded-for", forwarded.toStdString());
    QCOMPARE(client(peer, request), named.toStdString());
}

void TestClientAddress::readsForwarded_data()
{
    QTest::addColumn<QByteArray>("peer");
    QTest::addColumn<QByteArray>("forwarded");
    QTest::addColumn<QByteArray>("named");
    const auto row = [](const char* name, const char* peer, const char* header, const char* named) {
        QTest::addRow("%s", name) << QByteArray{peer} << QByteArray{header} << QByteArray{named};
    };
    row("a proxy names the client", proxy, "for=1.2.3.4", "1.2.3.4");
    row("a stranger names nobody", stranger, "for=1.2.3.4", stranger);
    row("names are of any case", proxy, "FoR=1.2.3.4", "1.2.3.4");
    row("other parameters do not matter", proxy, "proto=https;for=1.2.3.4;by=10.0.0.1", "1.2.3.4");
    row("a quoted IPv6 address with its port", proxy, "for=\"[2001:db8::1]:4711\"", "2001:db8::1");
    row("a quoted IPv4 address with its port", proxy, "for=\"1.2.3.4:80\"", "1.2.3.4");
    row("the right-most untrusted element counts", proxy,
            "for=6.6.6.6, for=1.2.3.4;host=\"a,b\", for=10.0.0.1", "1.2.3.4");
    row("a comma in quotes parts nothing", proxy, "for=6.6.6.6;host=\",for=5.5.5.5\"", "6.6.6.6");
    row("a quote that does not close hides the rest", proxy, "for=1.2.3.4, for=\"5.5.5.5", proxy);
    row("a hidden client is nobody", proxy, "for=_hidden", proxy);
    row("an unknown client is nobody", proxy, "for=1.2.3.4, for=unknown", proxy);
    row("an element without a client is nobody", proxy, "for=1.2.3.4, proto=https", proxy);
    row("a client named twice is nobody", proxy, "for=1.2.3.4;for=5.5.5.5", proxy);
    row("escapes are no address", proxy, "for=\"1.2.3\\.4\"", proxy);
    row("another parameter is not the client", proxy, "fort=1.2.3.4", proxy);
}

void TestClientAddress::readsForwarded()
{
    QFETCH(QByteArray, peer);
    QFETCH(QByteArray, forwarded);
    QFETCH(QByteArray, named);
    Request request;
    request.headers.emplace_back("forwarded", forwarded.toStdString());
    QCOMPARE(client(peer, request), named.toStdString());
}

void TestClientAddress::takesForwardedOnlyWithoutTheOther()
{
    Request request;
    request.headers.emplace_back("forwarded", "for=6.6.6.6");
    request.headers.emplace_back("x-forwarded-for", "1.2.3.4");
    QCOMPARE(client(proxy, request), std::string{"1.2.3.4"});
    request.headers.back().second = "";
    QCOMPARE(client(proxy, request), std::string{proxy});
}

void TestClientAddress::looksAtSoManyEntries()
{
    // All of them proxies: the client is the furthest one that is looked at.
    std::string chain = "10.1.0.1";
    for (int i = 1; i < 32; ++i)
        chain += ", 10.0.0." + std::to_string(i);
    Request request;
    request.headers.emplace_back("x-forwarded-for", "6.6.6.6, " + chain);
    QCOMPARE(client(proxy, request), std::string{"10.1.0.1"});
    request.headers.begin()->second = chain;
    QCOMPARE(client(proxy, request), std::string{"10.1.0.1"});
    // Several lines are one list.
    request.headers = {{"x-forwarded-for", "6.6.6.6"}, {"x-forwarded-for", "1.2.3.4, 10.0.0.1"}};
    QCOMPARE(client(proxy, request), std::string{"1.2.3.4"});
}

void TestClientAddress::refusesWhatIsNoCidr_data()
{
    QTest::addColumn<QByteArray>("cidr");
    QTest::addRow("a name") << QByteArray{"localhost"};
    QTest::addRow("too many bits") << QByteArray{"10.0.0.0/33"};
    QTest::addRow("too many bits of IPv6") << QByteArray{"fd00::/129"};
    QTest::addRow("no bits") << QByteArray{"10.0.0.0/"};
    QTest::addRow("bits that are no number") << QByteArray{"10.0.0.0/8x"};
    QTest::addRow("a sign") << QByteArray{"10.0.0.0/-8"};
    QTest::addRow("nothing") << QByteArray{};
}

void TestClientAddress::refusesWhatIsNoCidr()
{
    QFETCH(QByteArray, cidr);
    const auto proxies = TrustedProxies::fromCidrs({cidr.toStdString()});
    QVERIFY(!proxies);
    QVERIFY(proxies.error().detail.find(cidr.toStdString()) != std::string::npos);
}

void TestClientAddress::readsTheProxyProtocol_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("state");
    QTest::addColumn<QByteArray>("named");
    const auto row
            = [](const char* name, const std::string& bytes, State state, const char* named = "") {
                  QTest::addRow("%s", name) << QByteArray::fromStdString(bytes)
                                            << static_cast<int>(state) << QByteArray{named};
              };
    const std::string rest6 = std::string{"\x20\x01\x0d\xb8", 4} + std::string(11, '\0') + "\x01"
            + std::string(20, '\0');
    row("an IPv4 client", proxyHeader(proxied, tcp4, ipv4Rest), State::Complete, "1.2.3.4");
    row("an IPv6 client", proxyHeader(proxied, tcp6, rest6), State::Complete, "2001:db8::1");
    row("more behind the address", proxyHeader(proxied, tcp4, ipv4Rest + std::string(40, 'x')),
            State::Complete, "1.2.3.4");
    row("the proxy itself", proxyHeader(local, 0, {}), State::Complete);
    row("the proxy itself, with an address all the same", proxyHeader(local, tcp4, ipv4Rest),
            State::Complete);
    row("a client without an address", proxyHeader(proxied, 0, {}), State::Complete);
    row("an address that is too short", proxyHeader(proxied, tcp6, ipv4Rest), State::Malformed);
    row("another version", proxyHeader(0x11, tcp4, ipv4Rest), State::Malformed);
    row("another command", proxyHeader(0x22, tcp4, ipv4Rest), State::Malformed);
    row("version 1, as text", "PROXY TCP4 1.2.3.4 10.0.0.1 5 6\r\n", State::Malformed);
    row("plain HTTP", "GET / HTTP/1.1\r\n", State::Malformed);
    row("without end", proxyHeader(proxied, tcp4, std::string(521, 'x')), State::Malformed);
    row("nothing yet", "", State::NeedMore);
}

void TestClientAddress::readsTheProxyProtocol()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, state);
    QFETCH(QByteArray, named);
    const auto header = readProxyHeader({bytes.data(), static_cast<std::size_t>(bytes.size())});
    QCOMPARE(static_cast<int>(header.state), state);
    QCOMPARE(header.client ? header.client->to_string() : std::string{}, named.toStdString());
    if (header.state == State::Complete)
        QCOMPARE(header.size, static_cast<std::size_t>(bytes.size()));
}

void TestClientAddress::waitsForTheWholeProxyHeader()
{
    const auto whole = proxyHeader(proxied, tcp4, ipv4Rest);
    for (std::size_t size = 0; size < whole.size(); ++size)
        QVERIFY(readProxyHeader(whole.substr(0, size)).state == State::NeedMore);
    QCOMPARE(readProxyHeader(whole + "GET / HTTP/1.1").size, whole.size());
}

void TestClientAddress::takesTheProxyProtocolFromTrustedPeers_data()
{
    QTest::addColumn<bool>("isTrusted");
    QTest::addColumn<bool>("isOn");
    QTest::addColumn<QByteArray>("sent");
    QTest::addColumn<QByteArray>("answer"); ///< begins or ends so; empty: closed without one
    const QByteArray plain{"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"};
    const auto header = QByteArray::fromStdString(proxyHeader(proxied, tcp4, ipv4Rest));
    const auto fromSelf = QByteArray::fromStdString(proxyHeader(local, 0, {}));
    const QByteArray nested{"GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 6.6.6.6\r\n"
                            "Connection: close\r\n\r\n"};
    const auto row = [](const char* name, bool isTrusted, bool isOn, const QByteArray& sent,
                             const char* answer) {
        QTest::addRow("%s", name) << isTrusted << isOn << sent << QByteArray{answer};
    };
    row("a trusted proxy names the client", true, true, QByteArray{header + plain}, "1.2.3.4");
    row("and speaks for itself", true, true, QByteArray{fromSelf + plain}, "127.0.0.1");
    row("whom it names is no proxy", true, true, QByteArray{header + nested}, "1.2.3.4");
    row("a trusted proxy that forgets it is cut off", true, true, plain, "");
    row("a stranger needs none", false, true, plain, "127.0.0.1");
    row("a stranger's header is no HTTP", false, true, QByteArray{header + plain}, "HTTP/1.1 400");
    row("switched off it is no HTTP", true, false, QByteArray{header + plain}, "HTTP/1.1 400");
}

void TestClientAddress::takesTheProxyProtocolFromTrustedPeers()
{
    QFETCH(bool, isTrusted);
    QFETCH(bool, isOn);
    QFETCH(QByteArray, sent);
    QFETCH(QByteArray, answer);
    saikobi::tests::Loop loop;
    Echo echo;
    saikobi::http::ListenerOptions options;
    options.proxyProtocol = isOn;
    options.trustedProxies = {isTrusted ? "127.0.0.1" : "10.0.0.1"};
    auto opened = saikobi::http::Listener::open(loop.context().get_executor(), options, echo);
    QVERIFY(opened);
    const auto listener = std::move(opened).value();
    for (const bool inPieces : {false, true}) {
        saikobi::tests::RawClient client{listener->port()};
        if (inPieces) {
            client.send(sent.left(5).toStdString());
            client.send(sent.mid(5).toStdString());
        } else {
            client.send(sent.toStdString());
        }
        const auto got = QByteArray::fromStdString(client.readAll());
        QVERIFY2(answer.isEmpty() ? got.isEmpty() : got.startsWith(answer) || got.endsWith(answer),
                got.constData());
    }
    loop.stop();
}

QTEST_GUILESS_MAIN(TestClientAddress)
#include "test_client_address.moc"
