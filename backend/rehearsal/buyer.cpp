#include "backend/rehearsal/buyer.h"

#include "backend/rehearsal/purchase.h"
#include "backend/rehearsal/work_done.h"

namespace saikobi::rehearsal {

namespace asio = boost::asio;
using std::chrono::milliseconds;

namespace {

constexpr std::chrono::minutes patience{60}; ///< with the whole line
constexpr unsigned notYet = 202;
constexpr milliseconds reloadEvery{200};
constexpr double shortestForecastS = 10; ///< below, its slack alone would always be right
constexpr int forgedTickets = 25; ///< enough for the connection to be ended

milliseconds jittered(milliseconds time, double chance)
{
    return time
            + milliseconds{
                    static_cast<std::int64_t>(static_cast<double>(time.count()) * 0.3 * chance)};
}

} // namespace

Buyer::Buyer(CrowdScene& scene, BuyerPlan plan, std::chrono::steady_clock::time_point arrives)
    : m_scene(scene)
    , m_plan(std::move(plan))
    , m_arrives(arrives)
    , m_voice(scene, m_plan)
{
    ++m_scene.count.arrivals;
    ++m_scene.present;
}

Buyer::~Buyer()
{
    setWaiting(false);
    --m_scene.present;
}

asio::awaitable<void> Buyer::live()
{
    if (m_plan.readsPage && !co_await readPage())
        co_return;
    if (m_plan.forges && !co_await forge())
        co_return;
    if (!co_await join())
        co_return;
    if (m_pass.empty()
            && (!co_await waitToBeCalled() || !co_await comeToTheDoor() || !co_await claim()))
        co_return;
    if (m_plan.buys) {
        Purchase purchase(m_scene, m_plan, m_voice, m_pass);
        co_await purchase.make();
    } else {
        co_await m_voice.pause(m_plan.thinks);
    }
    if (m_plan.leavesAfterwards)
        co_await m_voice.ask(m_voice.question("DELETE", path("/passes/me"), m_pass));
}

std::string Buyer::path(const char* part) const
{
    return "/sales/" + m_scene.sale + part;
}

Buyer::Step Buyer::readPage()
{
    auto question = m_voice.question("GET", path(""));
    for (auto& [name, value] : question.headers)
        if (name == "Accept")
            value = "text/html";
    const auto answer = co_await m_voice.ask(std::move(question));
    if (!answer) {
        ++m_scene.count.gaveUp;
        co_return false;
    }
    if (answer->isGood() && answer->contentType.rfind("text/html", 0) != 0)
        ++m_scene.count.wrongRefusals["page: is not text/html"];
    co_return answer->isGood();
}

/// Also with the work that it may be asked for first.
asio::awaitable<std::optional<HttpAnswer>> Buyer::askToJoin()
{
    auto question = m_voice.question("POST", path("/tickets"));
    question.body = R"({"visitor":")" + m_plan.visitor + "\"}";
    auto answer = co_await m_voice.ask(question);
    const auto done = answer ? workDone(*answer, m_plan.visitor) : std::nullopt;
    if (done) {
        question.body = R"({"visitor":")" + m_plan.visitor + "\"," + *done + "}";
        answer = co_await m_voice.ask(std::move(question));
    }
    co_return answer;
}

/// Sixty-two characters are a ticket only to whoever does not check them. Never goes on.
Buyer::Step Buyer::forge()
{
    for (int i = 0; i < forgedTickets && !m_scene.isOver; ++i) {
        const auto ticket = (m_plan.visitor + m_plan.visitor).substr(0, 62);
        const auto answer
                = co_await m_voice.ask(m_voice.question("GET", path("/tickets/me"), ticket));
        if (answer && answer->isGood())
            ++m_scene.count.falseStatements["a forged ticket was taken for a place"];
        co_await m_voice.pause(reloadEvery);
    }
    ++m_scene.count.gaveUp;
    co_return false;
}

Buyer::Step Buyer::join()
{
    const auto answer = co_await askToJoin();
    const auto joined = answer && answer->isGood() ? newsFromJoin(answer->body) : std::nullopt;
    if (!joined) {
        ++m_scene.count.gaveUp;
        co_return false;
    }
    ++m_scene.count.joins;
    m_ticket = joined->ticket;
    m_number = joined->number;
    m_joinedAt = std::chrono::steady_clock::now();
    if (!joined->pass.empty())
        enter(joined->pass);
    co_return true;
}

/// What it tells first is what the wait will be measured against.
asio::awaitable<std::optional<LineNews>> Buyer::askOwnPlace()
{
    m_askedOwnAt = std::chrono::steady_clock::now();
    const auto own = co_await m_voice.ask(m_voice.question("GET", path("/tickets/me"), m_ticket));
    const auto news = own && own->isGood() ? newsFromOwnPlace(own->body) : std::nullopt;
    if (news && news->place)
        m_place = news->place;
    if (news && news->wait && !m_told) {
        m_told = news->wait;
        m_toldAt = std::chrono::steady_clock::now();
    }
    co_return news;
}

/// Few are asked for a sign of life, by the end of their ticket.
bool Buyer::isSignDue(const LineNews& news) const
{
    return news.divisor > 0 && tailOf(m_ticket) % news.divisor == 0
            && std::chrono::steady_clock::now() - m_askedOwnAt >= news.signEvery;
}

asio::awaitable<std::optional<LineNews>> Buyer::lookAtLine()
{
    const bool isFirst = m_askedOwnAt == std::chrono::steady_clock::time_point{};
    if (isFirst || m_plan.asksOwnPlace || m_plan.reloads)
        co_return co_await askOwnPlace();
    const auto status = co_await m_voice.ask(
            m_voice.question("GET", "/public/sales/" + m_scene.sale + "/status"));
    const auto news = status && status->isGood() ? newsFromStatus(status->body, m_number, m_place)
                                                 : std::nullopt;
    if (news && (news->needsOwnPlace || isSignDue(*news)))
        co_return co_await askOwnPlace();
    co_return news;
}

/// Some close the page without a word. What they were told has no outcome.
bool Buyer::hasLeft()
{
    if (!m_plan.leavesLineAfter
            || std::chrono::steady_clock::now() - m_joinedAt < *m_plan.leavesLineAfter)
        return false;
    ++m_scene.count.leftLine;
    return true;
}

void Buyer::noteCalled()
{
    if (!m_told || m_told->p50 < shortestForecastS)
        return;
    const std::chrono::duration<double> waited = std::chrono::steady_clock::now() - m_toldAt;
    m_scene.count.addForecast({m_told->p10, m_told->p50, m_told->p90, waited.count()});
}

Buyer::Step Buyer::waitToBeCalled()
{
    const auto until = m_arrives + patience;
    while (!m_scene.isOver && std::chrono::steady_clock::now() < until) {
        const auto news = co_await lookAtLine();
        if (!news || news->phase == "closed")
            break;
        setWaiting(!news->isCalled && news->phase == "open" && !m_plan.isAbsent);
        if (news->isCalled) {
            noteCalled();
            co_return true;
        }
        if (hasLeft()) {
            setWaiting(false);
            co_return false;
        }
        co_await m_voice.pause(
                m_plan.reloads ? reloadEvery : jittered(news->lookAgainIn, m_voice.chance()));
    }
    setWaiting(false);
    ++m_scene.count.gaveUp;
    co_return false;
}

Buyer::Step Buyer::comeToTheDoor()
{
    if (m_plan.isAbsent && !m_plan.comesLateAfter) {
        ++m_scene.count.absent;
        co_return false;
    }
    co_await m_voice.pause(m_plan.comesLateAfter.value_or(m_plan.answersAfter));
    co_return !m_scene.isOver;
}

Buyer::Step Buyer::claim()
{
    const auto until = std::chrono::steady_clock::now() + patience;
    while (!m_scene.isOver && std::chrono::steady_clock::now() < until) {
        const auto answer
                = co_await m_voice.ask(m_voice.question("POST", path("/passes"), m_ticket));
        const auto news = answer && answer->isGood() ? newsFromClaim(answer->body) : std::nullopt;
        if (!news)
            break;
        if (!news->pass.empty()) {
            enter(news->pass);
            co_return true;
        }
        if (answer->status != notYet)
            break;
        co_await m_voice.pause(jittered(news->askAgainIn, m_voice.chance()));
    }
    ++m_scene.count.gaveUp;
    co_return false;
}

void Buyer::enter(const std::string& pass)
{
    m_pass = pass;
    m_scene.count.addPass(m_scene.now());
    if (!m_plan.isAbsent)
        m_scene.count.waitsS.push_back(
                std::chrono::duration<double>(std::chrono::steady_clock::now() - m_arrives)
                        .count());
}

void Buyer::setWaiting(bool isWaiting)
{
    if (isWaiting != m_isWaiting)
        m_scene.waiting += isWaiting ? 1 : -1;
    m_isWaiting = isWaiting;
}

} // namespace saikobi::rehearsal
