#include "backend/control/card_store.h"

#include <pqxx/pqxx>

#include "backend/stores/postgres_fault.h"

namespace saikobi::control {

using contract::Result;

namespace {

std::optional<StoredCards> newest(pqxx::transaction_base& work, std::string& json)
{
    const auto rows = work.exec("select version, person, to_char(loaded_at at time zone 'UTC', "
                                "'YYYY-MM-DD HH24:MI:SS'),"
                                " cards from saikobi.runbook order by version desc limit 1");
    if (rows.empty())
        return std::nullopt;
    json = rows[0][3].c_str();
    return StoredCards{rows[0][0].as<std::int64_t>(), rows[0][1].c_str(), rows[0][2].c_str(), {}};
}

} // namespace

Result<std::optional<StoredCards>> newestCards(const std::string& url)
{
    try {
        pqxx::connection connection(stores::withSettings(url, "saikobid-runbook"));
        pqxx::read_transaction work(connection);
        std::string json;
        auto found = newest(work, json);
        if (!found)
            return found;
        auto cards = contract::cardsFromJson(json);
        if (!cards)
            return cards.error();
        found->cards = std::move(cards).value();
        return found;
    } catch (const std::exception& failed) {
        return stores::toFault(failed, true);
    }
}

Result<std::int64_t> storeCards(const std::string& url, const contract::Cards& cards)
{
    try {
        pqxx::connection connection(stores::withSettings(url, "saikobid-runbook"));
        pqxx::work work(connection);
        work.exec("set local role saikobi_owner");
        // Two people who load at once make two versions, and the second one sees the first.
        work.exec("lock table saikobi.runbook in exclusive mode");
        const auto last = work.exec(
                "select version, revision from saikobi.runbook order by version desc limit 1");
        if (!last.empty() && cards.revision == last[0][1].c_str())
            return last[0][0].as<std::int64_t>();
        const auto added = work.exec_params1(
                "insert into saikobi.runbook (revision, cards) values ($1, $2) returning version",
                cards.revision, contract::toJson(cards));
        work.commit();
        return added[0].as<std::int64_t>();
    } catch (const std::exception& failed) {
        return stores::toFault(failed, true);
    }
}

} // namespace saikobi::control
