#include "backend/control/cards/card_advice.h"

#include <algorithm>

#include "backend/control/cards/card_page.h"

namespace saikobi::control {

using contract::Step;
using contract::StepKind;

namespace {

/// "090-0000-0001", "03 1234 5678": people and their numbers are the sale's, not the card's.
bool hasTelephoneNumber(std::string_view text)
{
    int digits = 0;
    for (const char one : text) {
        if (one >= '0' && one <= '9')
            ++digits;
        else if (one != '-' && one != ' ')
            digits = 0;
        if (digits >= 9)
            return true;
    }
    return false;
}

/// Kana and ideographs begin with these bytes. A Japanese line has some; an English one may name
/// an office by its own name, and has more letters.
bool isJapanese(std::string_view text)
{
    const auto kana = std::count_if(text.begin(), text.end(), [](char one) {
        const auto byte = static_cast<unsigned char>(one);
        return byte >= 0xE3 && byte <= 0xE9;
    });
    return kana > 0 && text.size() < static_cast<std::size_t>(kana) * 6;
}

class Adviser {
public:
    explicit Adviser(const CardSource& source)
        : m_source(source)
    {
    }
    CardFaults all();

private:
    void say(const std::string& part, const std::string& what)
    {
        m_said.push_back({m_source.file, m_source.lineOf(part), what});
    }
    bool has(StepKind kind) const
    {
        const auto is = [kind](const Step& step) { return step.kind == kind; };
        const auto& card = m_source.card;
        return std::any_of(card.first.begin(), card.first.end(), is)
                || std::any_of(card.then.begin(), card.then.end(), is);
    }
    void page();
    void people();
    void seven();
    void words(const std::string& part, const contract::Bilingual& text);

    const CardSource& m_source;
    CardFaults m_said{};
};

void Adviser::page()
{
    const auto use = pageUse(m_source);
    if (!use.end.empty())
        say(use.end,
                "from here on the card may not fit one A4 page of 14 pt: it takes "
                        + std::to_string(static_cast<int>(use.share * 100 + 0.5)) + " %");
}

/// Whom to ring stands at the head of the card, where it is looked for.
void Adviser::people()
{
    const auto& card = m_source.card;
    for (const auto* list : {&card.first, &card.then})
        for (const auto& step : *list)
            if (step.role
                    && std::find(card.calls.begin(), card.calls.end(), *step.role)
                            == card.calls.end())
                say("step " + step.id,
                        "calls " + std::string{name(*step.role)}
                                + ", whom roles: calls does not name");
    for (const auto& review : card.reviewed)
        for (const auto& own : {card.decides, card.acts})
            if (own && review.role == name(*own))
                say("reviewed",
                        review.role
                                + " works with this card: somebody from outside has to read it");
}

/// What an incident card is for: to watch, to call, and to give news.
void Adviser::seven()
{
    if (!has(StepKind::Watch))
        say("First", "no step watches a figure");
    if (!has(StepKind::Call))
        say("First", "no step calls anybody");
    if (!m_source.card.isRoutine() && !has(StepKind::Timer))
        say("Then", "no timer says when the next news is due");
}

void Adviser::words(const std::string& part, const contract::Bilingual& text)
{
    const bool isMeant = m_source.language == CardLanguage::Japanese;
    const auto& here = isMeant ? text.ja : text.en;
    if (isJapanese(here) != isMeant)
        say(part, isMeant ? "is not in Japanese" : "is not in English");
    if (hasTelephoneNumber(here))
        say(part, "has a telephone number: these are the contacts of the sale, by role");
}

CardFaults Adviser::all()
{
    const auto& card = m_source.card;
    page();
    people();
    if (m_source.language == CardLanguage::Japanese) // the same in both
        seven();
    const auto& text = card.text;
    words("title", text.title);
    words("When", text.when);
    words("Aim", text.aim);
    words("Look", text.look);
    words("Venue", text.venue);
    if (const auto& end = text.finished; !end.ja.empty() || !end.en.empty())
        words("Finished", end);
    for (const auto* list : {&card.first, &card.then})
        for (const auto& step : *list)
            words("step " + step.id, step.text);
    return std::move(m_said);
}

} // namespace

CardFaults adviceOn(const CardSource& source)
{
    return Adviser(source).all();
}

} // namespace saikobi::control
