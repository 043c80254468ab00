#include <QTemporaryDir>
#include <QTest>

#include "backend/rehearsal/provider/simulator_book.h"
#include "backend/rehearsal/provider/simulator_lists.h"
#include "backend/rehearsal/provider/simulator_report.h"

using namespace saikobi::rehearsal;

class TestSimulatorState : public QObject {
    Q_OBJECT

private slots:
    void init();
    void everythingIsThereAgainAfterADeath();
    void halfWrittenLineIsDroppedAndOverwritten();
    void withoutAFileNothingIsKept();
    void fileThatCannotBeWrittenIsNamed();
    void pagesOfAListMeetWithoutGap();
    void listsGoBothWaysAndKnowTheirEnds();
    void pagesAndRefundsAreThereAgainToo();

private:
    std::unique_ptr<SimulatorBook> open();
    static Intent payment(int number);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::filesystem::path m_file;
};

void TestSimulatorState::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_file = m_folder->filePath(QStringLiteral("state")).toStdString();
}

std::unique_ptr<SimulatorBook> TestSimulatorState::open()
{
    auto book = SimulatorBook::open(m_file);
    return book ? std::move(book).value() : nullptr;
}

Intent TestSimulatorState::payment(int number)
{
    Intent out;
    out.id = "pi_" + std::to_string(number);
    out.amount = 100 + number;
    out.created = 1000 + number;
    out.metadata = {{"order_id", "o-" + std::to_string(number)}};
    return out;
}

void TestSimulatorState::everythingIsThereAgainAfterADeath()
{
    {
        const auto book = open();
        QVERIFY(book);
        auto one = payment(1);
        book->put(one);
        one.status = IntentStatus::Canceled;
        book->put(one);
        book->put(payment(2));
        book->store("k",
                {0xfedcba9876543210ULL, 402, std::make_shared<const std::string>("{\"é\":1}\n")});
        book->record({1'700'000'000'123'456, "create", "k", "pi_1", 402, "canceled"});
        book->flush();
    }
    const auto book = open();
    QVERIFY(book);
    QCOMPARE(book->order(), (std::vector<std::string>{"pi_1", "pi_2"}));
    QVERIFY(book->find("pi_1")->status == IntentStatus::Canceled);
    const auto answer = book->answerUnder("k");
    QVERIFY(answer);
    QCOMPARE(answer->fingerprint, 0xfedcba9876543210ULL);
    QCOMPARE(answer->status, 402U);
    QCOMPARE(*answer->body, std::string{"{\"é\":1}\n"});
    QCOMPARE(book->calls().size(), std::size_t{1});
    QCOMPARE(book->calls()[0].atUs, 1'700'000'000'123'456);
    QVERIFY(ledgerJson(*book).find(R"("effect":"canceled")") != std::string::npos);
}

void TestSimulatorState::halfWrittenLineIsDroppedAndOverwritten()
{
    {
        const auto book = open();
        book->put(payment(1));
        book->put(payment(2));
        book->flush();
    }
    const auto size = std::filesystem::file_size(m_file);
    std::filesystem::resize_file(m_file, size - 10);
    {
        const auto book = open();
        QCOMPARE(book->order().size(), std::size_t{1});
        book->put(payment(3));
        book->flush();
    }
    QCOMPARE(open()->order(), (std::vector<std::string>{"pi_1", "pi_3"}));
}

void TestSimulatorState::withoutAFileNothingIsKept()
{
    m_file.clear();
    const auto book = open();
    QVERIFY(book);
    book->put(payment(1));
    book->flush();
    QVERIFY(open()->order().empty());
}

void TestSimulatorState::fileThatCannotBeWrittenIsNamed()
{
    const auto book = SimulatorBook::open("/nowhere/at/all");
    QVERIFY(!book);
    QVERIFY(book.error().detail.find("/nowhere/at/all") != std::string::npos);
}

void TestSimulatorState::pagesOfAListMeetWithoutGap()
{
    const auto book = open();
    for (int i = 0; i < 25; ++i)
        book->put(payment(i));
    const auto first = listJson(*book, {1005, 0, 15, {}, {}});
    QVERIFY(first.find(R"("has_more":true)") != std::string::npos);
    QVERIFY(first.find("\"pi_24\"") != std::string::npos);
    QVERIFY(first.find("\"pi_10\"") != std::string::npos);
    QVERIFY(first.find("\"pi_9\"") == std::string::npos);
    const auto second = listJson(*book, {1005, 0, 15, "pi_10", {}});
    QVERIFY(second.find(R"("has_more":false)") != std::string::npos);
    QVERIFY(second.find("\"pi_9\"") != std::string::npos);
    QVERIFY(second.find("\"pi_5\"") != std::string::npos);
    QVERIFY(second.find("\"pi_4\"") == std::string::npos); // made before
    QVERIFY(listJson(*book, {0, 1003, 100, {}, {}}).find("\"pi_4\"") == std::string::npos);
}

void TestSimulatorState::listsGoBothWaysAndKnowTheirEnds()
{
    const auto book = open();
    auto late = payment(3);
    late.created = 1001; // the clock was turned back
    for (const auto& one : {payment(1), payment(2), late})
        book->put(one);
    QCOMPARE(book->order(), (std::vector<std::string>{"pi_1", "pi_3", "pi_2"}));
    const auto upwards = listJson(*book, {0, 0, 1, {}, "pi_1"});
    QVERIFY(upwards.find("\"pi_3\"") != std::string::npos);
    QVERIFY(upwards.find("\"pi_2\"") == std::string::npos);
    QVERIFY(upwards.find("\"has_more\":true") != std::string::npos);
    QVERIFY(listJson(*book, {0, 0, 5, "pi_9", {}}).find("\"data\":[]") != std::string::npos);
    const Form form{{{"created[gt]", "1001"}, {"created[lt]", "1003"}, {"limit", "7"}}};
    const auto query = listQuery(form);
    QCOMPARE(query.createdFrom, 1002);
    QCOMPARE(query.createdTo, 1002);
    QCOMPARE(query.limit, std::size_t{7});
}

void TestSimulatorState::pagesAndRefundsAreThereAgainToo()
{
    {
        const auto book = open();
        Session session;
        session.id = "cs_1";
        session.intent = "pi_1";
        session.status = SessionStatus::Complete;
        book->put(session);
        auto intent = payment(1);
        intent.session = "cs_1";
        intent.charges.push_back({"ch_1", true, "card_declined", "pm_card_visa", 5});
        book->put(intent);
        book->store("k", {1, 200, std::make_shared<const std::string>(toJson(intent))}, "pi_1");
        intent.status = IntentStatus::Canceled;
        book->put(intent);
        book->putRefund("re_1", "{\"id\":\"re_1\"}");
        book->flush();
    }
    const auto book = open();
    QVERIFY(book->findSession("cs_1")->status == SessionStatus::Complete);
    QCOMPARE(book->find("pi_1")->session, std::string{"cs_1"});
    QCOMPARE(book->find("pi_1")->charges.back().code, std::string{"card_declined"});
    QCOMPARE(*book->refund("re_1"), std::string{"{\"id\":\"re_1\"}"});
    QCOMPARE(book->nextNumber(), std::size_t{4});
    // Not as it is now, but as it was answered then.
    QVERIFY(book->answerUnder("k")->body->find("canceled\"") == std::string::npos);
}

QTEST_GUILESS_MAIN(TestSimulatorState)
#include "test_simulator_state.moc"
