#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTest>

#include "tests/http/browser.h"
#include "tests/http/page_world.h"

using namespace saikobi;
using tests::Browser;
using tests::PageState;
using tests::PageWorld;

namespace {

struct View {
    const char* name;
    Browser::Window window;
};

/// As people hold it, as desks have it, without scripts, and at night.
const View views[] = {{"phone", {390, 844, true, true, false}},
        {"phone-plain", {390, 844, true, false, false}},
        {"desktop", {1280, 800, false, true, false}},
        {"desktop-plain", {1280, 800, false, false, false}},
        {"phone-dark", {390, 844, true, true, true}}};

constexpr int narrowest = 320;

std::string joined(const std::vector<std::string>& lines)
{
    std::string out;
    for (const auto& line : lines)
        out += line + "\n";
    return out;
}

} // namespace

/// Every page of a buyer in a real browser: each state in both languages, on telephone and desktop,
/// with scripts and without. One answer makes the page, nothing runs over its edge, everything can
/// be hit with a thumb, and axe-core finds nothing serious. Pictures go to SAIKOBI_SHOTS.
class TestPageStates : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void isWholeAndUsable_data();
    void isWholeAndUsable();
    void saysThatEntryIsInterrupted();

private:
    void show(const PageState& state, const std::string& language, const View& view);
    void judge(const PageState& state, const View& view);
    void judgeAccess(const QByteArray& name, bool runsScripts);
    void keepPicture(const QByteArray& name);

    QByteArray m_axe{};
    std::unique_ptr<tests::TestStores> m_stores{};
    std::unique_ptr<PageWorld> m_world{};
    std::unique_ptr<Browser> m_browser{};
    std::vector<PageState> m_states{};
};

void TestPageStates::initTestCase()
{
    const QString folder
            = QDir{qEnvironmentVariable("SAIKOBI_BIN")}.filePath(QStringLiteral("../axe"));
    const QString fetch
            = qEnvironmentVariable("SAIKOBI_SOURCE") + QStringLiteral("/tests/e2e/fetch_axe");
    QVERIFY2(QProcess::execute(fetch, {folder}) == 0, "axe-core cannot be fetched");
    QFile axe{QDir{folder}.filePath(QStringLiteral("axe.min.js"))};
    QVERIFY(axe.open(QIODevice::ReadOnly));
    m_axe = axe.readAll();
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
    m_world = std::make_unique<PageWorld>(*m_stores);
    m_browser = Browser::start(m_world->api().context(), [this] { m_world->api().beat(); });
    QVERIFY2(m_browser, "no Chromium that starts");
}

void TestPageStates::isWholeAndUsable_data()
{
    QTest::addColumn<int>("state");
    QTest::addColumn<QByteArray>("language");
    QTest::addColumn<int>("view");
    m_states = m_world->states();
    const auto only = qEnvironmentVariable("SAIKOBI_STATE").toStdString();
    for (std::size_t i = 0; i < m_states.size(); ++i)
        for (const char* language : {"ja", "en"})
            for (std::size_t v = 0; v < std::size(views); ++v)
                if (only.empty() || m_states[i].name == only)
                    QTest::addRow("%s %s %s", m_states[i].name.c_str(), language, views[v].name)
                            << static_cast<int>(i) << QByteArray{language} << static_cast<int>(v);
}

void TestPageStates::show(const PageState& state, const std::string& language, const View& view)
{
    m_browser->renew(view.window);
    if (!state.token.empty())
        m_browser->setCookie(m_world->address() + "/sales/", state.cookie, state.token);
    const auto sign = state.path.find('?') == std::string::npos ? "?" : "&";
    QVERIFY(m_browser->open(m_world->address() + state.path + sign + "lang=" + language));
    if (!state.press.empty())
        QVERIFY(m_browser->press(state.press));
    if (view.window.runsScripts)
        QVERIFY2(m_browser->becomes(state.isThere), state.isThere.c_str());
}

void TestPageStates::judge(const PageState& state, const View& view)
{
    QVERIFY2(m_browser->documents().size() == 1, joined(m_browser->documents()).c_str());
    // Nothing but what scripts ask: how the line stands, the goods, a pass, a number.
    for (const auto& url : m_browser->others()) {
        const auto asked = QByteArray::fromStdString(url);
        QVERIFY2(asked.startsWith(m_world->address().c_str()), url.c_str());
        QVERIFY2(asked.endsWith("/status") || asked.endsWith("/catalogue")
                        || asked.endsWith("/tickets/me") || asked.endsWith("/passes")
                        || (state.name == "check" && asked.endsWith("/tickets")),
                url.c_str());
    }
    QVERIFY2(m_browser->complaints().empty(), joined(m_browser->complaints()).c_str());
    const auto small = m_browser->evaluate(
            "[...document.querySelectorAll('button,select,input:not([type=hidden]),a.main,header "
            "a')]"
            ".map(e => e.type == 'checkbox' ? e.closest('label') : e)"
            ".filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 44)"
            ".map(e => e.outerHTML).join('\\n')");
    QVERIFY2(small == "", boost::json::serialize(small).c_str());
    for (const int width : {view.window.width, narrowest}) {
        m_browser->call("Emulation.setDeviceMetricsOverride",
                {{"width", width}, {"height", view.window.height}, {"deviceScaleFactor", 1},
                        {"mobile", view.window.isPhone}});
        const auto wide = m_browser->evaluate("document.documentElement.scrollWidth");
        QVERIFY2(wide.is_int64() && wide.get_int64() <= width,
                (state.name + " takes " + boost::json::serialize(wide)).c_str());
    }
    m_browser->call("Emulation.setDeviceMetricsOverride",
            {{"width", view.window.width}, {"height", view.window.height}, {"deviceScaleFactor", 1},
                    {"mobile", view.window.isPhone}});
}

void TestPageStates::judgeAccess(const QByteArray& name, bool runsScripts)
{
    if (!runsScripts) {
        // axe is a script: it looks at the same page as it is without any.
        const auto html = m_browser->evaluate("document.documentElement.outerHTML");
        auto text = QString::fromStdString(std::string{html.as_string()});
        static const QRegularExpression scripts{
                QStringLiteral("<script.*?</script>|<meta http-equiv[^>]*>|</?noscript>"),
                QRegularExpression::DotMatchesEverythingOption};
        text.remove(scripts);
        m_browser->renew({});
        const auto tree = m_browser->call("Page.getFrameTree");
        m_browser->call("Page.setDocumentContent",
                {{"frameId", tree.at("frameTree").at("frame").at("id")},
                        {"html", "<!doctype html>" + text.toStdString()}});
    }
    // Null: the page has renewed itself meanwhile, as some do on a slow machine.
    boost::json::value found;
    for (int tries = 0; tries < 3 && found.is_null(); ++tries) {
        m_browser->evaluate(m_axe.toStdString());
        found = m_browser->evaluate(
                "axe.run({resultTypes: ['violations']}).then(r => r.violations"
                ".filter(v => v.impact == 'serious' || v.impact == 'critical')"
                ".map(v => v.id + ': ' + v.nodes.map(n => n.html + ' ' + n.failureSummary)"
                ".join('; ')).join('\\n'))");
    }
    QVERIFY2(found == "", (name.toStdString() + ": " + boost::json::serialize(found)).c_str());
}

void TestPageStates::keepPicture(const QByteArray& name)
{
    const auto folder = qEnvironmentVariable("SAIKOBI_SHOTS");
    if (folder.isEmpty())
        return;
    QVERIFY(QDir{}.mkpath(folder));
    QFile file{folder + QLatin1Char('/') + QString::fromUtf8(name) + QStringLiteral(".png")};
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray::fromStdString(m_browser->picture()));
}

void TestPageStates::isWholeAndUsable()
{
    QFETCH(int, state);
    QFETCH(QByteArray, language);
    QFETCH(int, view);
    const auto& shown = m_states[static_cast<std::size_t>(state)];
    const auto& seen = views[view];
    show(shown, language.toStdString(), seen);
    const QByteArray name{QByteArray::fromStdString(shown.name) + "-" + language + "-" + seen.name};
    keepPicture(name);
    judge(shown, seen);
    const auto spoken = m_browser->evaluate("document.documentElement.lang");
    QCOMPARE(spoken, boost::json::value(language.toStdString()));
    judgeAccess(name, seen.window.runsScripts);
}

void TestPageStates::saysThatEntryIsInterrupted()
{
    for (const auto& state : m_world->statesWithoutRedis())
        for (const char* language : {"ja", "en"})
            for (const auto& view : views) {
                show(state, language, view);
                const QByteArray name{
                        QByteArray::fromStdString(state.name) + "-" + language + "-" + view.name};
                keepPicture(name);
                judge(state, view);
            }
}

QTEST_GUILESS_MAIN(TestPageStates)
#include "test_page_states.moc"
