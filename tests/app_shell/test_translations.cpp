#include <QApplication>
#include <QDir>
#include <QFile>
#include <QFontMetrics>
#include <QProcess>
#include <QRawFont>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

#include "app/pages/figure_titles.h"
#include "app/shell/appearance.h"
#include "widgets/status/alarm_words.h"

namespace {

const auto folder = QStringLiteral("%1/i18n/").arg(qEnvironmentVariable("SAIKOBI_SOURCE"));

struct Entry {
    QString source{};
    QStringList texts{};
    bool isUnfinished = false;
};

QVector<Entry> entriesOf(const QString& path)
{
    QFile file(path);
    QVector<Entry> entries;
    if (!file.open(QIODevice::ReadOnly))
        return entries;
    QXmlStreamReader xml(&file);
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == QLatin1String("message"))
            entries.append(Entry{});
        else if (xml.name() == QLatin1String("source"))
            entries.last().source = xml.readElementText();
        else if (xml.name() == QLatin1String("translation")) {
            entries.last().isUnfinished = xml.attributes().hasAttribute(QLatin1String("type"));
            const auto text = xml.readElementText(QXmlStreamReader::IncludeChildElements).trimmed();
            entries.last().texts = text.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        }
    }
    return entries;
}

/// "%1", "%2", "%n" of a text, in order of their names.
QStringList placeholders(const QString& text)
{
    static const QRegularExpression shape(QStringLiteral("%(\\d|n)"));
    QStringList found;
    for (auto match = shape.globalMatch(text); match.hasNext();)
        found << match.next().captured(1);
    found.sort();
    return found;
}

} // namespace

class TestTranslations : public QObject {
    Q_OBJECT

private slots:
    void everyEntryIsFinished_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addRow("Japanese") << QStringLiteral("saikobi_ja.ts");
        QTest::addRow("English plurals") << QStringLiteral("saikobi_en.ts");
    }

    void everyEntryIsFinished()
    {
        QFETCH(QString, file);
        const auto entries = entriesOf(folder + file);
        QVERIFY(!entries.isEmpty());
        for (const auto& entry : entries) {
            QVERIFY2(!entry.isUnfinished && !entry.texts.isEmpty(), qPrintable(entry.source));
            for (const auto& text : entry.texts)
                if (!entry.source.contains(QLatin1Char('\n')))
                    QCOMPARE(placeholders(text), placeholders(entry.source));
        }
    }

    /// Reads the sources again, the way `ninja ts` does, and wants to find nothing new.
    void noTextOfTheSourcesIsMissing()
    {
        QTemporaryDir scratch;
        for (const auto& language : {QStringLiteral("ja"), QStringLiteral("en")}) {
            const auto name = QStringLiteral("saikobi_%1.ts").arg(language);
            const auto copy = scratch.filePath(name);
            QVERIFY(QFile::copy(folder + name, copy));
            const QDir root(qEnvironmentVariable("SAIKOBI_SOURCE"));
            QStringList arguments{root.filePath(QStringLiteral("app")),
                    root.filePath(QStringLiteral("widgets")), QStringLiteral("-I"), root.path(),
                    QStringLiteral("-locations"), QStringLiteral("none"),
                    QStringLiteral("-no-obsolete"), QStringLiteral("-ts"), copy};
            if (language == QLatin1String("en"))
                arguments.prepend(QStringLiteral("-pluralonly"));
            QProcess lupdate;
            lupdate.start(QStringLiteral(SAIKOBI_LUPDATE), arguments);
            QVERIFY(lupdate.waitForFinished());
            QCOMPARE(lupdate.exitCode(), 0);
            for (const auto& entry : entriesOf(copy))
                QVERIFY2(!entry.isUnfinished, qPrintable(entry.source));
        }
    }

    void everyCharacterHasAGlyph()
    {
        saikobi::shell::Appearance appearance;
        const QFontMetrics metrics(QApplication::font());
        for (const auto& entry : entriesOf(folder + QStringLiteral("saikobi_ja.ts")))
            for (const auto& text : entry.texts)
                for (const auto character : text)
                    QVERIFY2(metrics.inFont(character), qPrintable(text));
    }

    /// A card names its figures with the words of the alarms, in both languages.
    void cardsNameFiguresAsAlarmsDo()
    {
        using saikobi::contract::Figure;
        saikobi::shell::Appearance appearance;
        int compared = 0;
        for (const auto* language : {"en", "ja"}) {
            appearance.setLanguage(QLatin1String(language));
            for (const auto& figure : saikobi::contract::allFigures()) {
                // Their alarms are about how far they are off, which is another figure.
                if (figure.figure == Figure::RateActual || figure.figure == Figure::Conversion)
                    continue;
                const auto said = saikobi::status::AlarmWords::of(figure.figure);
                if (said.toStdString() == figure.id)
                    continue; // none is about it
                const auto& title = saikobi::pages::figureTitle(figure.figure);
                const auto words
                        = appearance.language() == QLatin1String("ja") ? title.ja : title.en;
                QCOMPARE(QString::fromUtf8(words.data(), static_cast<qsizetype>(words.size())),
                        said);
                ++compared;
            }
        }
        QVERIFY(compared > 60);
    }

    void bothLanguagesAreBuiltIn()
    {
        saikobi::shell::Appearance appearance;
        appearance.setLanguage(QStringLiteral("ja"));
        QCOMPARE(QCoreApplication::translate(
                         "saikobi::status::Words", "HELD", "phase of a sale: nobody is let in"),
                QStringLiteral("入場停止中"));
        appearance.setLanguage(QStringLiteral("en"));
        QCOMPARE(QCoreApplication::translate("saikobi::pages::LiveStock", "and %n other(s)",
                         "products that are not listed", 1),
                QStringLiteral("and 1 other"));
    }
};

QTEST_MAIN(TestTranslations)
#include "test_translations.moc"
