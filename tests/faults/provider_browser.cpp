#include "tests/faults/provider_browser.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QUrl>

namespace saikobi::tests {

namespace {

constexpr int mostPages = 4; ///< the provider's own and 3D Secure

std::string targetOf(const std::string& url)
{
    const auto slash = url.find('/', url.find("//") + 2);
    return slash == std::string::npos ? "/" : url.substr(slash);
}

std::string fieldOf(const std::string& page, const std::string& name)
{
    const auto mark = "name=\"" + name + "\" value=\"";
    const auto at = page.find(mark);
    if (at == std::string::npos)
        return {};
    const auto begin = at + mark.size();
    return QUrl::toPercentEncoding(
            QString::fromStdString(page.substr(begin, page.find('"', begin) - begin)))
            .toStdString();
}

/// Empty when there is no button.
std::string pressed(const std::string& page)
{
    const bool isHosted = page.find("id=\"pay\"") != std::string::npos;
    if (!isHosted && page.find("id=\"agree\"") == std::string::npos)
        return {};
    const auto form = std::string{"outcome="} + (isHosted ? "pay" : "agree")
            + "&key=" + fieldOf(page, "key");
    return isHosted ? form + "&means=" + fieldOf(page, "means") : form;
}

} // namespace

std::uint16_t portOfUrl(const std::string& url)
{
    return static_cast<std::uint16_t>(QUrl{QString::fromStdString(url)}.port(0));
}

std::string ProviderBrowser::pay(const std::string& url)
{
    const auto provider = portOfUrl(url);
    WebClient browser(provider);
    auto at = url;
    for (int pages = 0; pages < mostPages && !at.empty() && portOfUrl(at) == provider; ++pages) {
        const auto form = pressed(browser.get(targetOf(at)).body);
        if (form.empty())
            return {};
        const auto answer = browser.post(targetOf(at.substr(0, at.find('?'))), form,
                {{"Content-Type", "application/x-www-form-urlencoded"}});
        at = answer.header("location");
    }
    return at;
}

ProviderBrowser::Back ProviderBrowser::comeBack(const std::string& url, std::uint16_t proxy)
{
    WebClient browser(proxy > 0 ? proxy : portOfUrl(url));
    Back out;
    out.usedProxy = proxy > 0;
    out.askedUs = QDateTime::currentMSecsSinceEpoch() * 1000;
    QElapsedTimer since;
    since.start();
    const auto answer = browser.get(targetOf(url));
    out.tookMs = static_cast<double>(since.nsecsElapsed()) / 1e6;
    out.http = answer.status;
    out.location = answer.header("location");
    out.orderKey = answer.cookie("saikobi_o");
    return out;
}

WebAnswer ProviderBrowser::look(std::uint16_t port, const Back& back)
{
    WebClient browser(port);
    return browser.get(back.location, {{"Cookie", "saikobi_o=" + back.orderKey}});
}

} // namespace saikobi::tests
