#include "backend/control/cards/card_front.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>

#include "backend/control/cards/card_words.h"

namespace saikobi::control {

namespace {

constexpr std::array<std::string_view, 7> fields{
        "id", "title", "severity", "alarms", "roles", "revised", "reviewed"};

/// Reads the fields one by one; a fault says where it stands.
class FrontReader {
public:
    FrontReader(int firstLine, CardSource& source, CardFaults& faults)
        : m_firstLine(firstLine)
        , m_source(source)
        , m_faults(faults)
    {
    }
    void read(const std::string& text);

private:
    void wrong(int line, const std::string& what)
    {
        m_faults.push_back({m_source.file, line, what});
    }
    int lineOf(const YAML::Node& node) const { return node.Mark().line + m_firstLine; }
    void field(const std::string& key, const YAML::Node& value);
    std::string scalar(const YAML::Node& node, const std::string& what)
    {
        if (node.IsScalar() && !node.Scalar().empty())
            return node.Scalar();
        wrong(lineOf(node), what + " is empty or no plain text");
        return {};
    }
    void id(const YAML::Node& value);
    void severity(const YAML::Node& value);
    void alarms(const YAML::Node& value);
    void roles(const YAML::Node& value);
    std::optional<contract::Role> role(const YAML::Node& value);
    void reviewed(const YAML::Node& value);
    std::string date(const YAML::Node& value, const std::string& what);

    const int m_firstLine;
    CardSource& m_source;
    CardFaults& m_faults;
};

void FrontReader::read(const std::string& text)
{
    const auto front = YAML::Load(text);
    if (!front.IsMap())
        return wrong(m_firstLine, "the front matter is no list of fields");
    for (const auto& one : front) {
        const auto key = one.first.Scalar();
        const auto line = lineOf(one.first);
        if (std::find(fields.begin(), fields.end(), key) == fields.end())
            wrong(line, "there is no field '" + key + "'");
        else if (!m_source.lines.emplace(key, line).second)
            wrong(line, "the field " + key + " stands twice");
        else
            field(key, one.second);
    }
    for (const auto known : fields)
        if (!m_source.lines.contains(std::string{known}))
            wrong(m_firstLine, "the field " + std::string{known} + " is missing");
}

void FrontReader::field(const std::string& key, const YAML::Node& value)
{
    auto& card = m_source.card;
    if (key == "id")
        id(value);
    else if (key == "title")
        in(card.text.title, m_source.language) = scalar(value, key);
    else if (key == "severity")
        severity(value);
    else if (key == "alarms")
        alarms(value);
    else if (key == "roles")
        roles(value);
    else if (key == "revised")
        card.revised = date(value, key);
    else
        reviewed(value);
}

void FrontReader::id(const YAML::Node& value)
{
    const auto id = scalar(value, "id");
    const auto letters
            = std::find_if(id.begin(), id.end(), [](char one) { return one < 'A' || one > 'Z'; });
    const auto isGood = letters != id.begin() && letters != id.end() && id.size() <= 6
            && *letters != '0'
            && std::all_of(letters, id.end(), [](char one) { return one >= '0' && one <= '9'; });
    if (!isGood && !id.empty())
        wrong(lineOf(value), "'" + id + "' is no id of a card, such as C3");
    if (isGood && !m_source.file.ends_with("/" + id + ".md"))
        wrong(lineOf(value), "the card " + id + " belongs into a file " + id + ".md");
    m_source.card.id = id;
}

void FrontReader::severity(const YAML::Node& value)
{
    const auto spelled = scalar(value, "severity");
    const auto known = contract::cardSeverityNamed(spelled);
    if (!known && !spelled.empty())
        wrong(lineOf(value), "there is no severity '" + spelled + "'");
    m_source.card.severity = known.value_or(contract::CardSeverity::P3);
}

void FrontReader::alarms(const YAML::Node& value)
{
    if (!value.IsSequence())
        return wrong(lineOf(value), "alarms is no list");
    auto& alarms = m_source.card.alarms;
    for (const auto& one : value) {
        const auto spelled = scalar(one, "an alarm");
        const auto known = contract::alarmNamed(spelled);
        if (!known)
            wrong(lineOf(one), "there is no alarm '" + spelled + "'");
        else if (std::find(alarms.begin(), alarms.end(), *known) != alarms.end())
            wrong(lineOf(one), "the alarm " + spelled + " stands twice");
        else
            alarms.push_back(*known);
    }
}

std::optional<contract::Role> FrontReader::role(const YAML::Node& value)
{
    const auto spelled = scalar(value, "a role");
    const auto known = contract::roleNamed(spelled);
    if (!known && !spelled.empty())
        wrong(lineOf(value), "there is no role '" + spelled + "'");
    return known;
}

void FrontReader::roles(const YAML::Node& value)
{
    if (!value.IsMap())
        return wrong(lineOf(value), "roles are decides, acts and calls");
    auto& card = m_source.card;
    for (const auto& one : value) {
        const auto key = one.first.Scalar();
        if (key == "decides")
            card.decides = role(one.second);
        else if (key == "acts")
            card.acts = role(one.second);
        else if (key != "calls" || !one.second.IsSequence())
            wrong(lineOf(one.first),
                    key == "calls" ? "calls is no list"
                                   : "there is no part '" + key + "' of roles");
        else
            for (const auto& called : one.second)
                if (const auto known = role(called))
                    card.calls.push_back(*known);
    }
    for (const auto* part : {"decides", "acts", "calls"})
        if (!value[part])
            wrong(lineOf(value), "roles does not say who " + std::string{part});
}

std::string FrontReader::date(const YAML::Node& value, const std::string& what)
{
    const auto text = scalar(value, what);
    if (!isDate(text) && !text.empty())
        wrong(lineOf(value), what + ": '" + text + "' is no date such as 2026-11-20");
    return text;
}

/// An empty list is a true answer: nobody from outside has read it yet.
void FrontReader::reviewed(const YAML::Node& value)
{
    if (!value.IsSequence())
        return wrong(lineOf(value), "reviewed is no list of role and date");
    for (const auto& one : value) {
        if (!one.IsMap() || !one["role"] || !one["date"]) {
            wrong(lineOf(one), "a review needs its role and its date");
            continue;
        }
        const auto known = role(one["role"]);
        m_source.card.reviewed.push_back(
                {known ? std::string{contract::name(*known)} : "", date(one["date"], "date")});
    }
}

} // namespace

void readFront(const std::string& text, int firstLine, CardSource& source, CardFaults& faults)
{
    try {
        FrontReader(firstLine, source, faults).read(text);
    } catch (const YAML::Exception& broken) {
        faults.push_back({source.file, std::max(0, broken.mark.line) + firstLine,
                "front matter: " + broken.msg});
    }
}

} // namespace saikobi::control
