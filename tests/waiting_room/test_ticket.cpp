#include <QTest>

#include "backend/waiting_room/sale_tickets.h"
#include "backend/waiting_room/ticket_memo.h"

using namespace saikobi;
using waiting_room::CodePurpose;
using waiting_room::Holder;
using waiting_room::PlaceCode;
using waiting_room::SaleTickets;
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

PlaceCode someCode()
{
    return {CodePurpose::HandOver, {3}, 12345, now, 0x21, 2, 0x0123456789abcdef,
            contract::fromUnixMs(1767225720000)};
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
    void theRequestIdTellsUsWhoseItIs();
    void theSlipFollowsThePublishedVector();
    void slipsAreReadAsPeopleWriteThem_data();
    void slipsAreReadAsPeopleWriteThem();
    void wrongSlipsOpenNothing_data();
    void wrongSlipsOpenNothing();
    void aSlipOfAMemberIsNotTheLeaders();
    void aCodeSaysWhatItWasMadeFor();
    void everyChangedCharacterOfACodeIsAForgery();
    void aCodeIsNoTicketAndATicketNoCode();
    void manyRunsAndKeysAreReadInAnyOrder();
    void aConnectionRemembersOnlyTheVerySameTicket();
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

void TestTicket::theRequestIdTellsUsWhoseItIs()
{
    auto ticket = sample();
    ticket.member = 3;
    const auto id = keys().requestId(ticket);
    const auto holder = keys().holderOf(id, "demo");
    QVERIFY(holder);
    QCOMPARE(holder->number, std::int64_t{12345});
    QCOMPARE(holder->run.value, 1);
    QCOMPARE(holder->member, std::uint8_t{3});
    QVERIFY(!keys().holderOf(id, "small"));
    QVERIFY(!keys().holderOf(id.substr(1), "demo"));
    QVERIFY(!keys().holderOf("00000000-0000-0000-0000-000000000000", "demo"));
}

void TestTicket::theSlipFollowsThePublishedVector()
{
    const auto all = keys();
    const SaleTickets tickets{all, "demo"};
    QCOMPARE(tickets.slip({12345, {1}, 0}, now), std::string{"12345-RYQ0DP"});
}

void TestTicket::slipsAreReadAsPeopleWriteThem_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addRow("as printed") << QByteArray{"12345-RYQ0DP"};
    QTest::addRow("in small letters") << QByteArray{"12345-ryq0dp"};
    QTest::addRow("with the letter O") << QByteArray{"12345-RYQODP"};
    QTest::addRow("with L and I for ones") << QByteArray{"l2345-RYQ0DP"};
    QTest::addRow("without a hyphen") << QByteArray{"12345RYQ0DP"};
    QTest::addRow("with spaces everywhere") << QByteArray{" 12 345 - RYQ 0DP "};
}

void TestTicket::slipsAreReadAsPeopleWriteThem()
{
    QFETCH(QByteArray, text);
    const auto all = keys();
    const auto holder = SaleTickets{all, "demo"}.readSlip(text.toStdString(), {1}, 0);
    QVERIFY(holder);
    QCOMPARE(holder->number, std::int64_t{12345});
    QCOMPARE(holder->member, std::uint8_t{0});
}

void TestTicket::wrongSlipsOpenNothing_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addRow("nothing") << QByteArray{};
    QTest::addRow("the number alone") << QByteArray{"12345"};
    QTest::addRow("the check alone") << QByteArray{"RYQ0DP"};
    QTest::addRow("another number") << QByteArray{"12346-RYQ0DP"};
    QTest::addRow("another check") << QByteArray{"12345-RYQ0DQ"};
    QTest::addRow("a letter that is not used") << QByteArray{"12345-RYQ0DU"};
    QTest::addRow("a number beyond all") << QByteArray{"99999999999999999999-RYQ0DP"};
    QTest::addRow("zero") << QByteArray{"0-RYQ0DP"};
    QTest::addRow("a long text") << QByteArray(100000, '1');
}

void TestTicket::wrongSlipsOpenNothing()
{
    QFETCH(QByteArray, text);
    const auto all = keys();
    QVERIFY(!(SaleTickets{all, "demo"}.readSlip(text.toStdString(), {1}, 6)));
    QVERIFY(!(SaleTickets{all, "demo"}.readSlip("12345-RYQ0DP", {2}, 6)));
    QVERIFY(!(SaleTickets{all, "small"}.readSlip("12345-RYQ0DP", {1}, 6)));
}

void TestTicket::aSlipOfAMemberIsNotTheLeaders()
{
    const auto all = keys();
    const SaleTickets tickets{all, "demo"};
    const auto slip = tickets.slip({12345, {1}, 2}, now);
    QVERIFY(slip != "12345-RYQ0DP");
    QCOMPARE(tickets.readSlip(slip, {1}, 6)->member, std::uint8_t{2});
    QVERIFY(!tickets.readSlip(slip, {1}, 0));
}

void TestTicket::aCodeSaysWhatItWasMadeFor()
{
    const auto all = keys();
    const SaleTickets tickets{all, "demo"};
    const auto text = tickets.signCode(someCode(), now);
    QCOMPARE(text.size(), std::size_t{62});
    const auto read = tickets.readCode(text);
    QVERIFY(read);
    QCOMPARE(read->purpose, CodePurpose::HandOver);
    QCOMPARE(read->run.value, 3);
    QCOMPARE(read->number, std::int64_t{12345});
    QCOMPARE(contract::toUnixMs(read->joinedAt), contract::toUnixMs(now));
    QCOMPARE(read->flags, std::uint8_t{0x21});
    QCOMPARE(read->member, std::uint8_t{2});
    QCOMPARE(read->subject, std::uint64_t{0x0123456789abcdef});
    QCOMPARE(contract::toUnixMs(read->expiresAt), std::int64_t{1767225720000});
}

void TestTicket::everyChangedCharacterOfACodeIsAForgery()
{
    const auto all = keys();
    const SaleTickets tickets{all, "demo"};
    const auto good = tickets.signCode(someCode(), now);
    for (std::size_t i = 0; i < good.size(); ++i) {
        auto forged = good;
        forged[i] = forged[i] == 'A' ? 'B' : 'A';
        QVERIFY2(!tickets.readCode(forged), forged.c_str());
    }
    QVERIFY(!(SaleTickets{all, "small"}.readCode(good)));
}

void TestTicket::aCodeIsNoTicketAndATicketNoCode()
{
    const auto all = keys();
    const SaleTickets tickets{all, "demo"};
    QVERIFY(!tickets.verify(tickets.signCode(someCode(), now)));
    QVERIFY(!tickets.readCode(vector));
}

void TestTicket::manyRunsAndKeysAreReadInAnyOrder()
{
    const TicketKeys both{{{7, secret(0), now - 1h}, {8, secret(1), now + 1h}}};
    const SaleTickets tickets{both, "demo"};
    std::vector<std::string> signedOnes;
    for (int run = 1; run <= 20; ++run) {
        auto ticket = sample();
        ticket.run.value = run;
        signedOnes.push_back(tickets.sign(ticket, run % 2 == 0 ? now : now + 2h));
    }
    for (int round = 0; round < 2; ++round)
        for (int run = 20; run >= 1; --run) {
            const auto read = tickets.verify(signedOnes.at(static_cast<std::size_t>(run - 1)));
            QVERIFY(read);
            QCOMPARE(read->run.value, run);
        }
}

void TestTicket::aConnectionRemembersOnlyTheVerySameTicket()
{
    const auto all = keys();
    waiting_room::TicketMemo memo;
    QVERIFY(!remembered(memo, vector, "demo"));
    QVERIFY(!remembered(memo, "", ""));
    memo.ticket = *SaleTickets{all, "demo"}.verify(vector);
    QCOMPARE(remembered(memo, vector, "demo")->number, std::int64_t{12345});
    QVERIFY(!remembered(memo, vector, "small"));
    std::string other{vector};
    other.back() = 'g';
    QVERIFY(!remembered(memo, other, "demo"));
}

QTEST_GUILESS_MAIN(TestTicket)
#include "test_ticket.moc"
