#include "backend/rehearsal/buyer_voice.h"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>

namespace saikobi::rehearsal {

namespace asio = boost::asio;
using std::chrono::milliseconds;

namespace {

constexpr std::chrono::minutes patience{5}; ///< with one question
constexpr milliseconds firstRetry{300};
constexpr milliseconds lastRetry{8000};
constexpr milliseconds withoutAdvice{2000};
/// Longer than this between two questions, and the connection is given up.
constexpr milliseconds keptOpen{2500};

milliseconds scaled(milliseconds time, double by)
{
    return milliseconds{static_cast<std::int64_t>(static_cast<double>(time.count()) * by)};
}

} // namespace

BuyerVoice::BuyerVoice(CrowdScene& scene, const BuyerPlan& plan)
    : m_scene(scene)
    , m_visitor(plan.visitor)
    , m_address(plan.address)
    , m_language(plan.language)
    , m_http(scene.executor, scene.address)
    , m_random(plan.choices)
{
}

double BuyerVoice::chance()
{
    return static_cast<double>(m_random() >> 11U) * 0x1.0p-53;
}

HttpQuestion BuyerVoice::question(
        const std::string& method, const std::string& target, const std::string& token) const
{
    HttpQuestion out;
    out.method = method;
    out.target = target;
    out.headers = {{"X-Forwarded-For", m_address}, {"Accept", "application/json"},
            {"Accept-Language", m_language}};
    if (!token.empty())
        out.headers.emplace_back("Authorization", "Bearer " + token);
    return out;
}

asio::awaitable<void> BuyerVoice::pause(milliseconds time)
{
    if (time > keptOpen)
        m_http.hangUp();
    boost::system::error_code ignored; // the crowd ends by stopping its context
    asio::steady_timer timer(m_scene.executor, time);
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
}

milliseconds BuyerVoice::afterBreak(int attempt)
{
    const auto full = std::min(lastRetry, firstRetry * (1 << std::min(attempt, 5)));
    return scaled(full, 0.5 + chance());
}

milliseconds BuyerVoice::afterRefusal(const HttpAnswer& answer)
{
    const auto refusal = readRefusal(answer);
    const auto advised = refusal.retryAfter.value_or(withoutAdvice);
    return std::max(advised, firstRetry) + scaled(milliseconds{1000}, chance());
}

asio::awaitable<std::optional<HttpAnswer>> BuyerVoice::ask(HttpQuestion question)
{
    const auto until = std::chrono::steady_clock::now() + patience;
    for (int breaks = 0; !m_scene.isOver && std::chrono::steady_clock::now() < until;) {
        const auto asked = CrowdHistory::Clock::now();
        const auto answer = co_await m_http.ask(question);
        m_scene.history.note(m_visitor, question, answer, asked);
        if (!answer) {
            if (answer.error().code == contract::FaultCode::Unknown)
                ++m_scene.count.resets;
            co_await pause(afterBreak(breaks++));
            continue;
        }
        if (answer.value().status >= 400) {
            const auto refusal = readRefusal(answer.value(), question.isForPage());
            ++m_scene.count.refusals[refusal.type];
            if (!refusal.defect.empty())
                ++m_scene.count.wrongRefusals[refusal.type + ": " + refusal.defect];
        }
        if (answer.value().status != 429 && answer.value().status != 503)
            co_return answer.value();
        co_await pause(afterRefusal(answer.value()));
    }
    co_return std::nullopt;
}

} // namespace saikobi::rehearsal
