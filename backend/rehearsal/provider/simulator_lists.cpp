#include "backend/rehearsal/provider/simulator_lists.h"

#include <algorithm>
#include <functional>

namespace saikobi::rehearsal {

namespace {

using Ids = std::vector<std::string>;

/// What a list needs of its kind.
struct Listed {
    const char* url;
    const Ids& order; ///< by the time they were made, oldest first
    std::function<std::int64_t(const std::string&)> created;
    std::function<bool(const std::string&)> isWanted; ///< besides time
    std::function<std::string(const std::string&)> json;
};

/// Where an id stands; the end when it is not there. Many may have been made in one second.
Ids::const_iterator placeOf(const Listed& list, const std::string& id)
{
    const auto at = list.created(id);
    auto place = std::lower_bound(list.order.begin(), list.order.end(), at,
            [&list](const std::string& one, std::int64_t when) {
                return list.created(one) < when;
            });
    while (place != list.order.end() && *place != id && list.created(*place) == at)
        ++place;
    return place != list.order.end() && *place == id ? place : list.order.end();
}

template<class Map>
std::int64_t createdOf(const Map& all, const std::string& id)
{
    const auto found = all.find(id);
    return found == all.end() ? -1 : found->second.created;
}

std::string rendered(const Listed& list, const Ids& page, bool hasMore)
{
    std::string data;
    for (const auto& id : page)
        data += (data.empty() ? "" : ",") + list.json(id);
    return std::string{"{\"object\":\"list\",\"url\":\""} + list.url
            + "\",\"has_more\":" + (hasMore ? "true" : "false") + ",\"data\":[" + data + "]}";
}

std::string pageOf(const Listed& list, const ListQuery& query)
{
    const auto madeBefore
            = [&list](const std::string& id, std::int64_t at) { return list.created(id) < at; };
    auto begin
            = std::lower_bound(list.order.begin(), list.order.end(), query.createdFrom, madeBefore);
    auto end = query.createdTo > 0 ? std::lower_bound(
                       list.order.begin(), list.order.end(), query.createdTo + 1, madeBefore)
                                   : list.order.end();
    const bool isUpwards = !query.before.empty();
    if (!query.after.empty() || isUpwards) {
        const auto place = placeOf(list, isUpwards ? query.before : query.after);
        if (place == list.order.end())
            return rendered(list, {}, false);
        (isUpwards ? begin : end) = isUpwards ? std::max(begin, place + 1) : std::min(end, place);
    }
    Ids page;
    bool hasMore = false;
    const auto take = [&](const std::string& id) {
        if (!list.isWanted(id))
            return true;
        hasMore = page.size() == query.limit;
        if (!hasMore)
            page.push_back(id);
        return !hasMore;
    };
    if (isUpwards) {
        for (auto at = begin; at < end && take(*at); ++at) { }
        std::reverse(page.begin(), page.end());
    } else {
        for (auto at = end; at > begin && take(*(at - 1)); --at) { }
    }
    return rendered(list, page, hasMore);
}

} // namespace

ListQuery listQuery(const Form& form)
{
    ListQuery out;
    const auto exact = form.number("created");
    const auto gt = form.number("created[gt]");
    const auto lt = form.number("created[lt]");
    out.createdFrom = exact ? *exact : gt ? *gt + 1 : form.number("created[gte]").value_or(0);
    out.createdTo = exact ? *exact : lt ? *lt - 1 : form.number("created[lte]").value_or(0);
    const auto limit = form.number("limit").value_or(10);
    out.limit = static_cast<std::size_t>(std::clamp<std::int64_t>(limit, 1, 100));
    out.after = form.get("starting_after");
    out.before = form.get("ending_before");
    return out;
}

std::string listJson(const SimulatorBook& book, const ListQuery& query)
{
    const auto& intents = book.intents();
    return pageOf({"/v1/payment_intents", book.order(),
                          [&](const std::string& id) { return createdOf(intents, id); },
                          [](const std::string&) { return true; },
                          [&](const std::string& id) { return toJson(intents.at(id)); }},
            query);
}

std::string sessionListJson(const SimulatorBook& book, const ListQuery& query, const Form& form)
{
    const auto& sessions = book.sessions();
    const auto intent = form.get("payment_intent");
    const auto status = form.get("status");
    return pageOf({"/v1/checkout/sessions", book.sessionOrder(),
                          [&](const std::string& id) { return createdOf(sessions, id); },
                          [&](const std::string& id) {
                              const auto& one = sessions.at(id);
                              return (intent.empty() || one.intent == intent)
                                      && (status.empty() || name(one.status) == status);
                          },
                          [&](const std::string& id) {
                              const auto& one = sessions.at(id);
                              const auto paid = book.intents().find(one.intent);
                              return toJson(
                                      one, paid == book.intents().end() ? nullptr : &paid->second);
                          }},
            query);
}

std::string chargeListJson(const SimulatorBook& book, const ListQuery& query, const Form& form)
{
    const auto& intents = book.intents();
    const auto wanted = form.get("payment_intent");
    return pageOf({"/v1/charges", book.order(),
                          [&](const std::string& id) { return createdOf(intents, id); },
                          [&](const std::string& id) {
                              return (wanted.empty() || id == wanted)
                                      && !intents.at(id).charges.empty();
                          },
                          [&](const std::string& id) {
                              const auto& one = intents.at(id);
                              return toJson(one.charges.back(), one);
                          }},
            query);
}

} // namespace saikobi::rehearsal
