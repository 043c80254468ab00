#include "backend/control/cards/card_page.h"

#include <string_view>
#include <vector>

namespace saikobi::control {

using contract::Step;
using contract::StepKind;

namespace {

// The paper of app/pages/card_paper.cpp at its smallest, in points.
constexpr double letter = 14;
constexpr double titleLetter = 19;
constexpr double lineHeight = 1.28;
constexpr double pageWidth = 539.3;
constexpr double pageHeight = 785.9;
constexpr double usable = pageHeight - 2 * letter * lineHeight;
constexpr double stepIndent = 21;
constexpr double framePadding = 6;

/// Of an ASCII letter of Noto Sans CJK JP, in its size.
double widthOf(char one)
{
    constexpr std::string_view narrow = "iljtfr.,:;!'|()[] -";
    constexpr std::string_view wide = "mwMW%@";
    if (one == ' ')
        return 0.224;
    if (narrow.find(one) != std::string_view::npos)
        return 0.31;
    if (wide.find(one) != std::string_view::npos)
        return 0.85;
    return one >= 'A' && one <= 'Z' ? 0.61 : 0.55;
}

struct Letter {
    double width = 1; ///< in its size
    bool mayBreakBefore = true;
};

/// Words of letters stay together; a Japanese sentence may break anywhere but before its stops.
std::vector<Letter> lettersOf(std::string_view text)
{
    std::vector<Letter> out;
    bool wasInWord = false;
    for (std::size_t i = 0; i < text.size();) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const std::size_t length = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
        const auto one = text.substr(i, length);
        const bool isStop = one == "。" || one == "、" || one == "）" || one == "」" || one == "：";
        const bool isInWord = length == 1 && one != " ";
        out.push_back({length == 1    ? widthOf(one[0])
                        : length == 2 ? 0.6
                                      : 1.0,
                !isStop && one != " " && !(isInWord && wasInWord)});
        wasInWord = isInWord;
        i += length;
    }
    return out;
}

int linesOf(std::string_view text, double width, double size)
{
    const auto letters = lettersOf(text);
    int lines = 1;
    double used = 0;
    double sinceBreak = 0;
    for (const auto& one : letters) {
        if (one.mayBreakBefore)
            sinceBreak = 0;
        used += one.width * size;
        sinceBreak += one.width * size;
        if (used <= width)
            continue;
        ++lines;
        used = sinceBreak < width ? sinceBreak : one.width * size;
    }
    return lines;
}

const std::string& of(const contract::Bilingual& text, CardLanguage language)
{
    return language == CardLanguage::Japanese ? text.ja : text.en;
}

/// About what stands before the words of the card: the form with its values, whom to call.
std::string leadOf(const Step& step, CardLanguage language)
{
    const bool isJapanese = language == CardLanguage::Japanese;
    std::string out = step.id + " ";
    if (step.kind == StepKind::Timer)
        out += isJapanese ? "10分：" : "10 min: ";
    if (step.kind == StepKind::Call)
        out += isJapanese ? "電話 責任者様：" : "Call " + std::string{name(*step.role)} + ": ";
    if (step.kind == StepKind::Command) {
        out += isJapanese ? "入場停止" : std::string{name(*step.form)};
        for (const auto& [key, value] : step.values)
            if (key != "message" && key != "action")
                out += " " + value;
        out += isJapanese ? "：" : ": ";
    }
    return out;
}

std::string lineOf(const Step& step, CardLanguage language)
{
    const bool isJapanese = language == CardLanguage::Japanese;
    auto out = leadOf(step, language) + of(step.text, language);
    if (step.watch)
        out += (isJapanese ? "（" : " (") + expressionOf(*step.watch) + (isJapanese ? "）" : ")");
    if (step.kind == StepKind::Decide)
        out += isJapanese ? "　はい→f2　いいえ→f3" : " Yes → f2, no → f3";
    return out;
}

class Page {
public:
    explicit Page(const CardSource& source)
        : m_source(source)
    {
    }
    PageUse use();

private:
    void add(const std::string& part, double height)
    {
        m_y += height;
        if (m_y > usable && m_end.empty())
            m_end = part;
    }
    void text(const std::string& part, const std::string& words, double width = pageWidth,
            double size = letter)
    {
        add(part, linesOf(words, width, size) * size * lineHeight);
    }
    void paragraph(const char* label, const contract::Bilingual& words)
    {
        const bool isJapanese = m_source.language == CardLanguage::Japanese;
        text(label,
                (isJapanese ? "使う場面  " : std::string{label} + "  ")
                        + of(words, m_source.language));
    }
    void list(const char* name, const std::vector<Step>& steps, double padding);

    const CardSource& m_source;
    double m_y = 0;
    std::string m_end{};
};

void Page::list(const char* name, const std::vector<Step>& steps, double padding)
{
    add(name, letter * lineHeight + (padding > 0 ? 6 : 0));
    for (const auto& step : steps)
        text("step " + step.id, lineOf(step, m_source.language),
                pageWidth - 2 * padding - stepIndent);
}

PageUse Page::use()
{
    const auto& card = m_source.card;
    text("title", card.id + "  " + of(card.text.title, m_source.language), pageWidth, titleLetter);
    std::string heads = "P1 decides acts calls";
    for (std::size_t i = 0; i < card.alarms.size(); ++i)
        heads += " A00";
    for (const auto role : card.calls)
        heads += " " + std::string{name(role)};
    text("roles", heads);
    add("title", 5);
    paragraph("When", card.text.when);
    paragraph("Aim", card.text.aim);
    paragraph("Look", card.text.look);
    list("First", card.first, framePadding);
    list("Then", card.then, 0);
    paragraph("Venue", card.text.venue);
    text("Finished",
            "終了条件  " + expressionOf(card.finished) + of(card.text.finished, m_source.language));
    text("reviewed", "Revised 2026-11-20 · reviewed from outside 2026-11-20 (payment duty)");
    return {m_y / pageHeight, m_end};
}

} // namespace

PageUse pageUse(const CardSource& source)
{
    return Page(source).use();
}

} // namespace saikobi::control
