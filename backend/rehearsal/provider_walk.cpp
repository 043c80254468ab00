#include "backend/rehearsal/provider_walk.h"

#include <algorithm>

namespace saikobi::rehearsal {

namespace asio = boost::asio;
using AtProvider = BuyerPlan::AtProvider;
using std::chrono::milliseconds;

namespace {

constexpr int mostPages = 6; ///< a page, 3D Secure, and both again after a decline
constexpr int mostReturns = 5; ///< a browser that gets no way on is reloaded so often
constexpr milliseconds beforeReload{1000};
constexpr std::chrono::seconds pageDeadline{30}; ///< paying takes its time

std::string formEncoded(const std::string& text)
{
    constexpr std::string_view digits{"0123456789ABCDEF"};
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool isPlain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z')
                || (c >= 'a' && c <= 'z') || c == '_' || c == '-';
        if (isPlain)
            out += c;
        else
            out += std::string{'%', digits[byte >> 4U], digits[byte & 15U]};
    }
    return out;
}

bool hasButton(const std::string& page, const char* id)
{
    return page.find(std::string{"id=\""} + id + '"') != std::string::npos;
}

} // namespace

SplitUrl splitUrl(const std::string& url)
{
    constexpr std::string_view scheme{"http://"};
    if (!url.starts_with(scheme))
        return {};
    const auto slash = url.find('/', scheme.size());
    return {url.substr(0, slash), slash == std::string::npos ? "/" : url.substr(slash)};
}

std::string fieldOf(const std::string& page, const std::string& name)
{
    const auto mark = "name=\"" + name + "\" value=\"";
    const auto at = page.find(mark);
    if (at == std::string::npos)
        return {};
    const auto begin = at + mark.size();
    return page.substr(begin, page.find('"', begin) - begin);
}

ProviderWalk::ProviderWalk(CrowdScene& scene, const BuyerPlan& plan, BuyerVoice& voice)
    : m_scene(scene)
    , m_plan(plan)
    , m_voice(voice)
{
}

/// Presses a button when there is a form, else opens the page.
asio::awaitable<std::optional<HttpAnswer>> ProviderWalk::ask(
        const std::string& url, const std::string& form)
{
    const auto split = splitUrl(url);
    if (m_origin != split.origin) {
        auto address = parseHttpAddress(split.origin);
        if (!address)
            co_return std::nullopt;
        m_browser = std::make_unique<HttpClient>(m_scene.executor, std::move(address).value());
        m_origin = split.origin;
    }
    auto question = m_voice.question(form.empty() ? "GET" : "POST", split.target);
    question.deadline = pageDeadline;
    question.body = form;
    auto answer = co_await m_browser->ask(question);
    if (!answer)
        co_return std::nullopt;
    co_return std::move(answer).value();
}

/// What the button that this buyer presses sends; empty: there is nothing to press any more.
std::string ProviderWalk::pressed(const std::string& page) const
{
    const bool isHosted = hasButton(page, "pay");
    if (!isHosted && !hasButton(page, "agree"))
        return {};
    const bool refuses = m_plan.atProvider == AtProvider::Refuses;
    const std::string outcome
            = isHosted ? (refuses ? "back" : "pay") : (refuses ? "refuse" : "agree");
    auto out = "outcome=" + outcome + "&key=" + formEncoded(fieldOf(page, "key"));
    if (isHosted)
        out += "&means=" + formEncoded(fieldOf(page, "means"));
    return out;
}

/// Where its button leads; empty: nowhere.
asio::awaitable<std::string> ProviderWalk::visit(const std::string& url)
{
    const auto page = co_await ask(url, {});
    if (!page || !page->isGood())
        co_return std::string{};
    co_await m_voice.pause(m_plan.onPage);
    const auto press = pressed(page->body);
    if (press.empty() || m_plan.atProvider == AtProvider::Vanishes)
        co_return std::string{};
    const auto next = co_await ask(url.substr(0, url.find('?')), press);
    co_return next ? next->location : std::string{};
}

asio::awaitable<void> ProviderWalk::go(std::string url)
{
    ++m_scene.count.providerVisits;
    const auto provider = splitUrl(url).origin;
    for (int pages = 0; pages < mostPages && !url.empty() && !m_scene.isOver; ++pages) {
        url = co_await visit(url);
        if (splitUrl(url).origin != provider)
            break;
    }
    if (url.empty() || m_plan.atProvider == AtProvider::Stray)
        co_return;
    co_await comeBack(url);
    if (m_plan.atProvider == AtProvider::Twice)
        co_await comeBack(url);
}

/// The shop must lead on from there at once, however busy it is.
asio::awaitable<void> ProviderWalk::comeBack(const std::string& url)
{
    const auto began = std::chrono::steady_clock::now();
    for (int tries = 0; tries < mostReturns && !m_scene.isOver; ++tries) {
        const auto answer = co_await ask(url, {});
        if (answer && answer->status == 303) {
            const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
            m_scene.count.returnsS.push_back(took.count());
            co_return;
        }
        ++m_scene.count.refusals[answer ? "return-" + std::to_string(answer->status)
                                        : "return-unanswered"];
        co_await m_voice.pause(beforeReload);
    }
    ++m_scene.count.failedReturns;
}

} // namespace saikobi::rehearsal
