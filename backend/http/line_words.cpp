#include "backend/http/line_words.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "backend/http/page_dress.h"
#include "backend/http/page_template.h"
#include "backend/http/time_zone.h"

namespace saikobi::http {

namespace {

using namespace std::chrono_literals;

/// One reader's sentences.
class Speaker {
public:
    Speaker(const PageTexts& texts, const contract::Sale& sale, const LineView& view,
            Language language)
        : m_texts{texts}
        , m_sale{sale}
        , m_view{view}
        , m_language{language}
    {
    }

    std::string text(const char* key, const Values& values = {}) const
    {
        return said(m_texts.text(m_language, "room", key), values);
    }

    std::string before() const
    {
        if (!m_view.line.opensAt)
            return text("opens_unknown");
        const Values at{{"opens_at", atVenue(m_sale, *m_view.line.opensAt, true)}};
        if (m_view.line.order == contract::SaleOrder::Draw)
            return text("opens_draw", at);
        return m_view.number ? text("opens", at).append(gap()) + text("number_is", own())
                             : text("opens", at);
    }

    std::string held() const
    {
        const auto resume = m_view.line.resumeAt;
        const bool hasPassed = resume && *resume < m_view.line.at;
        const auto when = !resume ? text("held_unknown")
                : hasPassed       ? m_texts.text(m_language, "common_script", "news_soon")
                                  : text("held_known", {{"resume_at", atVenue(m_sale, *resume)}});
        return text("held").append(gap()) + when;
    }

    std::string waiting() const
    {
        auto values = own();
        values["ahead"] = grouped(twoDigits(m_view.ahead));
        if (!m_view.waitP10 || !m_view.waitP90)
            return text("waiting_unknown", values);
        if (*m_view.waitP90 < 1min)
            return text("soon");
        values["range"] = range();
        return text("waiting", values);
    }

private:
    /// Between two sentences.
    std::string_view gap() const { return m_language == Language::Japanese ? "" : " "; }
    Values own() const { return {{"number", grouped(m_view.number.value_or(0))}}; }

    /// Whole minutes outwards; above two hours, half hours.
    std::string range() const
    {
        const auto from = m_view.waitP10->count();
        const auto to = m_view.waitP90->count();
        if (*m_view.waitP90 > 2h)
            return text("hours",
                    {{"p10", halves(std::max<std::int64_t>(1, from / 1800))},
                            {"p90", halves((to + 1799) / 1800)}});
        return text("minutes",
                {{"p10", std::to_string(std::max<std::int64_t>(1, from / 60))},
                        {"p90", std::to_string(std::max<std::int64_t>(2, (to + 59) / 60))}});
    }
    static std::string halves(std::int64_t n)
    {
        return std::to_string(n / 2) + (n % 2 != 0 ? ".5" : "");
    }

    const PageTexts& m_texts;
    const contract::Sale& m_sale;
    const LineView& m_view;
    Language m_language;
};

} // namespace

bool isDoorOpen(const contract::LineState& line)
{
    return line.phase == contract::Phase::Open
            || (line.phase == contract::Phase::Held && line.admit > 0);
}

std::string atVenue(const contract::Sale& sale, contract::Instant at, bool withDay)
{
    const auto time = localTime(at, sale.timeZone);
    std::array<char, 48> text{};
    if (withDay)
        std::snprintf(text.data(), text.size(), "%d/%d %02d:%02d", time.month, time.day, time.hour,
                time.minute);
    else
        std::snprintf(text.data(), text.size(), "%02d:%02d", time.hour, time.minute);
    return text.data() + (" (" + time.zone + ")");
}

std::string grouped(std::int64_t number)
{
    auto text = std::to_string(number);
    for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3)
        text.insert(static_cast<std::size_t>(at), 1, ','); // GCC 12 warns falsely about ","
    return text;
}

std::int64_t twoDigits(std::int64_t number)
{
    std::int64_t unit = 1;
    while (number / unit >= 100)
        unit *= 10;
    return (number + unit / 2) / unit * unit;
}

std::string lineSentence(
        const PageTexts& texts, const contract::Sale& sale, const LineView& view, Language language)
{
    const Speaker speaker{texts, sale, view, language};
    if (view.line.phase == contract::Phase::Closed)
        return speaker.text("closed");
    if (view.isRedisLost)
        return speaker.text("interrupted");
    if (view.line.phase == contract::Phase::Before)
        return speaker.before();
    if (view.line.phase == contract::Phase::Held && view.line.admit == 0)
        return speaker.held();
    if (view.isAllGone)
        return speaker.text("all_gone");
    if (!view.number)
        return speaker.text("come");
    if (view.called)
        return speaker.text("door");
    return speaker.waiting();
}

} // namespace saikobi::http
