#include <QCryptographicHash>
#include <QTest>

#include "backend/rehearsal/work_done.h"

using saikobi::rehearsal::HttpAnswer;
using saikobi::rehearsal::workDone;

namespace {

const std::string salt(32, 'a');
const std::string visitor(32, 'b');

HttpAnswer asking(unsigned status, const std::string& bits)
{
    return {status, "application/problem+json", {},
            "{\"type\":\"work-needed\",\"salt\":\"" + salt + "\",\"bits\":\"" + bits + "\"}"};
}

} // namespace

class TestWorkDone : public QObject {
    Q_OBJECT

private slots:
    void findsWhatWasAsked();
    void worksForNothingElse();
};

void TestWorkDone::findsWhatWasAsked()
{
    const auto done = workDone(asking(428, "10"), visitor);
    QVERIFY(done);
    const auto text = QByteArray::fromStdString(*done);
    const QByteArray before = "\"nonce\":\"";
    const auto from = text.indexOf(before) + before.size();
    const auto nonce = text.mid(from, text.size() - from - 1);
    const auto hash = QCryptographicHash::hash(
            QByteArray{QByteArray::fromStdString(salt + visitor) + nonce},
            QCryptographicHash::Sha256);
    QCOMPARE(hash[0], '\0');
    QCOMPARE(static_cast<unsigned char>(hash[1]) >> 6U, 0U);
    QVERIFY(text.contains(QByteArray::fromStdString(salt)));
}

void TestWorkDone::worksForNothingElse()
{
    QVERIFY(!workDone(asking(429, "10"), visitor));
    QVERIFY(!workDone(asking(428, "0"), visitor));
    QVERIFY(!workDone(asking(428, "21"), visitor));
    QVERIFY(!workDone(asking(428, "many"), visitor));
    QVERIFY(!workDone({428, "text/plain", {}, "no"}, visitor));
}

QTEST_GUILESS_MAIN(TestWorkDone)
#include "test_work_done.moc"
