#include <QTest>

#include "backend/shop/sale_file.h"
#include "backend/shop/sale_values.h"

using namespace saikobi;
using namespace std::chrono_literals;

namespace {

const contract::Instant now = contract::fromUnixMs(1786000000000);

/// A small sale that is right; the rows below put one thing wrong. Line numbers count from 1.
// Not a raw string: moc 6.4 loses its place in one.
const char* const goodText = "[sale]\n"
                             "id = \"demo\"\n"
                             "name = { ja = \"即売会\", en = \"Fair\" }\n"
                             "opens_at = 2026-08-15T10:00:00+09:00\n"
                             "start_rate = 300\n"
                             "[shop]\n"
                             "name = { ja = \"店\", en = \"Shop\" }\n"
                             "contact = \"https://social.example/shop\"\n"
                             "colour = \"#1F6FB2\"\n"
                             "logo = \"<svg></svg>\"\n"
                             "[[provider]]\n"
                             "id = \"sim\"\n"
                             "calls_per_second = 30\n"
                             "[[method]]\n"
                             "id = \"card\"\n"
                             "name = { ja = \"カード\", en = \"Card\" }\n"
                             "provider = \"sim\"\n"
                             "usual_from = \"1s\"\n"
                             "usual_to = \"2s\"\n"
                             "[[slot]]\n"
                             "from = 2026-08-15T12:00:00+09:00\n"
                             "to = 2026-08-15T13:00:00+09:00\n"
                             "places = 100\n"
                             "[[product]]\n"
                             "code = \"A-01\"\n"
                             "name = { ja = \"新刊\", en = \"New book\" }\n"
                             "price = 1000\n"
                             "stock = 500\n"
                             "per_person = 2\n";
const QString goodSale = QString::fromUtf8(goodText);

contract::Result<contract::Sale> read(const QString& text)
{
    return shop::saleFromToml(text.toStdString(), "sale.toml", now);
}

} // namespace

class TestSaleFile : public QObject {
    Q_OBJECT

private slots:
    void readsAGoodFile();
    void aFileThatSaysNothingMeansADraw();
    void readsWhatALineMaySay();
    void readsTheWaysToPay();
    void relativeTimesCountFromNow();
    void refusesABadFileWithItsLine_data();
    void refusesABadFileWithItsLine();
    void aMissingFileIsNamed();
    void noticesCountCharactersAndNotBytes();
    void theSampleSalesAreGood_data();
    void theSampleSalesAreGood();
    void durationsAreReadWholly_data();
    void durationsAreReadWholly();
    void logosThatCouldRunAreRefused_data();
    void logosThatCouldRunAreRefused();
};

void TestSaleFile::readsAGoodFile()
{
    const auto found = read(goodSale);
    QVERIFY2(found, found ? "" : found.error().detail.c_str());
    const auto& sale = found.value();
    QCOMPARE(sale.slug, std::string{"demo"});
    QVERIFY(sale.opensAt.has_value());
    QCOMPARE(contract::toUnixMs(*sale.opensAt), 1786755600000);
    QCOMPARE(sale.startRate.value, 300);
    QCOMPARE(sale.products.size(), 1U);
    QCOMPARE(sale.products.front().name.ja, std::string{"新刊"});
    QCOMPARE(sale.products.front().perPerson, 2);
    QCOMPARE(sale.methods.front().usualTo, 2000ms);
    QCOMPARE(sale.providers.front().callsPerSecondEndpoint, 30.0);
    QVERIFY(sale.keepsGivenBack);
}

void TestSaleFile::aFileThatSaysNothingMeansADraw()
{
    const auto sale = read(goodSale).value();
    QCOMPARE(sale.order, contract::SaleOrder::Draw);
    QCOMPARE(sale.beacon, std::string{"none"});
    QCOMPARE(sale.pacing, contract::Pacing::Rate);
    QCOMPARE(sale.identity, contract::Identity::Device);
    QCOMPARE(sale.groupMax, 0);
    QVERIFY(sale.claimsByItself);
    QVERIFY(!sale.followsBudget);
    QCOMPARE(sale.workBits, 0);
    QCOMPARE(sale.joinsPerMinuteIpv4, 300);
    QCOMPARE(sale.joinsPerMinuteIpv6, 60);
    QVERIFY(sale.exemptNetworks.empty());
    QVERIFY(sale.returnHosts.empty());
    QVERIFY(sale.shop.notice.ja.empty());
}

void TestSaleFile::readsWhatALineMaySay()
{
    auto text = goodSale;
    text.replace(QStringLiteral("start_rate = 300\n"),
            QStringLiteral("start_rate = 300\norder = \"draw\"\nbeacon = \"drand quicknet 2026\"\n"
                           "pacing = \"manual\"\nidentity = \"subject\"\ngroup_max = 4\n"
                           "auto_claim = false\nfollow_budget = true\nwork_bits = 20\n"
                           "joins_per_minute = { ipv4 = 500, ipv6 = 70 }\n"
                           "exempt = [\"192.0.2.0/24\", \"2001:db8::/32\", \"198.51.100.7\"]\n"
                           "return_hosts = [\"shop.example\", \"shop.example:8443\"]\n"));
    text.replace(QStringLiteral("colour ="),
            QStringLiteral("notice = { ja = \"お静かに\", en = \"Quietly\" }\ncolour ="));
    const auto found = read(text);
    QVERIFY2(found, found ? "" : found.error().detail.c_str());
    const auto& sale = found.value();
    QCOMPARE(sale.order, contract::SaleOrder::Draw);
    QCOMPARE(sale.beacon, std::string{"drand quicknet 2026"});
    QCOMPARE(sale.pacing, contract::Pacing::Manual);
    QCOMPARE(sale.identity, contract::Identity::Subject);
    QCOMPARE(sale.groupMax, 4);
    QVERIFY(!sale.claimsByItself);
    QVERIFY(sale.followsBudget);
    QCOMPARE(sale.workBits, 20);
    QCOMPARE(sale.joinsPerMinuteIpv4, 500);
    QCOMPARE(sale.joinsPerMinuteIpv6, 70);
    QCOMPARE(sale.exemptNetworks.size(), 3U);
    QCOMPARE(sale.returnHosts.back(), std::string{"shop.example:8443"});
    QCOMPARE(sale.shop.notice.ja, std::string{"お静かに"});
}

void TestSaleFile::readsTheWaysToPay()
{
    auto text = goodSale;
    text.replace(QStringLiteral("start_rate = 300\n"),
            QStringLiteral("start_rate = 300\nwelcome_points = 5000\n"));
    text.append(QStringLiteral("[[method]]\nid = \"page\"\n"
                               "name = { ja = \"画面\", en = \"Page\" }\n"
                               "provider = \"sim\"\nusual_from = \"3s\"\nusual_to = \"4s\"\n"
                               "flow = \"hosted\"\nstock_first = true\nrefunds = true\n"
                               "[[method]]\nid = \"points\"\n"
                               "name = { ja = \"ポイント\", en = \"Points\" }\n"
                               "usual_from = \"0ms\"\nusual_to = \"10ms\"\nflow = \"points\"\n"));
    const auto found = read(text);
    QVERIFY2(found, found ? "" : found.error().detail.c_str());
    QCOMPARE(found.value().welcomePoints, 5000);
    const auto& methods = found.value().methods;
    QCOMPARE(methods[0].flow, contract::PaymentFlow::Direct);
    QVERIFY(!methods[0].stockFirst && !methods[0].refunds);
    QCOMPARE(methods[1].flow, contract::PaymentFlow::Hosted);
    QVERIFY(methods[1].stockFirst && methods[1].refunds);
    QCOMPARE(methods[2].flow, contract::PaymentFlow::Points);
    QVERIFY(methods[2].stockFirst && methods[2].refunds);
    QVERIFY(methods[2].provider.empty());
}

void TestSaleFile::relativeTimesCountFromNow()
{
    auto text = goodSale;
    text.replace(QStringLiteral("opens_at = 2026-08-15T10:00:00+09:00"),
            QStringLiteral("opens_in = \"2s\""));
    text.replace(
            QStringLiteral("from = 2026-08-15T12:00:00+09:00"), QStringLiteral("from_in = \"2h\""));
    text.replace(
            QStringLiteral("to = 2026-08-15T13:00:00+09:00"), QStringLiteral("to_in = \"2h30m\""));
    const auto found = read(text);
    QVERIFY2(found, found ? "" : found.error().detail.c_str());
    QVERIFY(!found.value().opensAt.has_value());
    QCOMPARE(found.value().opensIn, std::optional{2s});
    QCOMPARE(found.value().pickupSlots.front().from, now + 2h);
    QCOMPARE(found.value().pickupSlots.front().to, now + 150min);
}

void TestSaleFile::refusesABadFileWithItsLine_data()
{
    QTest::addColumn<QString>("right");
    QTest::addColumn<QString>("wrong");
    QTest::addColumn<QString>("message");
    const auto row
            = [](const char* claim, const char* right, const char* wrong, const char* message) {
                  QTest::newRow(claim) << QString::fromUtf8(right) << QString::fromUtf8(wrong)
                                       << QString::fromUtf8(message);
              };
    row("broken TOML", "start_rate = 300", "start_rate = ", "sale.toml:5: ");
    row("a key is missing", "start_rate = 300\n", "", "sale.toml:1: 'start_rate' is missing");
    row("a misspelt key", "stock = 500", "stok = 500", "sale.toml:24: 'stock' is missing");
    row("an unknown key", "stock = 500", "stock = 500\ncolour = 1",
            "sale.toml:29: 'colour' is not a known key here");
    row("a table of nobody", "[shop]", "[extra]\na = 1\n[shop]",
            "sale.toml:6: 'extra' is not a known key here");
    row("an id with capitals", "id = \"demo\"", "id = \"Demo\"", "sale.toml:2: 'id' must be");
    row("a time without its offset", "10:00:00+09:00", "10:00:00",
            "sale.toml:4: 'opens_at' must be a time with its offset");
    row("two openings", "start_rate", "opens_in = \"2s\"\nstart_rate", "sale.toml:5: 'opens_in'");
    row("no opening", "opens_at = 2026-08-15T10:00:00+09:00\n", "", "sale.toml:1: 'opens_at'");
    row("a rate of nothing", "start_rate = 300", "start_rate = 0",
            "sale.toml:5: 'start_rate' must be a whole number from 1 to 100000");
    row("a rate as text", "start_rate = 300", "start_rate = \"300\"", "sale.toml:5: 'start_rate'");
    row("one language only", "{ ja = \"店\", en = \"Shop\" }", "{ ja = \"店\" }",
            "sale.toml:7: 'en' is missing");
    row("a colour nobody can read", "#1F6FB2", "#FFEE00", "sale.toml:9: 'colour' is too light");
    row("a logo that is no SVG", "<svg></svg>", "<img>", "sale.toml:10: 'logo' must be");
    row("a provider that is not there", "provider = \"sim\"", "provider = \"stripe\"",
            "sale.toml:17: 'provider' names no [[provider]]");
    row("usual time upside down", "usual_to = \"2s\"", "usual_to = \"500ms\"",
            "sale.toml:19: 'usual_to' must not be shorter");
    row("a duration without a unit", "usual_to = \"2s\"", "usual_to = \"2\"",
            "sale.toml:19: 'usual_to' must be a duration");
    row("a slot that ends before it begins", "to = 2026-08-15T13", "to = 2026-08-15T11",
            "sale.toml:22: 'to' must be later");
    row("a slot without places", "places = 100", "places = 0", "sale.toml:23: 'places' must be");
    row("a negative stock", "stock = 500", "stock = -1", "sale.toml:28: 'stock' must be");
    row("a limit of nothing", "per_person = 2", "per_person = 0", "sale.toml:29: 'per_person'");
    row("a price of nothing", "price = 1000", "price = 0", "sale.toml:27: 'price' must be");
    row("the same code twice", "per_person = 2\n",
            "per_person = 2\n[[product]]\ncode = \"A-01\"\nname = { ja = \"a\", en = \"a\" }\n"
            "price = 1\nstock = 1\nper_person = 1\n",
            "sale.toml:31: 'code' is given twice");
    row("a policy nobody knows", "start_rate = 300", "start_rate = 300\ngive_back = \"never\"",
            "sale.toml:6: 'give_back' must be");
    const auto key = [&](const char* claim, const char* written, const char* message) {
        const QByteArray line = QByteArray{"start_rate = 300\n"} + written;
        row(claim, "start_rate = 300", line.constData(), message);
    };
    key("an order nobody knows", "order = \"random\"",
            "sale.toml:6: 'order' must be \"fifo\" or \"draw\"");
    key("a beacon without a draw", "order = \"fifo\"\nbeacon = \"drand\"",
            "sale.toml:7: 'beacon' belongs to a draw");
    key("a beacon nobody can type", "beacon = \"籤\"", "sale.toml:6: 'beacon' must be 1 to 255");
    key("a pacing nobody knows", "pacing = \"auto\"",
            "sale.toml:6: 'pacing' must be \"rate\" or \"manual\"");
    key("an identity nobody knows", "identity = \"ip\"",
            "sale.toml:6: 'identity' must be \"device\" or \"subject\"");
    key("a group of one", "group_max = 1", "sale.toml:6: 'group_max' must be 0");
    key("a group of seven", "group_max = 7", "sale.toml:6: 'group_max' must be a whole number");
    key("a word for yes", "auto_claim = \"yes\"", "sale.toml:6: 'auto_claim' must be true");
    key("a number for yes", "follow_budget = 1", "sale.toml:6: 'follow_budget' must be true");
    key("work no phone can do", "work_bits = 21", "sale.toml:6: 'work_bits' must be");
    key("a join limit of nothing", "joins_per_minute = { ipv4 = 0, ipv6 = 60 }",
            "sale.toml:6: 'ipv4' must be");
    key("half a join limit", "joins_per_minute = { ipv4 = 300 }", "sale.toml:6: 'ipv6' is missing");
    key("a third join limit", "joins_per_minute = { ipv4 = 1, ipv6 = 1, ipv8 = 1 }",
            "sale.toml:6: 'ipv8' is not a known key");
    key("a network too wide", "exempt = [\"192.0.2.0/33\"]", "sale.toml:6: 'exempt' must be");
    key("a network in words", "exempt = [\"venue\"]", "sale.toml:6: 'exempt' must be");
    key("a network that is no list", "exempt = \"192.0.2.0/24\"",
            "sale.toml:6: 'exempt' must be a list");
    key("a network with a tail", "exempt = [\"192.0.2.0/24 \"]", "sale.toml:6: 'exempt' must be");
    key("a host with its path", "return_hosts = [\"shop.example/a\"]",
            "sale.toml:6: 'return_hosts' must be");
    key("a host with its scheme", "return_hosts = [\"https://shop.example\"]",
            "sale.toml:6: 'return_hosts' must be");
    key("a host with capitals", "return_hosts = [\"Shop.example\"]",
            "sale.toml:6: 'return_hosts' must be");
    row("a notice in one language",
            "colour =", "notice = { ja = \"店\" }\ncolour =", "sale.toml:9: 'en' is missing");
    row("a notice of two lines", "colour =", "notice = { ja = \"a\\nb\", en = \"a\" }\ncolour =",
            "sale.toml:9: 'notice' must be plain text in one line");
}

void TestSaleFile::refusesABadFileWithItsLine()
{
    QFETCH(QString, right);
    QFETCH(QString, wrong);
    QFETCH(QString, message);
    auto text = goodSale;
    const auto at = text.indexOf(right);
    QVERIFY(at >= 0);
    text.replace(at, right.size(), wrong);
    const auto found = read(text);
    QVERIFY(!found);
    QCOMPARE(found.error().code, contract::FaultCode::Invalid);
    const auto detail = QString::fromStdString(found.error().detail);
    QVERIFY2(detail.startsWith(message), qPrintable(detail));
}

void TestSaleFile::noticesCountCharactersAndNotBytes()
{
    const QString longest(200, QChar{0x5E97});
    QVERIFY(!shop::faultOfNotice(longest.toStdString()).has_value());
    QVERIFY(shop::faultOfNotice((longest.toStdString() + ".")).has_value());
}

void TestSaleFile::aMissingFileIsNamed()
{
    const auto found = shop::readSaleFile("/nowhere/sale.toml", now);
    QVERIFY(!found);
    QCOMPARE(found.error().detail, std::string{"/nowhere/sale.toml: cannot be read"});
}

void TestSaleFile::theSampleSalesAreGood_data()
{
    QTest::addColumn<QString>("file");
    QTest::addRow("demo") << "demo.toml";
    QTest::addRow("small") << "small.toml";
}

void TestSaleFile::theSampleSalesAreGood()
{
    QFETCH(QString, file);
    const QString path
            = qEnvironmentVariable("SAIKOBI_SOURCE") + QStringLiteral("/resources/sales/") + file;
    const auto found = shop::readSaleFile(path.toStdString(), now);
    QVERIFY2(found, found ? "" : found.error().detail.c_str());
    QVERIFY(found.value().opensIn.has_value());
}

void TestSaleFile::durationsAreReadWholly_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("wanted");
    QTest::addRow("seconds") << "90s" << qint64(90);
    QTest::addRow("several units") << "1h30m" << qint64(5400);
    QTest::addRow("days") << "2d" << qint64(172800);
    QTest::addRow("nothing") << "" << qint64(-1);
    QTest::addRow("zero") << "0s" << qint64(-1);
    QTest::addRow("no unit") << "5" << qint64(-1);
    QTest::addRow("a tail") << "5s " << qint64(-1);
    QTest::addRow("negative") << "-5s" << qint64(-1);
    QTest::addRow("an overflow") << "99999999999999999999s" << qint64(-1);
    QTest::addRow("longer than a year") << "401d" << qint64(-1);
}

void TestSaleFile::durationsAreReadWholly()
{
    QFETCH(QString, text);
    QFETCH(qint64, wanted);
    const auto found = shop::durationFromText(text.toStdString());
    QCOMPARE(found ? qint64(found->count()) : qint64(-1), wanted);
}

void TestSaleFile::logosThatCouldRunAreRefused_data()
{
    QTest::addColumn<QString>("svg");
    QTest::addColumn<bool>("isGood");
    QTest::addRow("a drawing") << "<svg viewBox=\"0 0 1 1\"><path d=\"M0 0\"/></svg>" << true;
    QTest::addRow("a script") << "<svg><SCRIPT>1</SCRIPT></svg>" << false;
    QTest::addRow("a handler") << "<svg onload=\"x\"></svg>" << false;
    QTest::addRow("a handler behind a slash") << "<svg/onload=x></svg>" << false;
    QTest::addRow("a foreign file") << "<svg><image href=\"//x\"/></svg>" << false;
    QTest::addRow("too large") << QStringLiteral("<svg>%1</svg>").arg(QString(3072, u' ')) << false;
    QTest::addRow("not closed") << "<svg>" << false;
}

void TestSaleFile::logosThatCouldRunAreRefused()
{
    QFETCH(QString, svg);
    QFETCH(bool, isGood);
    QCOMPARE(!shop::faultOfLogo(svg.toStdString()).has_value(), isGood);
}

QTEST_GUILESS_MAIN(TestSaleFile)
#include "test_sale_file.moc"
