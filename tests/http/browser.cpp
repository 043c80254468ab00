#include "tests/http/browser.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>

#include <QStandardPaths>

#include <array>
#include <chrono>
#include <utility>

#include <unistd.h>

namespace saikobi::tests {

namespace json = boost::json;

namespace {

constexpr std::chrono::seconds patience{30};

std::string textOf(const json::object& object, std::string_view name)
{
    const auto* found = object.if_contains(name);
    return found && found->is_string() ? std::string{found->get_string()} : std::string{};
}

const json::object& objectOf(const json::object& object, std::string_view name)
{
    static const json::object none;
    const auto* found = object.if_contains(name);
    return found && found->is_object() ? found->get_object() : none;
}

} // namespace

Browser::Browser(boost::asio::io_context& context, std::function<void()> beat)
    : m_beat{std::move(beat)}
    , m_in{context}
    , m_out{context}
    , m_buffer(1 << 16)
{
}

Browser::~Browser()
{
    boost::system::error_code ignored;
    m_in.close(ignored);
    m_out.close(ignored);
    m_process.kill();
    m_process.waitForFinished();
}

std::unique_ptr<Browser> Browser::start(
        boost::asio::io_context& context, std::function<void()> beat)
{
    const auto program = QStandardPaths::findExecutable(QStringLiteral("chromium"));
    if (program.isEmpty())
        return nullptr;
    std::unique_ptr<Browser> browser{new Browser{context, std::move(beat)}};
    return browser->launch(program) ? std::move(browser) : nullptr;
}

bool Browser::launch(const QString& program)
{
    std::array<int, 2> toBrowser{};
    std::array<int, 2> fromBrowser{};
    if (::pipe(toBrowser.data()) != 0 || ::pipe(fromBrowser.data()) != 0)
        return false;
    m_in.assign(fromBrowser[0]);
    m_out.assign(toBrowser[1]);
    m_process.setStandardOutputFile(QProcess::nullDevice());
    m_process.setStandardErrorFile(QProcess::nullDevice());
    // Chromium reads from descriptor 3 and writes to 4.
    const auto moves
            = QStringLiteral("exec \"$@\" 3<&%1 4>&%2").arg(toBrowser[0]).arg(fromBrowser[1]);
    m_process.start(QStringLiteral("bash"),
            {QStringLiteral("-c"), moves, QStringLiteral("bash"), program,
                    QStringLiteral("--headless"), QStringLiteral("--no-sandbox"),
                    QStringLiteral("--disable-gpu"), QStringLiteral("--hide-scrollbars"),
                    QStringLiteral("--disable-background-networking"),
                    QStringLiteral("--no-first-run"), QStringLiteral("--remote-debugging-pipe"),
                    QStringLiteral("--user-data-dir=") + m_profile.path()});
    const bool isRunning = m_process.waitForStarted();
    ::close(toBrowser[0]);
    ::close(fromBrowser[1]);
    if (!isRunning)
        return false;
    read();
    const auto target = textOf(call("Target.createTarget", {{"url", "about:blank"}}), "targetId");
    m_session = textOf(
            call("Target.attachToTarget", {{"targetId", target}, {"flatten", true}}), "sessionId");
    for (const char* domain : {"Page", "Runtime", "Network", "Log"})
        call(std::string{domain} + ".enable");
    return !m_session.empty();
}

void Browser::read()
{
    m_in.async_read_some(boost::asio::buffer(m_buffer),
            [this](const boost::system::error_code& failed, std::size_t size) {
                if (failed)
                    return;
                m_received.append(m_buffer.data(), size);
                // Messages end with a zero.
                for (auto end = m_received.find('\0'); end != std::string::npos;
                        end = m_received.find('\0')) {
                    take(std::string_view{m_received}.substr(0, end));
                    m_received.erase(0, end + 1);
                }
                read();
            });
}

void Browser::take(std::string_view message)
{
    const auto parsed = json::parse(message).as_object();
    if (const auto* id = parsed.if_contains("id")) {
        if (*id == m_last)
            m_answer = parsed;
        return;
    }
    note(textOf(parsed, "method"), objectOf(parsed, "params"));
}

void Browser::note(std::string_view event, const json::object& parameters)
{
    if (event == "Page.loadEventFired") {
        m_isLoaded = true;
    } else if (event == "Network.requestWillBeSent") {
        const auto url = textOf(objectOf(parameters, "request"), "url");
        const auto type = textOf(parameters, "type");
        if (url.starts_with("data:"))
            return;
        (type == "Document" ? m_documents : m_others).push_back(url);
    } else if (event == "Runtime.exceptionThrown") {
        m_complaints.push_back(json::serialize(objectOf(parameters, "exceptionDetails")));
    } else if (event == "Log.entryAdded") {
        const auto& entry = objectOf(parameters, "entry");
        if (textOf(entry, "source") != "network" && textOf(entry, "level") == "error")
            m_complaints.push_back(textOf(entry, "text"));
    } else if (event == "Runtime.consoleAPICalled" && textOf(parameters, "type") == "error") {
        m_complaints.push_back(json::serialize(parameters));
    }
}

bool Browser::waitUntil(const std::function<bool()>& isDone)
{
    const auto until = std::chrono::steady_clock::now() + patience;
    while (!isDone()) {
        if (std::chrono::steady_clock::now() > until)
            return false;
        m_beat();
    }
    return true;
}

json::object Browser::call(const std::string& method, json::object parameters)
{
    m_answer.reset();
    json::object message{{"id", ++m_last}, {"method", method}, {"params", std::move(parameters)}};
    if (!m_session.empty())
        message["sessionId"] = m_session;
    boost::system::error_code failed;
    boost::asio::write(m_out, boost::asio::buffer(json::serialize(message) + '\0'), failed);
    if (failed || !waitUntil([this] { return m_answer.has_value(); }))
        return {};
    return objectOf(*m_answer, "result");
}

void Browser::renew(const Window& window)
{
    call("Page.navigate", {{"url", "about:blank"}});
    for (const auto& script : std::exchange(m_scripts, {}))
        call("Page.removeScriptToEvaluateOnNewDocument", {{"identifier", script}});
    call("Network.clearBrowserCookies");
    call("Storage.clearDataForOrigin", {{"origin", "*"}, {"storageTypes", "all"}});
    call("Emulation.setDeviceMetricsOverride",
            {{"width", window.width}, {"height", window.height}, {"deviceScaleFactor", 1},
                    {"mobile", window.isPhone}});
    call("Emulation.setScriptExecutionDisabled", {{"value", !window.runsScripts}});
    call("Emulation.setEmulatedMedia",
            {{"features",
                    json::array{json::object{{"name", "prefers-color-scheme"},
                            {"value", window.isDark ? "dark" : "light"}}}}});
}

void Browser::setCookie(const std::string& url, const std::string& name, const std::string& value)
{
    call("Network.setCookie", {{"url", url}, {"name", name}, {"value", value}});
}

void Browser::runFirst(const std::string& script)
{
    const auto answer = call("Page.addScriptToEvaluateOnNewDocument", {{"source", script}});
    m_scripts.push_back(answer.at("identifier"));
}

void Browser::answerWith(const std::string& end, int status, const std::string& said)
{
    runFirst("let asked = 0, others = []; const reach = fetch; window.fetch = async "
             "(...all) => { if (!all[0].endsWith('"
            + end + "')) { const r = await reach(...all); others.push(all[0].split('/').pop());"
            + "return r; } ++asked; return new Response(JSON.stringify(" + said
            + "), {status: " + std::to_string(status) + "}); };");
}

bool Browser::press(const std::string& expression)
{
    m_isLoaded = false;
    m_documents.clear();
    evaluate(expression);
    return waitUntil([this] { return m_isLoaded; });
}

bool Browser::open(const std::string& url)
{
    m_isLoaded = false;
    for (auto* list : {&m_documents, &m_others, &m_complaints})
        list->clear();
    call("Page.navigate", {{"url", url}});
    return waitUntil([this] { return m_isLoaded; });
}

bool Browser::becomes(const std::string& expression)
{
    // Braces around one value would make an array of it.
    const json::value yes(true);
    return waitUntil([&] { return evaluate("!!(" + expression + ")") == yes; });
}

json::value Browser::evaluate(const std::string& expression)
{
    const auto answer = call("Runtime.evaluate",
            {{"expression", expression}, {"returnByValue", true}, {"awaitPromise", true}});
    const auto& result = objectOf(answer, "result");
    const auto* value = result.if_contains("value");
    return value ? *value : json::value{};
}

std::string Browser::picture()
{
    const auto answer = call("Page.captureScreenshot",
            {{"captureBeyondViewport", true},
                    {"clip",
                            json::object{{"x", 0}, {"y", 0}, {"width", evaluate("innerWidth")},
                                    {"height", evaluate("document.documentElement.scrollHeight")},
                                    {"scale", 1}}}});
    const auto encoded = textOf(answer, "data");
    return QByteArray::fromBase64(QByteArray::fromStdString(encoded)).toStdString();
}

} // namespace saikobi::tests
