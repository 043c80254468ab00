#include <QApplication>
#include <QFontMetrics>
#include <QPrinter>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include "app/pages/card_print.h"
#include "backend/contract/shipped_cards.h"

using namespace saikobi;
using pages::CardLabels;
using pages::CardPrint;
using pages::PrintedMark;

namespace {

constexpr std::array languages{CardLabels::Language::Japanese, CardLabels::Language::English};

int pagesIn(const QString& file)
{
    QFile pdf(file);
    return pdf.open(QIODevice::ReadOnly) ? static_cast<int>(pdf.readAll().count("/Type /Page\n"))
                                         : -1;
}

std::vector<const contract::Step*> stepsOf(const contract::Card& card)
{
    std::vector<const contract::Step*> out;
    for (const auto* list : {&card.first, &card.then})
        for (const auto& step : *list)
            out.push_back(&step);
    return out;
}

} // namespace

/// Cards on paper: without a store, one page each.
class TestCardPrint : public QObject {
    Q_OBJECT

private slots:
    void init();
    void eachCardIsOnePage();
    void eachCardIsOnePageWithItsMarks();
    void allOfThemAreOneFile();
    void aCardThatIsTooLongGoesOnOnTheNextPage();
    void aFileThatCannotBeWrittenIsSaid();
    void aPrinterTakesThemToo();
    void everyWordOfACardIsOnThePage();
    void everyCharacterHasAGlyph();

private:
    QTemporaryDir m_folder{};
    QString m_file{};
};

void TestCardPrint::init()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
    m_file = m_folder.filePath(QStringLiteral("cards.pdf"));
}

void TestCardPrint::eachCardIsOnePage()
{
    for (const auto language : languages)
        for (const auto& card : contract::shippedCards().all) {
            const CardPrint print(CardLabels(language), QStringLiteral("shop-a 2026-11-21 12:00"));
            QVERIFY2(print.savePdf(m_file, {{&card, {}}}) == 1, card.id.c_str());
            QCOMPARE(pagesIn(m_file), 1);
        }
}

/// What has been done must not push the end of the card off the page.
void TestCardPrint::eachCardIsOnePageWithItsMarks()
{
    constexpr std::array kinds{PrintedMark::Kind::Done, PrintedMark::Kind::Overridden,
            PrintedMark::Kind::Deferred, PrintedMark::Kind::Greyed};
    for (const auto language : languages)
        for (const auto& card : contract::shippedCards().all) {
            pages::PrintedCard printed{&card, {}};
            std::size_t i = 0;
            for (const auto* step : stepsOf(card))
                printed.marks[step->id] = {kinds.at(i++ % 4), QStringLiteral("12:31 op-1")};
            const CardPrint print(CardLabels(language), QStringLiteral("shop-a 2026-11-21 12:00"));
            QVERIFY2(print.savePdf(m_file, {printed}) == 1, card.id.c_str());
        }
}

void TestCardPrint::allOfThemAreOneFile()
{
    const auto& cards = contract::shippedCards();
    const CardPrint print(CardLabels(CardLabels::Language::Japanese), {});
    QCOMPARE(print.savePdf(m_file, CardPrint::allOf(cards)), static_cast<int>(cards.all.size()));
    QCOMPARE(pagesIn(m_file), static_cast<int>(cards.all.size()));
}

void TestCardPrint::aCardThatIsTooLongGoesOnOnTheNextPage()
{
    auto card = *contract::shippedCards().card("C16");
    for (auto& step : card.first)
        step.text.ja += step.text.ja + step.text.ja + step.text.ja;
    const CardPrint print(CardLabels(CardLabels::Language::Japanese), {});
    QCOMPARE(print.savePdf(m_file, {{&card, {}}}), 2);
    QCOMPARE(pagesIn(m_file), 2);
}

void TestCardPrint::aFileThatCannotBeWrittenIsSaid()
{
    const CardPrint print(CardLabels(CardLabels::Language::English), {});
    const auto& card = contract::shippedCards().all.front();
    QCOMPARE(print.savePdf(m_folder.filePath(QStringLiteral("nowhere/cards.pdf")), {{&card, {}}}),
            0);
}

void TestCardPrint::aPrinterTakesThemToo()
{
    QPrinter printer(QPrinter::HighResolution);
    printer.setOutputFormat(QPrinter::PdfFormat);
    printer.setOutputFileName(m_file);
    const auto& card = contract::shippedCards().all.back();
    QCOMPARE(CardPrint(CardLabels(CardLabels::Language::English), {}).paint(printer, {{&card, {}}}),
            1);
    QCOMPARE(pagesIn(m_file), 1);
}

/// Roles and forms have words in both languages; a step says whom to call and what to open.
void TestCardPrint::everyWordOfACardIsOnThePage()
{
    const CardLabels ja(CardLabels::Language::Japanese);
    const CardLabels en(CardLabels::Language::English);
    for (std::size_t i = 0; i < contract::roleCount; ++i) {
        const auto role = static_cast<contract::Role>(i);
        QVERIFY(!ja.role(role).isEmpty() && ja.role(role) != en.role(role));
    }
    for (const auto& card : contract::shippedCards().all)
        for (const auto* step : stepsOf(card)) {
            const bool hasLead = step->kind == contract::StepKind::Call
                    || step->kind == contract::StepKind::Command
                    || step->kind == contract::StepKind::Timer;
            QCOMPARE(!ja.lead(*step).isEmpty(), hasLead);
            QCOMPARE(!en.lead(*step).isEmpty(), hasLead);
        }
    const auto& c3 = *contract::shippedCards().card("C3");
    QCOMPARE(ja.lead(*c3.step("f2")), QStringLiteral("入場停止 15分"));
    QCOMPARE(en.lead(*c3.step("f3")), QStringLiteral("Rate advised"));
    QCOMPARE(ja.lead(*c3.step("t2")), QStringLiteral("電話 決済当番"));
    QCOMPARE(en.watch(*c3.step("t1")->watch), QStringLiteral("provider budget < 85 %, 1 min"));
    QCOMPARE(ja.dates(c3), QStringLiteral("改訂 2026-11-20　外部確認 2026-11-20（決済当番）"));
    QCOMPARE(en.dates(*contract::shippedCards().card("C1")),
            QStringLiteral("Revised 2026-11-21 · not yet reviewed from outside"));
}

/// A box in place of a character may be the one that mattered.
void TestCardPrint::everyCharacterHasAGlyph()
{
    const QFontMetrics metrics(QFont(QStringLiteral("Noto Sans CJK JP")));
    const auto json = QString::fromStdString(contract::toJson(contract::shippedCards()));
    for (const auto character : json.toUcs4())
        QVERIFY2(metrics.inFontUcs4(character), qPrintable(QString::number(character, 16)));
}

QTEST_MAIN(TestCardPrint)
#include "test_card_print.moc"
