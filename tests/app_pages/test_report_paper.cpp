#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "app/pages/report_paper.h"
#include "tests/app_review/recorded_sale.h"
#include "tests/support/offscreen.h"

using namespace saikobi;
using namespace saikobi::pages;

namespace {

QByteArray read(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestReportPaper : public QObject {
    Q_OBJECT

private slots:
    void init() { tests::failOnAnyWarning(); }

    void twiceTheSameRecordingGivesTheSameBytes()
    {
        const QTemporaryDir folder;
        const auto first = folder.filePath(QStringLiteral("first.pdf"));
        const auto second = folder.filePath(QStringLiteral("second.pdf"));
        QVERIFY(ReportPaper(tests::recordedSale(), false).savePdf(first) >= 2);
        QVERIFY(ReportPaper(tests::recordedSale(), false).savePdf(second) >= 2);
        QVERIFY(read(first) == read(second));
        QVERIFY(read(first).startsWith("%PDF-1."));
        QVERIFY(read(first).contains("/CreationDate (D:20261121033959"));
    }

    void theDateIsPutInPlaceWithoutChangingTheLength()
    {
        const QByteArray pdf = "x /CreationDate (D:20260101010101+09'00')\n/y";
        const auto dated = withCreationDate(pdf, tests::recordedNoon());
        QCOMPARE(dated.size(), pdf.size());
        QVERIFY(dated.contains("(D:20261121030000+00'00')"));
        QVERIFY(withCreationDate("/CreationDate (D:20260101010101Z)", tests::recordedNoon())
                        .contains("(D:20261121030000Z)"));
        QVERIFY(withCreationDate("no date", tests::recordedNoon()).isEmpty());
    }

    void aFolderThatDoesNotExistIsSaidAndNotAPage()
    {
        QCOMPARE(ReportPaper(tests::recordedSale(), true)
                         .savePdf(QStringLiteral("/nowhere/report.pdf")),
                0);
    }

    void bothLanguagesForTheEye()
    {
        const auto folder = qEnvironmentVariable("SAIKOBI_PICTURES");
        if (folder.isEmpty())
            QSKIP("only when pictures are wanted");
        for (const bool isJapanese : {false, true})
            QVERIFY(ReportPaper(tests::recordedSale(), isJapanese)
                            .savePdf(folder
                                    + (isJapanese ? QStringLiteral("/report-ja.pdf")
                                                  : QStringLiteral("/report-en.pdf")))
                    > 0);
    }
};

QTEST_MAIN(TestReportPaper)
#include "test_report_paper.moc"
