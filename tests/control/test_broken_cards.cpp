#include <QTest>

#include <algorithm>
#include <random>

#include "tests/control/card_files.h"

using namespace saikobi;
using namespace saikobi::tests;

/// What the compiler says of cards that are wrong.
class TestBrokenCards : public QObject {
    Q_OBJECT

private slots:
    void aBrokenCardIsNamedByFileAndLine_data();
    void aBrokenCardIsNamedByFileAndLine();
    void whatACardLacksIsSaidByFileAndLine_data();
    void whatACardLacksIsSaidByFileAndLine();
    void whatBothLanguagesLackIsSaid();
    void theShippedCardsLackNothing();
    void anAlarmWithoutItsCardIsNamed();
    void whateverIsTornOutIsSaidAndNothingBreaks();
    void whatIsNoUtf8IsSaid();
    void aFolderWithoutCardsIsSaid();
};

void TestBrokenCards::aBrokenCardIsNamedByFileAndLine_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("told");
    const auto row = [](const char* name, const char* file, const char* from, const char* to,
                             const char* told) {
        QTest::addRow("%s", name) << file << from << to << told;
    };
    const auto* c3 = "en/C3.md";
    row("unknown kind", c3, "`watch t1", "`look t1",
            "en/C3.md:14: there is no kind of step 'look'");
    row("unknown figure", c3, "budget_used <", "budget <",
            "en/C3.md:14: there is no figure 'budget'");
    row("unknown comparison", c3, "< 85", "~ 85", "en/C3.md:14: there is no comparison '~'");
    row("no number", c3, "< 85 %", "< many %", "en/C3.md:14: 'many' is no number");
    row("another unit", c3, "85 % for", "85 s for",
            "en/C3.md:14: budget_used is counted in '%', not in 's'");
    row("no unit", c3, "85 % for", "85 for",
            "en/C3.md:14: budget_used is counted in '%', not in ''");
    row("no time", c3, "% for 60 s`", "% for long`",
            "en/C3.md:14: after 'for' comes a time such as 60 s or 5 min");
    row("no for", c3, "% for 60 s`", "% 60 s`",
            "en/C3.md:14: a watch is written: figure, comparison, value, unit, for, time");
    row("unknown alarm", c3, "A05, A06", "A05, A66", "en/C3.md:2: there is no alarm 'A66'");
    row("unknown role", c3, "acts: operator", "acts: driver",
            "en/C3.md:4: there is no role 'driver'");
    row("unknown role of a call", c3, "role=\"payment duty\"", "role=\"payment\"",
            "en/C3.md:15: there is no role 'payment'");
    row("unknown reviewer", c3, "{role: payment duty", "{role: somebody",
            "en/C3.md:3: there is no role 'somebody'");
    row("unknown form", c3, "open=hold", "open=stop",
            "en/C3.md:11: there is no form 'stop' to open");
    row("no form", c3, "open=hold ", "", "en/C3.md:11: a command needs open=");
    row("a value the form does not take", c3, "value=rate_advised", "n=5",
            "en/C3.md:12: the form rate takes no n");
    row("a rate that is none", c3, "value=rate_advised", "value=fast",
            "en/C3.md:12: value of the form rate cannot be 'fast'");
    row("too much work", c3, "open=rate value=rate_advised", "open=work_bits bits=21",
            "en/C3.md:12: bits of the form work_bits cannot be '21'");
    row("a limit that leaves no call", c3, "open=rate value=rate_advised", "open=limit value=1",
            "en/C3.md:12: value of the form limit cannot be '1'");
    row("a time that is none", c3, "open=rate value=rate_advised", "open=block for=long",
            "en/C3.md:12: for of the form block cannot be 'long'");
    row("unknown message", c3, "message=payment_busy", "message=hello",
            "en/C3.md:11: message of the form hold cannot be 'hello'");
    row("a branch that does not exist", c3, "no=f3", "no=f9",
            "en/C3.md:10: step f1 leads to 'f9', which is no other step of this card");
    row("a decision with one way", c3, "yes=f2 no=f3", "yes=f2",
            "en/C3.md:10: a decision needs yes= and no=, and nothing else");
    row("the same id twice", c3, "`do t3`", "`do t2`", "en/C3.md:16: there are two steps t2");
    row("no id of a step", c3, "`do t3`", "`do third`",
            "en/C3.md:16: 'third' is no id of a step, such as f2");
    row("a timer without time", c3, "timer t4 10m", "timer t4 soon",
            "en/C3.md:17: a timer needs a time such as 90s, 10m or 1h");
    row("no text", c3, "`do t3` Name the other methods in the message, ja and en.", "`do t3`",
            "en/C3.md:16: the text of step t3 is missing or not plain");
    row("no code span", c3, "- [ ] `do t3` Name", "- [ ] Name",
            "en/C3.md:16: a step begins with a code span: `kind id arguments`");
    row("no task list", c3, "- [ ] `do t3`", "- `do t3`",
            "en/C3.md:16: a step begins with '- [ ] `'");
    row("an open quote", c3, "role=\"payment duty\"", "role=\"payment duty",
            "en/C3.md:15: a quotation mark is not closed");
    row("a missing paragraph", c3, "**Venue** ", "", "en/C3.md:1: the paragraph Venue is missing");
    row("an unknown paragraph", c3, "**Aim**", "**Goal**",
            "en/C3.md:7: there is no paragraph 'Goal'");
    row("an unknown heading", c3, "## Then", "## Later",
            "en/C3.md:13: there is no heading 'Later'");
    row("Finished without a figure", c3, "`payment_success >= 97 % for 5 min`", "All is well",
            "en/C3.md:19: Finished: begins with a figure in a code span");
    row("a missing field", c3, "severity: P2, ", "", "en/C3.md:2: the field severity is missing");
    row("no review dates", c3, " reviewed: [{role: payment duty, date: 2026-11-20}],\n", "",
            "en/C3.md:2: the field reviewed is missing");
    row("a review without its date", c3, ", date: 2026-11-20}", "}",
            "en/C3.md:3: a review needs its role and its date");
    row("no such day", c3, "revised: 2026-11-20", "revised: 2026-02-30",
            "en/C3.md:2: revised: '2026-02-30' is no date such as 2026-11-20");
    row("an unknown field", c3, "severity: P2", "owner: me, severity: P2",
            "en/C3.md:2: there is no field 'owner'");
    row("an unknown severity", c3, "severity: P2", "severity: high",
            "en/C3.md:2: there is no severity 'high'");
    row("broken front matter", c3, "A07], revised", "A07, revised",
            "en/C3.md:4: front matter: illegal flow end");
    row("another id than the file", c3, "{id: C3", "{id: C33",
            "en/C3.md:2: the card C33 belongs into a file C33.md");
    row("no front matter", c3, "---\n{", "{",
            "en/C3.md:1: a card begins with its front matter between two lines ---");
    row("another severity in the other language", c3, "severity: P2", "severity: P1",
            "en/C3.md:2: severity is not the same as in ja/C3.md:2");
    row("other roles", c3, "decides: lead", "decides: organiser",
            "en/C3.md:4: roles is not the same as in ja/C3.md:4");
    row("other dates", c3, "revised: 2026-11-20", "revised: 2026-11-21",
            "en/C3.md:2: revised is not the same as in ja/C3.md:2");
    row("another kind", c3, "`do t3`", "`timer t3 5m`",
            "en/C3.md:16: step t3 is not the same as in ja/C3.md:16");
    row("another argument", c3, "resume_in=15m", "resume_in=20m",
            "en/C3.md:11: step f2 is not the same as in ja/C3.md:11");
    row("another limit", c3, "< 85 %", "< 80 %",
            "en/C3.md:14: step t1 is not the same as in ja/C3.md:14");
    row("another end", c3, ">= 97 %", ">= 90 %",
            "en/C3.md:19: Finished is not the same as in ja/C3.md:19");
    row("a step less", c3, "- [ ] `timer t4 10m` Give news, even if nothing changed.\n", "",
            "en/C3.md:13: Then is not the same as in ja/C3.md:13");
    row("another id", c3, "`do t3`", "`do t8`",
            "en/C3.md:13: Then is not the same as in ja/C3.md:13");
    row("ten steps", "ja/C16.md", "`do t9` ", "`do t9` 渡す。\n- [ ] `do t10` ",
            "ja/C16.md:35: 次に has more than 9 steps");
    row("Japanese is read as strictly", "ja/C3.md", "**会場へ**", "**会場**",
            "ja/C3.md:18: there is no paragraph '会場'");
    row("text that belongs nowhere", c3, "## First", "stray\n\n## First\nstray",
            "en/C3.md:12: this text belongs to no paragraph and no step");
}

void TestBrokenCards::aBrokenCardIsNamedByFileAndLine()
{
    QFETCH(QString, file);
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(QString, told);
    const auto compiled = control::compileCards(
            changed(file.toStdString(), from.toStdString(), to.toStdString()));
    const auto found = toldOf(compiled.faults);
    QVERIFY2(found.split(QLatin1Char('\n')).contains(told), qPrintable(found));
}

/// Such cards compile, and whoever checks them is warned.
void TestBrokenCards::whatACardLacksIsSaidByFileAndLine_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("told");
    const auto row = [](const char* name, const char* file, const char* from, const QString& to,
                             const char* told) {
        QTest::addRow("%s", name) << file << from << to << told;
    };
    row("a Japanese card longer than its page", "ja/C16.md", "告知する。",
            QStringLiteral("告知する。")
                    + QStringLiteral("会場と告知担当へ知らせる。").repeated(60),
            "ja/C16.md:34: from here on the card may not fit one A4 page of 14 pt: it takes 1");
    row("an English one", "en/C16.md", "Announce it.",
            QStringLiteral("Announce it. ") + QStringLiteral("Tell venue and desk. ").repeated(60),
            "from here on the card may not fit one A4 page of 14 pt: it takes 1");
    row("a step that no longer fits", "ja/C3.md", "かごの中身は残る。",
            QStringLiteral("かごの中身は残る。").repeated(150),
            "ja/C3.md:11: from here on the card may not fit one A4 page of 14 pt: it takes 1");
    row("a telephone number", "en/C3.md", "Was the limit lowered?",
            QStringLiteral("Ring 090-1234-5678."), "en/C3.md:15: has a telephone number");
    row("a line that was not translated", "en/C3.md",
            "Name the other methods in the message, ja and en.",
            QStringLiteral("案内文にほかの支払方法を書く。"), "en/C3.md:16: is not in English");
    row("nor into Japanese", "ja/C3.md", "案内文（日・英）にほかの支払方法を書く。",
            QStringLiteral("Name the other methods."), "ja/C3.md:16: is not in Japanese");
}

void TestBrokenCards::whatACardLacksIsSaidByFileAndLine()
{
    QFETCH(QString, file);
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(QString, told);
    const auto compiled = control::compileCards(
            changed(file.toStdString(), from.toStdString(), to.toStdString()));
    QCOMPARE(toldOf(compiled.faults), QString());
    QCOMPARE(compiled.advice.size(), std::size_t{1});
    const auto found = toldOf(compiled.advice);
    QVERIFY2(found.contains(told), qPrintable(found));
}

/// Whom to call, news, and eyes from outside.
void TestBrokenCards::whatBothLanguagesLackIsSaid()
{
    const auto told = [](const std::string& from, const std::string& to) {
        auto files = shippedFiles();
        for (auto& file : files)
            if (const auto at
                    = file.name.ends_with("/C4.md") ? file.text.find(from) : std::string::npos;
                    at != std::string::npos)
                file.text.replace(at, from.size(), to);
        const auto compiled = control::compileCards(files);
        return toldOf(compiled.faults) + toldOf(compiled.advice);
    };
    QCOMPARE(told("calls: [provider desk, finance]", "calls: [provider desk]"),
            QStringLiteral("en/C4.md:27: calls finance, whom roles: calls does not name\n"
                           "ja/C4.md:27: calls finance, whom roles: calls does not name"));
    QCOMPARE(told("`timer t7 10m`", "`do t7`"),
            QStringLiteral("ja/C4.md:23: no timer says when the next news is due"));
    QCOMPARE(told("reviewed: []", "reviewed: [{role: lead, date: 2026-11-20}]"),
            QStringLiteral("en/C4.md:8: lead works with this card: somebody from outside has to "
                           "read it\nja/C4.md:8: lead works with this card: somebody from outside "
                           "has to read it"));
}

void TestBrokenCards::theShippedCardsLackNothing()
{
    QCOMPARE(toldOf(control::compileCards(shippedFiles()).advice), QString());
}

void TestBrokenCards::anAlarmWithoutItsCardIsNamed()
{
    auto files = shippedFiles();
    std::erase_if(files, [](const auto& file) { return file.name.ends_with("/C11.md"); });
    QCOMPARE(toldOf(control::compileCards(files).faults),
            QStringLiteral("alarm A24 opens card C11, which is missing"));

    // Reached only before the opening, or when Redis alone is silent.
    for (const auto* card : {"C1", "C8"}) {
        auto fewer = shippedFiles();
        std::erase_if(fewer, [card](const auto& file) {
            return file.name.ends_with(std::string{"/"} + card + ".md");
        });
        const auto told = toldOf(control::compileCards(fewer).faults);
        QVERIFY2(told.contains(QLatin1String(card) + QStringLiteral(", which is missing")),
                qPrintable(told));
    }

    auto lists = changed("ja/C11.md", "alarms: [A24]", "alarms: []");
    for (auto& file : lists)
        if (file.name == "en/C11.md")
            file.text.replace(file.text.find("[A24]"), 5, "[]");
    QCOMPARE(toldOf(control::compileCards(lists).faults),
            QStringLiteral("ja/C11.md:5: alarm A24 opens this card, which does not list it"));

    std::erase_if(files, [](const auto& file) { return file.name == "en/C3.md"; });
    QCOMPARE(toldOf(control::compileCards(files).faults),
            QStringLiteral("ja/C3.md: there is no en/C3.md"));
}

/// Bytes and lines are lost, doubled or swapped at random: the compiler answers with places inside
/// the file, and cards that have no fault also survive their own JSON.
void TestBrokenCards::whateverIsTornOutIsSaidAndNothingBreaks()
{
    const auto seed = std::random_device{}();
    qInfo("seed %u", seed);
    std::mt19937 chance(seed);
    const auto files = shippedFiles();
    for (int round = 0; round < 300; ++round) {
        auto torn = files;
        auto& file = torn[chance() % torn.size()];
        for (int i = 0; i < 3 && file.text.size() > 10; ++i) {
            const auto at = chance() % file.text.size();
            const auto length = 1 + chance() % 20;
            const auto part = file.text.substr(at, length);
            if (chance() % 2 == 0)
                file.text.erase(at, length);
            else
                file.text.insert(chance() % file.text.size(), part);
        }
        const auto compiled = control::compileCards(torn);
        for (const auto& fault : compiled.faults) {
            const auto known = std::find_if(torn.begin(), torn.end(),
                    [&fault](const auto& one) { return one.name == fault.file; });
            QVERIFY2(fault.file.empty() || known != torn.end(), fault.text().c_str());
            QVERIFY2(fault.file.empty()
                            || fault.line
                                    <= 1 + std::count(known->text.begin(), known->text.end(), '\n'),
                    fault.text().c_str());
        }
        if (compiled.faults.empty())
            QVERIFY(contract::cardsFromJson(contract::toJson(compiled.cards)));
    }
}

void TestBrokenCards::whatIsNoUtf8IsSaid()
{
    for (const auto* broken : {"\xE7\xB5", "\xFF", "\xC0\xAF", "\xED\xA0\x80"})
        QCOMPARE(toldOf(control::compileCards(changed("ja/C3.md", "会場へ", broken)).faults),
                QStringLiteral("ja/C3.md:18: is no UTF-8 text"));
}

void TestBrokenCards::aFolderWithoutCardsIsSaid()
{
    const auto none = control::readCardFiles(shippedFolder() / "nowhere");
    QVERIFY(!none);
    QVERIFY(QString::fromStdString(none.error().detail).contains(QStringLiteral("nowhere/ja")));
}

QTEST_GUILESS_MAIN(TestBrokenCards)
#include "test_broken_cards.moc"
