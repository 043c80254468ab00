#include <QTest>

#include "tests/support/test_stores.h"

using namespace saikobi;

class TestPrivateStores : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_stores = tests::TestStores::start();
        QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
    }
    void everybodySignsIn();

private:
    std::unique_ptr<tests::TestStores> m_stores;
};

void TestPrivateStores::everybodySignsIn()
{
    QCOMPARE(m_stores->valueOf("select 1"), std::string{"1"});
    QCOMPARE(m_stores->redisCall({"PING"}), std::string{"PONG"});
}

QTEST_GUILESS_MAIN(TestPrivateStores)
#include "test_private_stores.moc"
