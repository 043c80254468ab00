#include "backend/control/cards/card_step.h"

#include <algorithm>
#include <map>

#include "backend/control/cards/card_words.h"

namespace saikobi::control {

using contract::ControlForm;
using contract::Fault;
using contract::FaultCode;
using contract::Result;
using contract::Step;
using contract::StepKind;

namespace {

constexpr std::size_t longestName = 64;

using Arguments = std::map<std::string, std::string>;

Fault invalid(const std::string& what)
{
    return Fault{FaultCode::Invalid, what};
}

/// "f2", "t10": letters, then digits.
bool isStepId(std::string_view id)
{
    const auto digits
            = std::find_if(id.begin(), id.end(), [](char one) { return one < 'a' || one > 'z'; });
    return digits != id.begin() && digits != id.end() && id.size() <= 8
            && std::all_of(digits, id.end(), [](char one) { return one >= '0' && one <= '9'; });
}

Result<Arguments> argumentsIn(const std::vector<std::string>& words, std::size_t from)
{
    Arguments out;
    for (auto i = from; i < words.size(); ++i) {
        const auto sign = words[i].find('=');
        if (sign == std::string::npos || sign == 0 || sign + 1 == words[i].size())
            return invalid("'" + words[i] + "' is no argument of the form name=value");
        if (!out.emplace(words[i].substr(0, sign), words[i].substr(sign + 1)).second)
            return invalid("'" + words[i].substr(0, sign) + "' stands twice");
    }
    return out;
}

/// What a form can be filled with.
bool takes(ControlForm form, const std::string& key)
{
    static const std::map<ControlForm, std::vector<std::string>> keys{
            {ControlForm::Hold, {"message", "resume_in"}},
            {ControlForm::Maintenance, {"message", "resume_in"}},
            {ControlForm::Message, {"message", "resume_in"}}, {ControlForm::Rate, {"value"}},
            {ControlForm::Release, {"value"}}, {ControlForm::Admit, {"n"}},
            {ControlForm::Call, {"n"}}, {ControlForm::Opening, {"in"}},
            {ControlForm::WorkBits, {"bits"}}, {ControlForm::Offer, {"product", "n", "in"}},
            {ControlForm::Product, {"product"}}, {ControlForm::Method, {"method"}},
            {ControlForm::Limit, {"provider", "value"}}, {ControlForm::Block, {"what", "for"}}};
    const auto found = keys.find(form);
    const auto& usual = found == keys.end() ? std::vector<std::string>{} : found->second;
    return std::find(usual.begin(), usual.end(), key) != usual.end()
            || (key == "action" && !contract::actionsOf(form).empty());
}

bool isWholeWithin(const std::string& text, double least, double most)
{
    const auto number = numberIn(text);
    return number && *number >= least && *number <= most && text.find('.') == std::string::npos;
}

/// "84", "50%" of the last rate, or the advice of the moment.
bool isRate(const std::string& text)
{
    if (text == "rate_advised")
        return true;
    if (text.ends_with('%'))
        return isWholeWithin(text.substr(0, text.size() - 1), 1, 120);
    return isWholeWithin(text, 1, 100'000);
}

bool isGoodValue(ControlForm form, const std::string& key, const std::string& value)
{
    if (key == "action") {
        const auto known = contract::actionsOf(form);
        return std::find(known.begin(), known.end(), value) != known.end();
    }
    if (key == "message") {
        const auto& known = contract::messageTemplates;
        return std::find(known.begin(), known.end(), value) != known.end();
    }
    if (key == "resume_in" || key == "in" || key == "for")
        return shortTime(value).has_value();
    if (key == "value")
        return form == ControlForm::Limit ? isWholeWithin(value, 2, 10'000) : isRate(value);
    if (key == "bits")
        return isWholeWithin(value, 0, 20);
    if (key == "n")
        return isWholeWithin(value, 1, form == ControlForm::Admit ? 10 : 1000);
    return value.size() <= longestName; // product, method, provider, what: of this shop
}

Result<Step> withForm(Step step, Arguments arguments)
{
    const auto open = arguments.extract("open");
    if (open.empty())
        return invalid("a command needs open=");
    step.form = contract::controlFormNamed(open.mapped());
    if (!step.form)
        return invalid("there is no form '" + open.mapped() + "' to open");
    for (const auto& [key, value] : arguments) {
        if (!takes(*step.form, key))
            return invalid("the form " + open.mapped() + " takes no " + key);
        if (!isGoodValue(*step.form, key, value))
            return invalid(key + " of the form " + open.mapped() + " cannot be '" + value + "'");
    }
    step.values = std::move(arguments);
    return step;
}

Result<Step> withBranches(Step step, Arguments arguments)
{
    step.yes = arguments["yes"];
    step.no = arguments["no"];
    if (step.yes.empty() || step.no.empty() || arguments.size() != 2)
        return invalid("a decision needs yes= and no=, and nothing else");
    if (step.yes == step.no)
        return invalid("both answers lead to " + step.yes);
    return step;
}

Result<Step> withRole(Step step, Arguments arguments)
{
    const auto role = arguments["role"];
    if (role.empty() || arguments.size() != 1)
        return invalid("a call needs role=, and nothing else");
    step.role = contract::roleNamed(role);
    if (!step.role)
        return invalid("there is no role '" + role + "'");
    return step;
}

Result<Step> withTime(Step step, const std::vector<std::string>& words)
{
    const auto time = words.size() == 3 ? shortTime(words[2]) : std::nullopt;
    if (!time)
        return invalid("a timer needs a time such as 90s, 10m or 1h");
    step.time = *time;
    return step;
}

} // namespace

Result<Step> readStep(std::string_view span)
{
    const auto read = wordsOf(span);
    if (!read)
        return read.error();
    const auto& words = read.value();
    if (words.size() < 2)
        return invalid("a step begins with its kind and its id");
    Step step;
    const auto kind = contract::stepKindNamed(words[0]);
    if (!kind)
        return invalid("there is no kind of step '" + words[0] + "'");
    step.kind = *kind;
    if (!isStepId(words[1]))
        return invalid("'" + words[1] + "' is no id of a step, such as f2");
    step.id = words[1];
    if (step.kind == StepKind::Watch) {
        const auto said = trimmed(span);
        const auto watch
                = readWatch(said.substr(said.find(step.id, words[0].size()) + step.id.size()));
        if (!watch)
            return watch.error();
        step.watch = watch.value();
        return step;
    }
    if (step.kind == StepKind::Timer)
        return withTime(std::move(step), words);
    const auto arguments = argumentsIn(words, 2);
    if (!arguments)
        return arguments.error();
    if (step.kind == StepKind::Decide)
        return withBranches(std::move(step), arguments.value());
    if (step.kind == StepKind::Call)
        return withRole(std::move(step), arguments.value());
    if (step.kind == StepKind::Command)
        return withForm(std::move(step), arguments.value());
    if (!arguments.value().empty())
        return invalid("a do step has no arguments");
    return step;
}

} // namespace saikobi::control
