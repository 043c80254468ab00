#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include "backend/http/content_policy.h"
#include "backend/http/pages.h"
#include "backend/http/time_zone.h"

using namespace saikobi;
using http::Language;
using namespace std::chrono_literals;

namespace {

constexpr qsizetype pageLimit = 14 * 1024;
/// 2026-12-30T10:00:00+09:00
const contract::Instant tenInTokyo = contract::fromUnixMs(1798592400000);

/// As large as a sale file may have it.
std::string fullLogo()
{
    constexpr std::size_t most = 3 * 1024;
    const std::string end{"</svg>"};
    std::string svg{"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 64 64\">"};
    const std::string star{
            "<path d=\"M32 9l6.2 14.6 15.8 1.3-12 10.4 3.6 15.4L32 42.5 18.4 50.7l3.6-"
            "15.4-12-10.4 15.8-1.3z\" fill=\"#FFE27A\"/>"};
    while (svg.size() + star.size() + end.size() <= most)
        svg += star;
    return svg + std::string(most - svg.size() - end.size(), ' ') + end;
}

/// Words as long as staff and sale file may write them, of the longest letters they use.
contract::StaffMessage fullMessage()
{
    contract::StaffMessage out;
    for (int i = 0; i < 200; ++i) {
        out.ja += "会";
        out.en += "w";
    }
    out.at = tenInTokyo;
    return out;
}

contract::Sale sampleSale()
{
    contract::Sale sale;
    sale.slug = "demo";
    sale.name = {"星あかり同人即売会 冬の部", "Hoshiakari Doujin Fair, Winter"};
    sale.shop.name = {"星あかり同人即売会", "Hoshiakari Doujin Fair"};
    sale.shop.colour = "#1F6FB2";
    sale.shop.contact = "https://social.example/@hoshiakari";
    sale.shop.logoSvg = fullLogo();
    for (const char* method : {"card", "paypal", "wallet"})
        sale.methods.push_back({method, {"支払い方法", "Way to pay"}, "sim", {}, {}});
    return sale;
}

http::LineView openLine()
{
    http::LineView view;
    view.line.phase = contract::Phase::Open;
    view.line.at = tenInTokyo;
    return view;
}

http::LineView joined()
{
    auto view = openLine();
    view.number = 12345;
    view.ahead = 678;
    return view;
}

QByteArray htmlOf(const http::Page& page)
{
    return QByteArray::fromStdString(*page.html);
}

/// The text between the tags of an element with this id.
QString elementText(const QByteArray& html, const char* id)
{
    const QRegularExpression element{
            QStringLiteral("id=\"%1\"[^>]*>([^<]*)<").arg(QLatin1StringView{id})};
    return element.match(QString::fromUtf8(html).remove(QStringLiteral("<b>"))).captured(1);
}

} // namespace

http::Page pageOf(const QByteArray& name, Language language)
{
    http::Pages pages;
    auto sale = sampleSale();
    sale.shop.notice = {fullMessage().ja, fullMessage().en};
    sale.groupMax = 4;
    auto view = name == "gate" ? openLine() : joined();
    view.line.message = fullMessage();
    view.place = 1234;
    view.line.serving = 555;
    view.why = "late";
    view.ticket = std::string(62, 'x');
    view.called = name == "door";
    view.waitP10 = 300s;
    view.waitP90 = 500s;
    http::PlaceView place;
    place.number = view.number;
    if (name == "slip")
        place.slip = "12345-RYQ0DP";
    if (name == "handover") {
        place.link = "https://shop.example/sales/demo?handover=" + std::string(80, 'x');
        place.svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>";
        place.linkEnds = tenInTokyo;
    }
    const std::vector<http::ShownProduct> goods(300,
            {{"新刊「星屑の停車場」", "New book: Stardust Station"}, {1000},
                    contract::ProductState::LastPieces, waiting_room::Chance::Likely});
    if (name == "shop")
        return pages.shop(sale, view, tenInTokyo, language);
    if (name == "order")
        return pages.order(sale, "01939d5c-0000-7000-8000-000000000001", language);
    if (name == "goods")
        return pages.goods(sale, view, goods, 0, language);
    if (name == "place" || name == "slip" || name == "handover")
        return pages.place(sale, place, language);
    if (name == "link")
        return pages.link(sale, http::LinkKind::Handover, "abc", language);
    if (name == "check")
        return pages.check(sale, {"member-1", "ab"}, language);
    if (name == "gone")
        return pages.problem(
                {contract::ProblemType::Gone, {}, {}, {{"reason", "moved"}}}, &sale, language);
    if (name == "problem")
        return pages.problem({contract::ProblemType::Blocked, {}, {}, {}}, &sale, language);
    return pages.line(sale, view, language);
}

class TestPages : public QObject {
    Q_OBJECT

private slots:
    void saysWhatIsTrue_data();
    void saysWhatIsTrue();
    void everyPageIsSmallAndWhole_data();
    void everyPageIsSmallAndWhole();
    void everyProblemHasWordsInBothLanguages();
    void nothingFromTheSaleFileBecomesMarkup();
    void joinsAndClaimsWithoutScripts();
    void tellsProgressWithoutScripts();
    void readsTheTimeAtTheVenue();
    void opensALinkWithoutUsingIt();
    void noScriptLacksASentence();
    void scriptsAreKnownToThePolicy();
};

void TestPages::saysWhatIsTrue_data()
{
    QTest::addColumn<http::LineView>("view");
    QTest::addColumn<QString>("ja");
    QTest::addColumn<QString>("en");
    const auto row = [](const char* name, const http::LineView& view, const char* ja,
                             const char* en) {
        QTest::addRow("%s", name) << view << QString::fromUtf8(ja) << QString::fromUtf8(en);
    };

    auto view = openLine();
    view.line.phase = contract::Phase::Before;
    row("before, time unknown", view, "開始時刻は決まり次第ここに出ます。",
            "The opening time will appear here.");
    view.line.opensAt = tenInTokyo;
    row("before, time known", view, "12/30 10:00 (JST) に始まります。",
            "Opens at 12/30 10:00 (JST).");
    view.number = 7;
    view.line.order = contract::SaleOrder::Draw;
    row("before a draw", view,
            "12/30 10:00 (JST) "
            "に始まります。開始前に来た方の順番は抽選です。急がなくて大丈夫です。",
            "Opens at 12/30 10:00 (JST). Everyone here before then is placed by draw; no need to "
            "hurry.");
    view.line.order = contract::SaleOrder::Fifo;
    row("before, joined", view, "12/30 10:00 (JST) に始まります。あなたは 7 番です。",
            "Opens at 12/30 10:00 (JST). Your number is 7.");

    view = joined();
    row("waiting, no estimate", view, "12,345 番。前に約 680 人です。",
            "Number 12,345. About 680 people ahead.");
    view.waitP10 = 300s;
    view.waitP90 = 500s;
    row("waiting", view, "12,345 番。前に約 680 人、あと 5〜9 分ほどです。",
            "Number 12,345. About 680 people ahead, roughly 5–9 minutes.");
    view.waitP10 = 2h;
    view.waitP90 = 2h + 40min;
    row("waiting for hours", view, "12,345 番。前に約 680 人、あと 2〜3 時間ほどです。",
            "Number 12,345. About 680 people ahead, roughly 2–3 hours.");
    view.waitP90 = 59s;
    row("soon", view, "まもなく順番です。画面を開いておいてください。",
            "Almost your turn, keep this page open.");
    view.called = true;
    row("called", view, "順番が来ました。入場の手続き中です。",
            "It is your turn. Letting you in now.");

    view = joined();
    view.isAllGone = true;
    row("sold out", view, "すべて完売しました。", "Everything is sold out.");

    view = joined();
    view.line.phase = contract::Phase::Held;
    row("held, time unknown", view,
            "入場を止めています。順番はそのままです。再開時刻は決まり次第ここに出ます。",
            "Entry is paused, your place is kept. The time will appear here.");
    view.line.resumeAt = tenInTokyo + 15min;
    row("held, time known", view, "入場を止めています。順番はそのままです。再開予定 10:15 (JST)。",
            "Entry is paused, your place is kept. Expected to resume at 10:15 (JST).");
    view.line.resumeAt = tenInTokyo - 1s;
    row("held, time passed without news", view,
            "入場を止めています。順番はそのままです。まもなくお知らせします",
            "Entry is paused, your place is kept. news soon");
    view.isRedisLost = true;
    row("redis lost", view,
            "受付が一時的に止まっています。番号は失われません。画面は自動で戻ります。",
            "Entry is interrupted. Your number is safe; this page recovers by itself.");
    view = joined();
    view.line.phase = contract::Phase::Closed;
    row("closed", view, "販売は終わりました。", "The sale has ended.");
}

void TestPages::saysWhatIsTrue()
{
    QFETCH(http::LineView, view);
    QFETCH(QString, ja);
    QFETCH(QString, en);
    http::Pages pages;
    const auto sale = sampleSale();
    QCOMPARE(elementText(htmlOf(pages.line(sale, view, Language::Japanese)), "text"), ja);
    QCOMPARE(elementText(htmlOf(pages.line(sale, view, Language::English)), "text"), en);
}

void TestPages::everyPageIsSmallAndWhole_data()
{
    QTest::addColumn<int>("language");
    QTest::addColumn<QByteArray>("page");
    for (const auto language : {Language::Japanese, Language::English}) {
        const auto* const code = language == Language::Japanese ? "ja" : "en";
        for (const char* page : {"gate", "line", "door", "shop", "order", "goods", "place", "slip",
                     "handover", "link", "check", "gone", "problem"})
            QTest::addRow("%s in %s", page, code) << static_cast<int>(language) << QByteArray{page};
    }
}

void TestPages::everyPageIsSmallAndWhole()
{
    QFETCH(int, language);
    QFETCH(QByteArray, page);
    const auto lang = static_cast<Language>(language);
    http::Pages pages;
    const auto sale = sampleSale();
    const auto made = pageOf(page, lang);
    const auto html = htmlOf(made);
    qInfo("%lld bytes", static_cast<long long>(html.size()));
    if (const auto folder = qEnvironmentVariable("SAIKOBI_PAGES"); !folder.isEmpty()) {
        QFile file{folder + QLatin1Char('/') + QString::fromUtf8(page)
                + (lang == Language::Japanese ? QStringLiteral("_ja.html")
                                              : QStringLiteral("_en.html"))};
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(html);
    }
    QVERIFY2(html.size() <= pageLimit, QByteArray::number(html.size()).constData());
    QVERIFY(html.startsWith("<!doctype html>"));
    QVERIFY(html.contains(
            lang == Language::Japanese ? "<html lang=\"ja\">" : "<html lang=\"en\">"));
    QVERIFY(!html.contains("{{"));
    QVERIFY2(html.contains("https://social.example/@hoshiakari"), "the contact is on every page");
    // Nothing is fetched from anywhere but here.
    static const QRegularExpression foreign{
            QStringLiteral("(src|href|action)=\"(https?:)?//(?!social\\.example|shop\\.example)")};
    QVERIFY(!foreign.match(QString::fromUtf8(html)).hasMatch());
    for (const char* tag :
            {"main", "header", "footer", "section", "style", "title", "body", "html"}) {
        const QByteArray name{tag};
        const auto opened = html.count(QByteArray{"<" + name + ">"})
                + html.count(QByteArray{"<" + name + " "});
        QCOMPARE(opened, html.count(QByteArray{"</" + name + ">"}));
    }
    QVERIFY(made.policy.find("default-src 'none'") != std::string::npos);
    QVERIFY(made.policy.find("unsafe") == std::string::npos);
}

void TestPages::everyProblemHasWordsInBothLanguages()
{
    const http::PageTexts texts;
    for (int i = 0; i <= static_cast<int>(contract::ProblemType::Unavailable); ++i) {
        const auto name = contract::name(static_cast<contract::ProblemType>(i));
        for (const auto language : {Language::Japanese, Language::English}) {
            const auto [title, text] = texts.problem(language, name);
            QVERIFY2(!title.empty() && !text.empty(), std::string{name}.c_str());
        }
    }
}

void TestPages::nothingFromTheSaleFileBecomesMarkup()
{
    http::Pages pages;
    auto sale = sampleSale();
    sale.name.ja = "<script>alert(1)</script>";
    sale.shop.logoSvg = R"("><script>alert(2)</script>)";
    sale.shop.contact = "\"><script>alert(3)</script>";
    sale.shop.colour = "red;}</style><script>alert(4)</script>";
    sale.methods[0].name.ja = "</script><script>alert(5)</script>";
    auto view = joined();
    view.line.message = {"<script>alert(6)</script>", "", {}};
    for (const auto& page : {pages.line(sale, view, Language::Japanese),
                 pages.shop(sale, view, tenInTokyo, Language::Japanese)})
        // Only the picture's address holds such letters, and there they run nowhere.
        QVERIFY(!htmlOf(page).replace("svg+xml,'><script>alert(2)", "").contains("<script>alert"));
}

void TestPages::joinsAndClaimsWithoutScripts()
{
    http::Pages pages;
    const auto sale = sampleSale();
    const auto stranger = htmlOf(pages.line(sale, openLine(), Language::English));
    QVERIFY(stranger.contains("action=\"/sales/demo/tickets?lang=en\""));
    static const QRegularExpression visitor{
            QStringLiteral("name=\"visitor\" value=\"[0-9a-f]{32}\"")};
    QVERIFY(visitor.match(QString::fromUtf8(stranger)).hasMatch());
    QVERIFY(stranger.contains("<noscript><meta http-equiv=\"refresh\""));
    QVERIFY(!stranger.contains("action=\"/sales/demo/tickets?lang=en\" hidden"));

    auto called = joined();
    called.called = true;
    const auto atTheDoor = htmlOf(pages.line(sale, called, Language::English));
    QVERIFY(atTheDoor.contains("action=\"/sales/demo/passes?lang=en\">"));
    QVERIFY(!atTheDoor.contains("name=\"visitor\""));
    const auto waiting = htmlOf(pages.line(sale, joined(), Language::English));
    QVERIFY(!waiting.contains("/passes"));
}

void TestPages::tellsProgressWithoutScripts()
{
    const auto html = htmlOf(pageOf("line", Language::English));
    QCOMPARE(elementText(html, "serving"), QStringLiteral("Called so far: up to 555."));
    QVERIFY(elementText(html, "why").contains(QStringLiteral("people who were called earlier")));
    QCOMPARE(elementText(html, "drawn"), QStringLiteral("Drawn place 1,234"));
    for (const char* id : {"serving", "why", "drawn"})
        QVERIFY(!html.contains(QByteArray{"id=\""}.append(id).append("\" hidden")));
}

void TestPages::readsTheTimeAtTheVenue()
{
    const auto tokyo = http::localTime(tenInTokyo, "Asia/Tokyo");
    QCOMPARE(tokyo.hour, 10);
    QCOMPARE(tokyo.day, 30);
    QCOMPARE(tokyo.zone, std::string{"JST"});
    // Summer and winter differ where they do.
    QCOMPARE(http::localTime(tenInTokyo, "Europe/Berlin").zone, std::string{"CET"});
    QCOMPARE(http::localTime(tenInTokyo - std::chrono::hours{24 * 180}, "Europe/Berlin").zone,
            std::string{"CEST"});
    for (const char* unknown : {"Mars/Base", "../../etc/passwd", "", "/etc/localtime"}) {
        const auto utc = http::localTime(tenInTokyo, unknown);
        QCOMPARE(utc.zone, std::string{"UTC"});
        QCOMPARE(utc.hour, 1);
    }
}

void TestPages::opensALinkWithoutUsingIt()
{
    http::Pages pages;
    const auto html = htmlOf(
            pages.link(sampleSale(), http::LinkKind::Handover, "aB-_9", Language::English));
    QVERIFY(html.contains("<form method=\"post\" action=\"/sales/demo/tickets?lang=en\">"));
    QVERIFY(html.contains("<input type=\"hidden\" name=\"handover\" value=\"aB-_9\">"));
    // The other language keeps the code.
    QVERIFY(html.contains("href=\"?lang=ja&amp;handover=aB-_9\""));
}

void TestPages::noScriptLacksASentence()
{
    for (const auto language : {Language::Japanese, Language::English})
        for (const char* kind :
                {"gate", "line", "door", "shop", "order", "goods", "place", "check"})
            QVERIFY2(!htmlOf(pageOf(kind, language)).contains("T."), kind);
}

void TestPages::scriptsAreKnownToThePolicy()
{
    for (const char* kind : {"gate", "line", "door", "shop", "order", "goods", "place", "check"}) {
        const auto page = pageOf(kind, Language::Japanese);
        const auto html = *page.html;
        const auto between = [&html](const std::string& open, const std::string& close) {
            const auto from = html.find(open) + open.size();
            return html.substr(from, html.find(close, from) - from);
        };
        QCOMPARE(page.policy,
                http::contentPolicy(
                        between("<style>", "</style>"), between("<script>", "</script>")));
    }
}

QTEST_GUILESS_MAIN(TestPages)
#include "test_pages.moc"
