#include "backend/control/cards/card_compiler.h"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <tuple>

#include "backend/contract/alarm_limits.h"
#include "backend/control/cards/card_advice.h"

namespace saikobi::control {

using contract::Card;
using contract::Step;

namespace {

using Sources = std::map<std::string, CardSource>; ///< by name of the file without its language

std::string baseOf(const std::string& file)
{
    return file.substr(file.find('/') + 1);
}

bool isBroken(const CardSource& source, const CardFaults& faults)
{
    return std::any_of(faults.begin(), faults.end(),
            [&source](const CardFault& fault) { return fault.file == source.file; });
}

/// Puts the English texts beside the Japanese ones, and says where both are not the same card.
class Pair {
public:
    Pair(CardSource& ja, const CardSource& en, CardFaults& faults)
        : m_ja(ja)
        , m_en(en)
        , m_faults(faults)
    {
    }
    Card merged();

private:
    void differs(const std::string& what)
    {
        m_faults.push_back({m_en.file, m_en.lineOf(what),
                what + " is not the same as in " + m_ja.file + ":"
                        + std::to_string(m_ja.lineOf(what))});
    }
    void compareFront();
    void mergeList(std::vector<Step>& ja, const std::vector<Step>& en, const char* name);

    CardSource& m_ja;
    const CardSource& m_en;
    CardFaults& m_faults;
};

void Pair::compareFront()
{
    const auto& ja = m_ja.card;
    const auto& en = m_en.card;
    if (ja.id != en.id)
        differs("id");
    if (ja.severity != en.severity)
        differs("severity");
    if (ja.alarms != en.alarms)
        differs("alarms");
    if (ja.decides != en.decides || ja.acts != en.acts || ja.calls != en.calls)
        differs("roles");
    if (ja.revised != en.revised)
        differs("revised");
    const auto isSameReview = [](const contract::CardReview& a, const contract::CardReview& b) {
        return a.role == b.role && a.date == b.date;
    };
    if (!std::equal(ja.reviewed.begin(), ja.reviewed.end(), en.reviewed.begin(), en.reviewed.end(),
                isSameReview))
        differs("reviewed");
    if (!(ja.finished == en.finished))
        differs("Finished");
}

bool isSameStep(const Step& a, const Step& b)
{
    return std::tie(a.id, a.kind, a.watch, a.time, a.yes, a.no, a.role, a.form, a.values)
            == std::tie(b.id, b.kind, b.watch, b.time, b.yes, b.no, b.role, b.form, b.values);
}

void Pair::mergeList(std::vector<Step>& ja, const std::vector<Step>& en, const char* name)
{
    if (ja.size() != en.size())
        return differs(name);
    for (std::size_t i = 0; i < ja.size(); ++i) {
        if (!isSameStep(ja[i], en[i])) {
            // Where the English card has no such id the list is what differs.
            const auto place = "step " + en[i].id;
            return differs(m_ja.lines.contains(place) ? place : name);
        }
        ja[i].text.en = en[i].text.en;
    }
}

Card Pair::merged()
{
    compareFront();
    auto& card = m_ja.card;
    const auto& text = m_en.card.text;
    card.text.title.en = text.title.en;
    card.text.when.en = text.when.en;
    card.text.aim.en = text.aim.en;
    card.text.look.en = text.look.en;
    card.text.venue.en = text.venue.en;
    card.text.finished.en = text.finished.en;
    if (card.text.finished.en.empty() != card.text.finished.ja.empty())
        differs("Finished");
    mergeList(card.first, m_en.card.first, "First");
    mergeList(card.then, m_en.card.then, "Then");
    return card;
}

/// Incidents before routine, then letters, then the number.
auto placeOf(const Card& card)
{
    const auto digits = card.id.find_first_of("0123456789");
    const auto letters = card.id.substr(0, digits);
    const auto number = digits == std::string::npos ? 0 : std::atoi(card.id.c_str() + digits);
    return std::tuple{card.isRoutine(), letters, number};
}

using Openings = std::set<std::pair<contract::AlarmId, std::string>>;

/// Every card that some alarm opens, before the opening, in the rush and later, whichever store is
/// silent.
Openings openings()
{
    using namespace std::chrono_literals;
    Openings out;
    const auto opening = contract::Instant{} + 24h;
    for (const auto& limit : contract::alarmLimits())
        if (!limit.card.empty())
            out.emplace(limit.alarm, limit.card);
    for (const auto& alarm : contract::allAlarms())
        for (const auto phase : {contract::Phase::Before, contract::Phase::Open})
            for (const auto since : {-30min, 5min, 90min})
                for (const bool isRedisAlone : {false, true}) {
                    contract::AlarmRecord record;
                    record.alarm = alarm.id;
                    out.emplace(alarm.id,
                            contract::cardOf(
                                    record, phase, opening, opening + since, isRedisAlone));
                }
    return out;
}

/// An alarm without its card would open nothing when a person presses its key.
void checkAlarms(const contract::Cards& cards, const Sources& sources, CardFaults& faults)
{
    const auto wanted = openings();
    for (const auto& [alarm, id] : wanted) {
        const std::string named{contract::name(alarm)};
        const auto* card = cards.card(id);
        if (!card) {
            faults.push_back(
                    {"", 0, "alarm " + named + " opens card " + id + ", which is missing"});
            continue;
        }
        if (std::find(card->alarms.begin(), card->alarms.end(), alarm) != card->alarms.end())
            continue;
        const auto& source = sources.at(id + ".md");
        faults.push_back({source.file, source.lineOf("alarms"),
                "alarm " + named + " opens this card, which does not list it"});
    }
}

CardFaults adviceOnAll(const Sources& ja, const Sources& en)
{
    CardFaults out;
    for (const auto* sources : {&ja, &en})
        for (const auto& [base, source] : *sources) {
            auto advice = adviceOn(source);
            out.insert(out.end(), advice.begin(), advice.end());
        }
    return out;
}

void sortFaults(CardFaults& faults)
{
    std::stable_sort(faults.begin(), faults.end(), [](const CardFault& a, const CardFault& b) {
        return std::tie(a.file, a.line) < std::tie(b.file, b.line);
    });
}

} // namespace

CompiledCards compileCards(const std::vector<CardFile>& files)
{
    CompiledCards out;
    Sources ja;
    Sources en;
    for (const auto& file : files) {
        auto& into = file.language == CardLanguage::Japanese ? ja : en;
        into.emplace(baseOf(file.name), readCard(file, out.faults));
    }
    for (const auto& [base, source] : en)
        if (!ja.contains(base))
            out.faults.push_back({source.file, 0, "there is no ja/" + base});
    for (auto& [base, source] : ja) {
        const auto other = en.find(base);
        if (other == en.end())
            out.faults.push_back({source.file, 0, "there is no en/" + base});
        // What is broken differs for a reason that is named already.
        else if (!isBroken(source, out.faults) && !isBroken(other->second, out.faults))
            out.cards.all.push_back(Pair(source, other->second, out.faults).merged());
    }
    auto& all = out.cards.all;
    std::sort(all.begin(), all.end(),
            [](const Card& a, const Card& b) { return placeOf(a) < placeOf(b); });
    // Broken cards have reasons of their own; what they lack besides would only hide these.
    if (out.faults.empty())
        checkAlarms(out.cards, ja, out.faults);
    if (out.faults.empty())
        out.advice = adviceOnAll(ja, en);
    sortFaults(out.faults);
    sortFaults(out.advice);
    contract::stampRevisions(out.cards);
    return out;
}

contract::Result<std::vector<CardFile>> readCardFiles(const std::filesystem::path& folder)
{
    std::vector<CardFile> out;
    for (const auto language : {CardLanguage::Japanese, CardLanguage::English}) {
        const std::string name = language == CardLanguage::Japanese ? "ja" : "en";
        std::error_code failed;
        std::filesystem::directory_iterator entries(folder / name, failed);
        if (failed)
            return contract::Fault{contract::FaultCode::NotFound,
                    (folder / name).string() + ": " + failed.message()};
        for (const auto& entry : entries) {
            if (entry.path().extension() != ".md")
                continue;
            if (out.size() == 2 * contract::mostCards)
                return contract::Fault{contract::FaultCode::Invalid,
                        folder.string() + ": more than " + std::to_string(contract::mostCards)
                                + " cards"};
            std::ifstream file(entry.path(), std::ios::binary);
            std::string text(longestCardFile + 1, '\0');
            file.read(text.data(), static_cast<std::streamsize>(text.size()));
            text.resize(static_cast<std::size_t>(file.gcount()));
            if (!file.is_open() || file.bad())
                return contract::Fault{
                        contract::FaultCode::NotFound, entry.path().string() + ": cannot be read"};
            out.push_back({name + "/" + entry.path().filename().string(), language, text});
        }
    }
    if (out.empty())
        return contract::Fault{
                contract::FaultCode::NotFound, folder.string() + ": there are no cards"};
    std::sort(out.begin(), out.end(),
            [](const CardFile& a, const CardFile& b) { return a.name < b.name; });
    return out;
}

} // namespace saikobi::control
