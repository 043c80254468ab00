#include "backend/control/cards/card_body.h"

#include <algorithm>
#include <array>

#include "backend/control/cards/card_step.h"
#include "backend/control/cards/card_words.h"

namespace saikobi::control {

namespace {

/// A paragraph or heading in both languages. The English word also names it in messages.
struct Label {
    std::string_view en{};
    std::string_view ja{};
    contract::Bilingual contract::CardText::*text = nullptr; ///< none: a list
};

constexpr std::array<Label, 5> paragraphs{{{"When", "使う場面", &contract::CardText::when},
        {"Aim", "目的", &contract::CardText::aim}, {"Look", "見る所", &contract::CardText::look},
        {"Venue", "会場へ", &contract::CardText::venue},
        {"Finished", "終了条件", &contract::CardText::finished}}};
constexpr std::array<Label, 2> lists{{{"First", "最初に"}, {"Then", "次に"}}};

/// A paragraph or a step, with the lines that continue it.
struct Item {
    int line = 0;
    const Label* label = nullptr;
    std::string text{};
};

template<std::size_t N>
const Label* labelled(
        const std::array<Label, N>& known, std::string_view word, CardLanguage language)
{
    const auto found = std::find_if(known.begin(), known.end(), [&](const Label& one) {
        return word == (language == CardLanguage::Japanese ? one.ja : one.en);
    });
    return found == known.end() ? nullptr : &*found;
}

std::string_view wordOf(const Label& label, CardLanguage language)
{
    return language == CardLanguage::Japanese ? label.ja : label.en;
}

class BodyReader {
public:
    BodyReader(CardSource& source, CardFaults& faults)
        : m_source(source)
        , m_faults(faults)
        , m_before(faults.size())
    {
    }
    void line(std::string_view text, int number);
    void finish();

private:
    void wrong(int line, const std::string& what)
    {
        m_faults.push_back({m_source.file, line, what});
    }
    void heading(std::string_view word, int number);
    void paragraph(std::string_view text, int number);
    void close();
    void closeStep();
    void closeParagraph();
    /// The code span at the beginning of the open item, which is taken away.
    std::optional<std::string> takeSpan();
    bool isPlain(const std::string& text) const;
    void checkBranches();

    CardSource& m_source;
    CardFaults& m_faults;
    const std::size_t m_before; ///< faults of other places
    const Label* m_list = nullptr; ///< of steps
    std::optional<Item> m_item{};
};

void BodyReader::line(std::string_view text, int number)
{
    const auto content = trimmed(text);
    if (content.empty())
        return close();
    if (content.starts_with("## "))
        return heading(trimmed(content.substr(3)), number);
    if (content.starts_with("**"))
        return paragraph(content, number);
    if (content.starts_with("- ")) {
        close();
        if (!content.starts_with("- [ ] "))
            return wrong(number, "a step begins with '- [ ] `'");
        if (!m_list)
            return wrong(number, "a step stands below one of the two headings");
        m_item = Item{number, m_list, std::string{trimmed(content.substr(6))}};
        return;
    }
    if (!m_item)
        return wrong(number, "this text belongs to no paragraph and no step");
    m_item->text += (m_source.language == CardLanguage::English ? " " : "") + std::string{content};
}

void BodyReader::heading(std::string_view word, int number)
{
    close();
    m_list = labelled(lists, word, m_source.language);
    if (!m_list)
        return wrong(number, "there is no heading '" + std::string{word} + "'");
    if (!m_source.lines.emplace(m_list->en, number).second)
        wrong(number, "the heading " + std::string{word} + " stands twice");
}

void BodyReader::paragraph(std::string_view text, int number)
{
    close();
    m_list = nullptr;
    const auto end = text.find("**", 2);
    const auto word = end == std::string_view::npos ? std::string_view{} : text.substr(2, end - 2);
    const auto* label = labelled(paragraphs, word, m_source.language);
    if (!label)
        return wrong(number, "there is no paragraph '" + std::string{word} + "'");
    if (!m_source.lines.emplace(label->en, number).second)
        return wrong(number, "the paragraph " + std::string{word} + " stands twice");
    m_item = Item{number, label, std::string{trimmed(text.substr(end + 2))}};
}

void BodyReader::close()
{
    if (!m_item)
        return;
    if (m_item->label->text)
        closeParagraph();
    else
        closeStep();
    m_item.reset();
}

std::optional<std::string> BodyReader::takeSpan()
{
    auto& text = m_item->text;
    const auto end = text.starts_with('`') ? text.find('`', 1) : std::string::npos;
    if (end == std::string::npos)
        return std::nullopt;
    auto span = text.substr(1, end - 1);
    text = trimmed(std::string_view{text}.substr(end + 1));
    return span;
}

bool BodyReader::isPlain(const std::string& text) const
{
    return text.find('`') == std::string::npos && text.find("**") == std::string::npos;
}

void BodyReader::closeStep()
{
    const auto span = takeSpan();
    if (!span)
        return wrong(m_item->line, "a step begins with a code span: `kind id arguments`");
    auto step = readStep(*span);
    if (!step)
        return wrong(m_item->line, step.error().detail);
    if (m_item->text.empty() || !isPlain(m_item->text))
        wrong(m_item->line, "the text of step " + step.value().id + " is missing or not plain");
    auto one = std::move(step).value();
    if (!m_source.lines.emplace("step " + one.id, m_item->line).second)
        wrong(m_item->line, "there are two steps " + one.id);
    in(one.text, m_source.language) = m_item->text;
    auto& list = m_item->label == &lists.front() ? m_source.card.first : m_source.card.then;
    list.push_back(std::move(one));
    if (list.size() == contract::mostSteps + 1)
        wrong(m_item->line,
                std::string{wordOf(*m_item->label, m_source.language)} + " has more than "
                        + std::to_string(contract::mostSteps) + " steps");
}

void BodyReader::closeParagraph()
{
    const bool isEnd = m_item->label == &paragraphs.back();
    const std::string word{wordOf(*m_item->label, m_source.language)};
    if (isEnd) {
        const auto span = takeSpan();
        const auto watch = span
                ? readWatch(*span)
                : contract::Result<contract::Watch>(contract::Fault{
                        contract::FaultCode::Invalid, "begins with a figure in a code span"});
        if (!watch)
            return wrong(m_item->line, word + ": " + watch.error().detail);
        m_source.card.finished = watch.value();
        // The sentence that the expression ends.
        for (const std::string_view stop : {".", "。"})
            if (m_item->text.starts_with(stop))
                m_item->text = trimmed(std::string_view{m_item->text}.substr(stop.size()));
    }
    if ((m_item->text.empty() && !isEnd) || !isPlain(m_item->text))
        wrong(m_item->line, "the paragraph " + word + " is empty or not plain");
    in(m_source.card.text.*(m_item->label->text), m_source.language) = m_item->text;
}

void BodyReader::finish()
{
    close();
    const auto missing = [this](const Label& label, const char* what) {
        if (!m_source.lines.contains(std::string{label.en}))
            wrong(1,
                    std::string{"the "} + what + " " + std::string{wordOf(label, m_source.language)}
                            + " is missing");
    };
    for (const auto& label : paragraphs)
        missing(label, "paragraph");
    for (const auto& label : lists)
        missing(label, "heading");
    if (m_source.card.first.empty() && m_source.lines.contains("First"))
        wrong(m_source.lineOf("First"), "the first list has no step");
    // A step that could not be read is missing for a reason of its own.
    if (m_faults.size() == m_before)
        checkBranches();
}

void BodyReader::checkBranches()
{
    const auto& card = m_source.card;
    for (const auto* list : {&card.first, &card.then})
        for (const auto& step : *list)
            for (const auto& target : {step.yes, step.no})
                if (!target.empty() && (!card.step(target) || target == step.id))
                    wrong(m_source.lineOf("step " + step.id),
                            "step " + step.id + " leads to '" + target
                                    + "', which is no other step of this card");
}

} // namespace

void readBody(const std::vector<std::string_view>& lines, int firstLine, CardSource& source,
        CardFaults& faults)
{
    BodyReader reader(source, faults);
    for (std::size_t i = 0; i < lines.size(); ++i)
        reader.line(lines[i], firstLine + static_cast<int>(i));
    reader.finish();
}

} // namespace saikobi::control
