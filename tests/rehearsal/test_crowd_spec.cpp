#include <QTest>

#include "backend/rehearsal/crowd_spec.h"

using namespace saikobi::rehearsal;
using namespace std::chrono_literals;

class TestCrowdSpec : public QObject {
    Q_OBJECT

private slots:
    void readsEverySetting();
    void hasDefaults();
    void saysWhatIsWrong_data();
    void saysWhatIsWrong();
};

void TestCrowdSpec::readsEverySetting()
{
    const auto spec = parseCrowdSpec(
            "10/s,for=3m,seed=42,absent=30%,think=500ms,leave=15%,reload=5%,forge=1%,"
            "methods=card:60/points:20,secure=10%,refuse=2%,vanish=3%,stray=4%,twice=6%");
    QVERIFY2(spec, spec ? "" : spec.error().detail.c_str());
    QCOMPARE(spec.value().arrivalsPerMinute, 600.0);
    QVERIFY(spec.value().duration == 180000ms);
    QCOMPARE(spec.value().seed, std::uint64_t{42});
    QCOMPARE(spec.value().absentShare, 0.3);
    QVERIFY(spec.value().think == 500ms);
    QCOMPARE(spec.value().leaveShare, 0.15);
    QCOMPARE(spec.value().reloadShare, 0.05);
    QCOMPARE(spec.value().forgeShare, 0.01);
    QVERIFY(spec.value().methods == (MethodMix{{"card", 0.75}, {"points", 0.25}}));
    QCOMPARE(spec.value().secureShare, 0.1);
    QCOMPARE(spec.value().refuseShare, 0.02);
    QCOMPARE(spec.value().vanishShare, 0.03);
    QCOMPARE(spec.value().strayShare, 0.04);
    QCOMPARE(spec.value().twiceShare, 0.06);
}

void TestCrowdSpec::hasDefaults()
{
    const auto spec = parseCrowdSpec("600/min");
    QVERIFY(spec);
    QVERIFY(!spec.value().duration);
    QCOMPARE(spec.value().seed, std::uint64_t{1});
}

void TestCrowdSpec::saysWhatIsWrong_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("named");
    QTest::addRow("no unit") << QByteArray{"600"}
                             << QByteArray{"'600' is not a number of arrivals"};
    QTest::addRow("nothing") << QByteArray{""} << QByteArray{"'' is not a number of arrivals"};
    QTest::addRow("nobody") << QByteArray{"0/min"} << QByteArray{"'0/min'"};
    QTest::addRow("more than there are") << QByteArray{"1e9/min"} << QByteArray{"'1e9/min'"};
    QTest::addRow("not finite") << QByteArray{"inf/min"} << QByteArray{"'inf/min'"};
    QTest::addRow("unknown setting")
            << QByteArray{"60/min,speed=3"} << QByteArray{"'speed' is not a setting of a crowd"};
    QTest::addRow("setting without value")
            << QByteArray{"60/min,for"} << QByteArray{"'for' is not"};
    QTest::addRow("time without unit")
            << QByteArray{"60/min,for=3"} << QByteArray{"'3' is not a time"};
    QTest::addRow("time of days") << QByteArray{"60/min,for=99h"}
                                  << QByteArray{"'99h' is not a time"};
    QTest::addRow("share without percent")
            << QByteArray{"60/min,absent=0.3"} << QByteArray{"'0.3' is not a share"};
    QTest::addRow("more than all") << QByteArray{"60/min,absent=130%"} << QByteArray{"'130%'"};
    QTest::addRow("seed of letters")
            << QByteArray{"60/min,seed=x"} << QByteArray{"'x' is not a seed"};
    QTest::addRow("method without weight")
            << QByteArray{"60/min,methods=card"} << QByteArray{"'card' is not a mix"};
    QTest::addRow("method of no weight")
            << QByteArray{"60/min,methods=card:0"} << QByteArray{"'card:0' is not a mix"};
    QTest::addRow("comma at the end") << QByteArray{"60/min,"} << QByteArray{"NAME=VALUE"};
}

void TestCrowdSpec::saysWhatIsWrong()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, named);
    const auto spec = parseCrowdSpec(text.toStdString());
    QVERIFY(!spec);
    const auto said = QByteArray::fromStdString(spec.error().detail);
    QVERIFY2(said.contains(named), said.constData());
}

QTEST_GUILESS_MAIN(TestCrowdSpec)
#include "test_crowd_spec.moc"
