#include <QTest>

#include "backend/waiting_room/base64url.h"
#include "backend/waiting_room/pass.h"

using namespace saikobi;
using waiting_room::PassClaims;
using waiting_room::PassKeys;
using namespace std::chrono_literals;

namespace {

const auto now = contract::fromUnixMs(1767225600000);

/// Making RSA keys is slow; the tests share two.
const std::string& pem(int which)
{
    static const std::array made{PassKeys::generatePem(), PassKeys::generatePem()};
    return made.at(static_cast<std::size_t>(which));
}

PassKeys keys(int which = 0)
{
    return std::move(PassKeys::fromPem({{pem(which), now - 1h}}, "saikobi")).value();
}

PassClaims sample()
{
    PassClaims claims;
    claims.sale = "demo";
    claims.subject = "8c9f2d1e-0000-4000-8000-000000000001";
    claims.number = claims.place = 42;
    claims.issuedAt = now;
    claims.expiresAt = now + 1h;
    return claims;
}

} // namespace

class TestPass : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void verifiesWhatItSigned();
    void theSameClaimsGiveTheSameBytes();
    void endsWhenItSays();
    void forgedOnesAreRefused();
    void unsignedOnesAreRefused();
    void keysArePublishedWithTheirThumbprint();
    void aNewKeyTakesOverAndTheOldStillVerifies();
    void beforeAllTimesTheOldestSigns();
    void unreadableKeysAreNamed();
};

void TestPass::verifiesWhatItSigned()
{
    const auto ours = keys();
    const auto read = ours.verify(ours.sign(sample(), now), "demo", now + 59min);
    QVERIFY(read);
    QCOMPARE(read.value().subject, sample().subject);
    QCOMPARE(read.value().number, std::int64_t{42});
    QCOMPARE(read.value().place, std::int64_t{42});
    QVERIFY(read.value().expiresAt == sample().expiresAt);
}

void TestPass::theSameClaimsGiveTheSameBytes()
{
    QCOMPARE(keys().sign(sample(), now), keys().sign(sample(), now + 10min));
}

void TestPass::endsWhenItSays()
{
    const auto ours = keys();
    const auto token = ours.sign(sample(), now);
    QVERIFY(ours.verify(token, "demo", now + 1h - 1s));
    QVERIFY(!ours.verify(token, "demo", now + 1h));
    QVERIFY(!ours.verify(token, "demo", now - 5min)); // not before it was given
}

void TestPass::forgedOnesAreRefused()
{
    const auto ours = keys();
    const auto token = ours.sign(sample(), now);
    QVERIFY(!ours.verify(token, "small", now));
    QVERIFY(!keys(1).verify(token, "demo", now));
    for (std::size_t i = 0; i < token.size(); i += 7) {
        auto forged = token;
        forged[i] = forged[i] == 'A' ? 'B' : 'A';
        QVERIFY2(!ours.verify(forged, "demo", now), forged.c_str());
    }
    for (const char* text : {"", ".", "..", "a.b.c", "AQcql1FsAAEAAAAAMDkBm3baqHsBAAAAAAAAAAAA"})
        QVERIFY(!ours.verify(text, "demo", now));
}

void TestPass::unsignedOnesAreRefused()
{
    const auto ours = keys();
    const auto token = ours.sign(sample(), now);
    const auto body = token.substr(token.find('.'), token.rfind('.') - token.find('.'));
    const auto header = waiting_room::toBase64Url(R"({"alg":"none","typ":"JWT"})");
    QVERIFY(!ours.verify(header + body + ".", "demo", now));
}

void TestPass::keysArePublishedWithTheirThumbprint()
{
    const auto ours = keys();
    const auto token = ours.sign(sample(), now);
    const auto header = waiting_room::fromBase64Url(token.substr(0, token.find('.'))).value();
    const auto at = header.find("\"kid\":\"") + 7;
    const auto kid = header.substr(at, header.find('"', at) - at);
    QCOMPARE(kid.size(), std::size_t{43}); // SHA-256 in base64url
    QVERIFY(ours.jwks().find("\"kid\":\"" + kid + "\"") != std::string::npos);
    QVERIFY(ours.jwks().find(R"("kty":"RSA")") != std::string::npos);
    QVERIFY(ours.jwks().find(R"("e":"AQAB")") != std::string::npos);
    QVERIFY(ours.jwks().find("\"d\"") == std::string::npos); // nothing private
}

void TestPass::aNewKeyTakesOverAndTheOldStillVerifies()
{
    const auto both
            = std::move(PassKeys::fromPem({{pem(1), now + 1h}, {pem(0), now - 1h}}, "saikobi"))
                      .value();
    QCOMPARE(both.sign(sample(), now), keys(0).sign(sample(), now));
    QCOMPARE(both.sign(sample(), now + 2h), keys(1).sign(sample(), now));
    QVERIFY(both.verify(keys(0).sign(sample(), now), "demo", now));
    QVERIFY(both.verify(keys(1).sign(sample(), now), "demo", now));
}

void TestPass::beforeAllTimesTheOldestSigns()
{
    const auto early
            = std::move(PassKeys::fromPem({{pem(1), now + 2h}, {pem(0), now + 1h}}, "saikobi"))
                      .value();
    const auto token = early.sign(sample(), now);
    QCOMPARE(token, keys(0).sign(sample(), now));
    QVERIFY(early.verify(token, "demo", now));
}

void TestPass::unreadableKeysAreNamed()
{
    const auto wrong = PassKeys::fromPem({{pem(0), now}, {"no key", now}}, "saikobi");
    QVERIFY(!wrong);
    QVERIFY(wrong.error().detail.find("pass key 2") != std::string::npos);
    QVERIFY(!PassKeys::fromPem({}, "saikobi"));
}

QTEST_GUILESS_MAIN(TestPass)
#include "test_pass.moc"
