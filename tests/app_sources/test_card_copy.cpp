#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <pqxx/pqxx>

#include "app/sources/card_copy.h"
#include "app/sources/live_source.h"
#include "backend/contract/shipped_cards.h"
#include "tests/support/sample_sale.h"
#include "tests/support/test_stores.h"

using namespace saikobi;
using namespace saikobi::sources;
using namespace saikobi::tests;
using namespace std::chrono_literals;

namespace {

/// The shipped cards with one of a shop's own words in them.
contract::Cards ofTheShop(const std::string& title)
{
    auto cards = contract::shippedCards();
    cards.all.front().text.title.ja = title;
    contract::stampRevisions(cards);
    return cards;
}

} // namespace

/// A shop's own runbook on its way from Postgres to the desk, where it opens without any store.
class TestCardCopy : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void withoutACopyTheShippedCardsOpen();
    void whatWasTakenOpensAgain();
    void aDamagedCopyGivesTheShippedCards_data();
    void aDamagedCopyGivesTheShippedCards();
    void cardsOfANewerVersionChangeNothing();
    void everyConnectBringsTheNewest();

private:
    void load(const contract::Cards& cards);
    QString file() const { return m_folder->filePath(QStringLiteral("journal/runbook.json")); }

    std::unique_ptr<TestStores> m_stores;
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestCardCopy::initTestCase()
{
    m_stores = TestStores::start();
    QVERIFY2(m_stores, TestStores::whyNot().c_str());
}

void TestCardCopy::init()
{
    QTest::failOnWarning(QRegularExpression{QStringLiteral(".*")});
    m_stores->clear();
    loadSample(*m_stores);
    m_folder = std::make_unique<QTemporaryDir>();
}

/// As `saikobid runbook load` does it.
void TestCardCopy::load(const contract::Cards& cards)
{
    pqxx::connection owner(m_stores->superuserUrl());
    pqxx::work work(owner);
    work.exec_params("insert into saikobi.runbook (revision, cards) values ($1, $2)",
            cards.revision, contract::toJson(cards));
    work.commit();
}

void TestCardCopy::withoutACopyTheShippedCardsOpen()
{
    QCOMPARE(CardCopy(file()).open()->revision, contract::shippedCards().revision);
    QCOMPARE(CardCopy(QString()).open()->revision, contract::shippedCards().revision);
}

void TestCardCopy::whatWasTakenOpensAgain()
{
    const auto cards = ofTheShop("店の題");
    CardCopy copy(file());
    QVERIFY(!copy.newest());
    copy.take(contract::toJson(cards));
    QCOMPARE(copy.newest()->revision, cards.revision);
    QVERIFY(!copy.newest());
    QCOMPARE(CardCopy(file()).open()->all.front().text.title.ja, std::string("店の題"));

    copy.take({}); // the shop gave up its own
    QCOMPARE(copy.newest()->revision, contract::shippedCards().revision);
    QVERIFY(!QFile::exists(file()));
}

void TestCardCopy::aDamagedCopyGivesTheShippedCards_data()
{
    QTest::addColumn<QByteArray>("content");
    const auto whole = QByteArray::fromStdString(contract::toJson(ofTheShop("店の題")));
    QTest::addRow("empty") << QByteArray();
    QTest::addRow("half of it") << whole.left(whole.size() / 2);
    QTest::addRow("something else") << QByteArray("{\"cards\": 3}");
    QTest::addRow("too long") << whole + QByteArray(3 << 20, ' ');
}

void TestCardCopy::aDamagedCopyGivesTheShippedCards()
{
    QFETCH(QByteArray, content);
    QVERIFY(QDir(m_folder->path()).mkpath(QStringLiteral("journal")));
    QFile out(file());
    QVERIFY(out.open(QIODevice::WriteOnly) && out.write(content) == content.size());
    out.close();
    QTest::ignoreMessage(QtWarningMsg,
            QRegularExpression{QStringLiteral("runbook\\.json: .*the shipped cards are shown")});
    QCOMPARE(CardCopy(file()).open()->revision, contract::shippedCards().revision);
}

void TestCardCopy::cardsOfANewerVersionChangeNothing()
{
    CardCopy copy(file());
    const auto cards = ofTheShop("店の題");
    copy.take(contract::toJson(cards));
    auto newer = contract::toJson(ofTheShop("次の題"));
    newer.replace(newer.find("\"format\":1"), 10, "\"format\":2");
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression{QStringLiteral("newer version")});
    copy.take(newer);
    QCOMPARE(copy.newest()->revision, cards.revision);
    QCOMPARE(CardCopy(file()).open()->revision, cards.revision);
}

void TestCardCopy::everyConnectBringsTheNewest()
{
    const auto first = ofTheShop("初版");
    load(first);
    model::Mailbox<contract::SnapshotPtr> mailbox;
    Profile profile;
    profile.postgresUrl = m_stores->viewerUrl();
    const auto redis = m_stores->viewerRedis();
    profile.redisHost = redis.host;
    profile.redisPort = redis.port;
    profile.redisUser = redis.user;
    profile.redisPassword = redis.password;
    profile.sale = "demo";
    const auto watch = [&](const std::string& wanted) {
        auto copy = std::make_shared<CardCopy>(file());
        LiveSource source(mailbox, profile, LiveSource::Pace{250ms, 100ms, 1200ms},
                std::make_shared<PathMeter>(), copy);
        source.start();
        CardCopy::CardsPtr seen;
        const bool came = QTest::qWaitFor(
                [&] { return (seen = copy->newest()) && seen->revision == wanted; }, 10000);
        source.stop();
        return came;
    };
    QVERIFY(watch(first.revision));
    QCOMPARE(CardCopy(file()).open()->revision, first.revision);
    const auto second = ofTheShop("第二版");
    load(second);
    QVERIFY(watch(second.revision));
    QCOMPARE(CardCopy(file()).open()->revision, second.revision);
}

QTEST_GUILESS_MAIN(TestCardCopy)
#include "test_card_copy.moc"
