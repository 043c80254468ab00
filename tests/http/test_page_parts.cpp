#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "backend/http/page_dress.h"
#include "backend/http/page_script.h"
#include "backend/http/page_texts.h"
#include "backend/http/pages.h"

using namespace saikobi;
using http::Language;

namespace {

/// Files of the source tree whose words count as uses.
QByteArray wordsOf(const QString& folder, const QStringList& patterns)
{
    QByteArray out;
    const QDir dir{qEnvironmentVariable("SAIKOBI_SOURCE") + folder};
    for (const auto& name : dir.entryList(patterns, QDir::Files)) {
        QFile file{dir.filePath(name)};
        if (file.open(QIODevice::ReadOnly))
            out += file.readAll();
    }
    return out;
}

double luminanceOf(const QByteArray& colour)
{
    double sum = 0;
    const double weights[] = {0.2126, 0.7152, 0.0722};
    for (int i = 0; i < 3; ++i) {
        const double part = colour.mid(1 + 2 * i, 2).toInt(nullptr, 16) / 255.0;
        sum += weights[i]
                * (part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4));
    }
    return sum;
}

double contrastOf(const QByteArray& one, const QByteArray& other)
{
    const auto [low, high] = std::minmax({luminanceOf(one), luminanceOf(other)});
    return (high + 0.05) / (low + 0.05);
}

} // namespace

/// What pages are made of: scripts made small, sentences, the shop's colour.
class TestPageParts : public QObject {
    Q_OBJECT

private slots:
    void bothLanguagesSayTheSameThings();
    void squeezesOnlyWhatMeansNothing();
    void tellsChancesWithoutScripts();
    void shortensNamesButNoMembers();
    void putsSentencesIntoScripts();
    void everyTextIsUsed_data();
    void everyTextIsUsed();
    void everyColourCanBeRead_data();
    void everyColourCanBeRead();
};

void TestPageParts::tellsChancesWithoutScripts()
{
    http::Pages pages;
    contract::Sale sale;
    sale.slug = "demo";
    const contract::Bilingual name{"本", "Book"};
    const auto onSale = contract::ProductState::OnSale;
    const auto list = [&](std::optional<waiting_room::Chance> chance) {
        return QByteArray::fromStdString(
                *pages.goods(sale, {}, {{name, {1000}, onSale, chance}}, 0, Language::English)
                         .html);
    };
    const auto unknown = list(std::nullopt);
    QVERIFY(unknown.contains("<small>¥1,000</small>"));
    QVERIFY(unknown.contains("id=\"hint\" hidden"));
    const auto likely = list(waiting_room::Chance::Likely);
    QVERIFY(likely.contains("<small>¥1,000 · likely for you</small>"));
    QVERIFY(likely.contains("id=\"hint\"><span id=\"wish\" hidden>")); // ticking needs the script
    QVERIFY(list(waiting_room::Chance::Uncertain).contains(" · uncertain</small>"));
    QVERIFY(list(waiting_room::Chance::Unlikely).contains(" · unlikely</small>"));
}

void TestPageParts::squeezesOnlyWhatMeansNothing()
{
    QCOMPARE(http::squeezed("// gone\nconst a = b + ' = ' + c;\nreturn [ 1 ];\n/* gone */\nlet x = "
                            "`a  b`\nf ()\n"),
            std::string{"const a=b+' = '+c;return[1];let x=`a  b`\nf()\n"});
}

void TestPageParts::shortensNamesButNoMembers()
{
    QCOMPARE(http::shortened("//: count more\nconst count = a.count + {count: 1, b: more};\n"
                             "say('count', ...more, `${count}`);\n"),
            std::string{"let A=a.count+{count:1,b:B};say('count',...B,`${A}`);"});
}

void TestPageParts::putsSentencesIntoScripts()
{
    const std::map<std::string, std::string> texts{{"held", "a \"b\" </script>"}};
    QCOMPARE(http::withTexts("x=T.held;y=AT.held;z=T.other;", texts),
            std::string{"x=\"a \\\"b\\\" \\u003c/script>\";y=AT.held;z=T.other;"});
}

void TestPageParts::everyTextIsUsed_data()
{
    QTest::addColumn<QByteArray>("group");
    for (const char* group : {"common", "common_script", "room", "check", "goods", "place",
                 "place_script", "shop", "shop_script", "order", "order_script"})
        QTest::addRow("%s", group) << QByteArray{group};
}

void TestPageParts::everyTextIsUsed()
{
    QFETCH(QByteArray, group);
    const auto scripts = wordsOf(QStringLiteral("/resources/pages"), {QStringLiteral("*.js")});
    const auto pages = wordsOf(QStringLiteral("/resources/pages"), {QStringLiteral("*.html")});
    const auto code = wordsOf(QStringLiteral("/backend/http"), {QStringLiteral("*.cpp")});
    QVERIFY(!scripts.isEmpty() && !pages.isEmpty() && !code.isEmpty());
    const http::PageTexts texts;
    for (const auto& [name, text] : texts.group(Language::Japanese, group.toStdString())) {
        const auto key = QByteArray::fromStdString(name);
        const QByteArray hole{"{{" + key + "}}"};
        const bool isUsed = scripts.contains(QByteArray{"T." + key}) || pages.contains(hole)
                || code.contains(hole)
                || code.contains(QByteArray{'"' + key + '"'})
                // Words of a kind of link, and states of a product, are put together.
                || (group == "place"
                        && QRegularExpression{QStringLiteral("^(handover|restore|inviting)_")}
                                   .match(QString::fromUtf8(key))
                                   .hasMatch());
        QVERIFY2(isUsed, key.constData());
    }
}

void TestPageParts::everyColourCanBeRead_data()
{
    QTest::addColumn<QByteArray>("colour");
    for (const char* colour : {"#000000", "#FFFFFF", "#FFE27A", "#00008B", "#FF0000", "#00FF00",
                 "#0000FF", "#808080", "#1F6FB2", "#F6B7D2", "nonsense"})
        QTest::addRow("%s", colour) << QByteArray{colour};
}

void TestPageParts::everyColourCanBeRead()
{
    QFETCH(QByteArray, colour);
    const auto rule = QString::fromStdString(http::colourRule(colour.toStdString()));
    const auto value = [&rule](const char* name, int from) {
        const QRegularExpression found{
                QStringLiteral("--%1:(#[0-9a-f]+)").arg(QLatin1StringView{name})};
        const auto text = found.match(rule, from).captured(1).toLatin1();
        if (text.size() != 4)
            return text;
        QByteArray whole{"#"};
        for (const char digit : text.sliced(1))
            whole.append(2, digit);
        return whole;
    };
    const auto dark = static_cast<int>(rule.indexOf(QStringLiteral("@media")));
    QVERIFY(contrastOf(value("a", 0), value("on", 0)) >= 4.5);
    for (const auto& ground : {QByteArray{"#ffffff"}, QByteArray{"#f4f5f8"}, value("t", 0)})
        QVERIFY2(contrastOf(value("d", 0), ground) >= 4.5, ground.constData());
    for (const auto& ground : {QByteArray{"#191d26"}, QByteArray{"#0f1218"}, value("t", dark)})
        QVERIFY2(contrastOf(value("d", dark), ground) >= 4.5, ground.constData());
}

void TestPageParts::bothLanguagesSayTheSameThings()
{
    const http::PageTexts texts;
    static const QRegularExpression hole{QStringLiteral("\\{\\w+\\}")};
    for (const char* group : {"common", "common_script", "room", "check", "goods", "place",
                 "place_script", "shop", "shop_script", "order", "order_script", "problem"}) {
        const auto ja = texts.group(Language::Japanese, group);
        const auto en = texts.group(Language::English, group);
        QVERIFY2(!ja.empty(), group);
        QCOMPARE(ja.size(), en.size());
        for (const auto& [key, text] : ja) {
            QVERIFY2(!text.empty() && en.contains(key) && !en.at(key).empty(), key.c_str());
            std::set<QString> holes[2];
            int at = 0;
            for (const auto& each : {text, en.at(key)}) {
                auto found = hole.globalMatch(QString::fromStdString(each));
                while (found.hasNext())
                    holes[at].insert(found.next().captured(0));
                ++at;
            }
            QVERIFY2(holes[0] == holes[1], key.c_str());
            QCOMPARE(QString::fromStdString(text).count(QLatin1Char('|')),
                    QString::fromStdString(en.at(key)).count(QLatin1Char('|')));
        }
    }
}

QTEST_GUILESS_MAIN(TestPageParts)
#include "test_page_parts.moc"
