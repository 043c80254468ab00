#include <QTest>

#include "backend/waiting_room/ticket.h"

using namespace saikobi;
using waiting_room::Ticket;
using waiting_room::TicketKey;
using waiting_room::TicketKeys;
using namespace std::chrono_literals;

namespace {

const auto now = contract::fromUnixMs(1767225600123);

std::string secret(int first)
{
    std::string out;
    for (int i = 0; i < 32; ++i)
        out += static_cast<char>(first + i);
    return out;
}

TicketKeys keys()
{
    return TicketKeys{{{7, secret(0), now - 1h}}};
}

Ticket sample()
{
    Ticket ticket;
    ticket.sale = "demo";
    ticket.number = 12345;
    ticket.joinedAt = now;
    ticket.flags = waiting_room::ticket_flag::joinedBefore;
    return ticket;
}

constexpr const char* vector = "AQcql1FsAAEAAAAAMDkBm3baqHsBAAAAAAAAAAAAliIcBJDIkYrpRvlRp3nqiA";

} // namespace

/// The published format (WAITING_ROOM.md §1) and I10: forged tickets change nothing.
class TestTicket : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void followsThePublishedVector();
    void comesBackAsItWasSigned();
    void everyChangedCharacterIsAForgery();
    void malformedOnesAreRefused_data();
    void malformedOnesAreRefused();
    void anotherSaleOrKeyIsAForgery();
    void theNewestKeyWhoseTimeHasComeSigns();
    void beforeAllTimesTheOldestSigns();
    void theRequestIdBelongsToTheNumber();
};

void TestTicket::followsThePublishedVector()
{
    QCOMPARE(keys().sign(sample(), now), std::string{vector});
}

void TestTicket::comesBackAsItWasSigned()
{
    auto ticket = sample();
    ticket.run.value = 3;
    ticket.member = 2;
    ticket.subject = 0x0123456789abcdef;
    ticket.number = waiting_room::highestNumber;
    const auto read = keys().verify(keys().sign(ticket, now), "demo");
    QVERIFY(read);
    QCOMPARE(read.value().run.value, 3);
    QCOMPARE(read.value().number, waiting_room::highestNumber);
    QCOMPARE(contract::toUnixMs(read.value().joinedAt), contract::toUnixMs(now));
    QCOMPARE(read.value().flags, std::uint8_t{1});
    QCOMPARE(read.value().member, std::uint8_t{2});
    QCOMPARE(read.value().subject, std::uint64_t{0x0123456789abcdef});
}

void TestTicket::everyChangedCharacterIsAForgery()
{
    const std::string good{vector};
    for (std::size_t i = 0; i < good.size(); ++i) {
        auto forged = good;
        forged[i] = forged[i] == 'A' ? 'B' : 'A';
        QVERIFY2(!keys().verify(forged, "demo"), forged.c_str());
    }
}

void TestTicket::malformedOnesAreRefused_data()
{
    QTest::addColumn<QByteArray>("text");
    const QByteArray good{vector};
    QTest::addRow("nothing") << QByteArray{};
    QTest::addRow("cut") << good.left(61);
    QTest::addRow("one more character") << good + "A";
    QTest::addRow("padded") << good + "=";
    QTest::addRow("characters of plain base64") << QByteArray{good}.replace('l', '/');
    QTest::addRow("spaces around") << " " + good.mid(1);
    QTest::addRow("a long text") << QByteArray(100000, 'A');
}

void TestTicket::malformedOnesAreRefused()
{
    QFETCH(QByteArray, text);
    QVERIFY(!keys().verify(text.toStdString(), "demo"));
}

void TestTicket::anotherSaleOrKeyIsAForgery()
{
    QVERIFY(keys().verify(vector, "demo"));
    QVERIFY(!keys().verify(vector, "small"));
    QVERIFY(!TicketKeys({{8, secret(0), now}}).verify(vector, "demo"));
    QVERIFY(!TicketKeys({{7, secret(1), now}}).verify(vector, "demo"));
}

void TestTicket::theNewestKeyWhoseTimeHasComeSigns()
{
    const TicketKeys both{{{7, secret(0), now - 1h}, {8, secret(1), now + 1h}}};
    QCOMPARE(both.sign(sample(), now), std::string{vector});
    const auto later = both.sign(sample(), now + 2h);
    QVERIFY(later != vector);
    QVERIFY(both.verify(later, "demo"));
    QVERIFY(both.verify(vector, "demo"));
    QVERIFY(!keys().verify(later, "demo"));
}

void TestTicket::beforeAllTimesTheOldestSigns()
{
    const TicketKeys early{{{8, secret(1), now + 2h}, {7, secret(0), now + 1h}}};
    QCOMPARE(early.sign(sample(), now), std::string{vector});
    QVERIFY(early.verify(vector, "demo"));
}

void TestTicket::theRequestIdBelongsToTheNumber()
{
    auto again = sample();
    again.joinedAt += 5min; // the same visitor asked again
    const auto id = keys().requestId(sample());
    QCOMPARE(id.size(), std::size_t{36});
    QCOMPARE(keys().requestId(again), id);
    const TicketKeys later{{{7, secret(0), now - 1h}, {8, secret(1), now}}};
    QCOMPARE(later.requestId(sample()), id);
    again.number += 1;
    QVERIFY(keys().requestId(again) != id);
    again = sample();
    again.run.value = 2;
    QVERIFY(keys().requestId(again) != id);
}

QTEST_GUILESS_MAIN(TestTicket)
#include "test_ticket.moc"
