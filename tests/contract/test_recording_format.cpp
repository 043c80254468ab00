#include <QTest>

#include <cmath>
#include <limits>
#include <random>

#include "backend/contract/recorded_series.h"
#include "backend/contract/recorded_time.h"
#include "backend/contract/recording_format.h"

using namespace saikobi::contract;

/// What a recording says is read back as it was, and what it does not say is not made up.
class TestRecordingFormat : public QObject {
    Q_OBJECT

private slots:
    void numbersComeBackToTheLastBit();
    void whatIsNoListIsNone_data();
    void whatIsNoListIsNone();
    void timesSortAsTheyAre();
    void eachChangeChangesTheSum_data();
    void eachChangeChangesTheSum();
};

void TestRecordingFormat::numbersComeBackToTheLastBit()
{
    constexpr auto gap = std::numeric_limits<float>::quiet_NaN();
    std::vector<float> values{0, gap, 1, -2.5F, 0.1F, 16'777'216, 1e-30F, 3e38F, gap};
    std::mt19937 random(7); // NOLINT(cert-msc51-cpp): the same numbers every time
    for (int i = 0; i < 5000; ++i)
        values.push_back(std::ldexp(static_cast<float>(random()), i % 80 - 60));
    const auto back = numbersFrom(numbersOf(values));
    QVERIFY(back);
    QCOMPARE(back->size(), values.size());
    for (std::size_t i = 0; i < values.size(); ++i)
        QVERIFY(std::isnan(values[i]) ? std::isnan((*back)[i]) : (*back)[i] == values[i]);
    QCOMPARE(numbersOf({1.5F, gap, 2}), std::string{"[1.5,null,2]"});
    QVERIFY(numbersFrom("[]") && numbersFrom("[]")->empty());
}

void TestRecordingFormat::whatIsNoListIsNone_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char* text : {"", "[", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "[1,,2]", "1,2",
                 "[nil]", "[1,2]x", "[\"1\"]", "[nan]", "[inf]", "[1e99]"})
        QTest::newRow(text) << QByteArray{text};
    QByteArray tooLong{"[0"};
    for (std::size_t i = 0; i < RecordedSeries::mostSeconds; ++i)
        tooLong += ",0";
    QTest::newRow("more than a recording may have") << tooLong + "]";
}

void TestRecordingFormat::whatIsNoListIsNone()
{
    QFETCH(QByteArray, text);
    QVERIFY(!numbersFrom(text.toStdString()));
}

void TestRecordingFormat::timesSortAsTheyAre()
{
    std::string before;
    for (const std::int64_t ms : {0, 1, 999, 1'000, 1'500, 61'000}) {
        const auto at = fromUnixMs(1'795'143'600'000 + ms);
        const auto text = recordedText(at);
        QVERIFY(recordedInstant(text) == at);
        QVERIFY2(before < text, text.c_str());
        before = text;
    }
    QVERIFY(!recordedInstant("2026-13-01 00:00:00+00"));
    QVERIFY(!recordedInstant("2026-11-20 03:00:00"));
}

void TestRecordingFormat::eachChangeChangesTheSum_data()
{
    QTest::addColumn<int>("byte");
    for (const int byte : {0, 7, 8, 15, 16, 19})
        QTest::addRow("byte %d of twenty", byte) << byte;
}

void TestRecordingFormat::eachChangeChangesTheSum()
{
    QFETCH(int, byte);
    const auto sumOf = [](const RecordedRow& row) {
        ContentSum sum;
        sum.add(row);
        return sum.hash();
    };
    const std::string value{"a value of 20 bytes."};
    const auto sum = sumOf({value, "second"});
    QCOMPARE(sumOf({value, "second"}), sum);
    for (int bit = 0; bit < 8; ++bit) {
        auto changed = value;
        auto& one = changed.at(static_cast<std::size_t>(byte));
        one = static_cast<char>(one ^ (1 << bit));
        QVERIFY(sumOf({changed, "second"}) != sum);
    }
    QVERIFY(sumOf({value, std::nullopt}) != sumOf({value, ""}));
    QVERIFY(sumOf({value + "s", "econd"}) != sum);
    QVERIFY(sumOf({value + '\0', "second"}) != sum);
}

QTEST_GUILESS_MAIN(TestRecordingFormat)
#include "test_recording_format.moc"
