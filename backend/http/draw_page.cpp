#include <boost/json.hpp>

#include "backend/http/page_dress.h"
#include "backend/http/pages.h"

namespace saikobi::http {

namespace json = boost::json;

namespace {

/// What the page's script computes with; nothing else is asked for.
json::object factsOf(const waiting_room::DrawNews& news)
{
    json::array voids;
    for (const auto& range : news.voids)
        voids.push_back(json::array{range.from, range.to});
    json::object out{{"ready", news.people && *news.people > 0 && news.beacon.has_value()},
            {"rule", news.beaconRule}, {"commitment", news.commitment}, {"seed", news.seed},
            {"beacon", news.beacon.value_or("")}, {"n", news.people.value_or(0)},
            {"last", news.last.value_or(0)}, {"voids", voids}};
    return out;
}

std::string stateKey(const waiting_room::DrawNews& news)
{
    if (news.order != contract::SaleOrder::Draw)
        return "state_fifo";
    if (!news.people)
        return "state_before";
    return news.beacon ? "state_drawn" : "state_beacon";
}

} // namespace

Page Pages::draw(
        const contract::Sale& sale, const waiting_room::DrawDocument& draw, Language language)
{
    const auto& news = draw.news;
    const auto later = escaped(text(language, "draw", "later"));
    const auto at = [&](const std::optional<contract::Instant>& when) {
        return when ? atVenue(sale, *when, true) : std::string{};
    };
    Values values;
    values["state"] = escaped(said(text(language, "draw", stateKey(news)),
            {{"opens_at", at(draw.opensAt)}, {"opened_at", at(news.openedAt)}}));
    values["commitment"] = news.commitment.empty() ? later : news.commitment;
    values["committed_at"] = escaped(at(news.committedAt));
    values["rule"] = escaped(news.beaconRule);
    values["value"] = news.beacon ? escaped(*news.beacon) : later;
    values["people"] = news.people ? grouped(*news.people) : later;
    values["seed"] = news.seed.empty() ? later : news.seed;
    std::string voids;
    for (const auto& range : news.voids)
        voids += std::to_string(range.from)
                + (range.to > range.from ? "–" + std::to_string(range.to) : std::string{}) + " ";
    values["voids"] = voids.empty() ? "—" : voids;
    return m_shells.complete("draw", sale, language, values, factsOf(news));
}

} // namespace saikobi::http
