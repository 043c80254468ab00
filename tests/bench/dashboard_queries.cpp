// What dashboards and the audit ask of Postgres, on a sale that sold two million units: each answer
// in ms, since a question that takes long holds back the cleaning of the rows that orders change.
#include <pqxx/pqxx>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "backend/rehearsal/private_stores.h"
#include "tests/bench/figure.h"

using namespace saikobi;

namespace {

constexpr int rounds = 3;
constexpr double mostMs = 250; ///< asked every second by each dashboard

/// Half a million paid orders of four units each, the last ones within these minutes.
constexpr const char* filling
        = "insert into saikobi.sale (slug, name_ja, name_en, start_rate) values "
          "('bench', 'b', 'b', 100);"
          "insert into saikobi.product (sale, code, name_ja, name_en, price, rank) values "
          "('bench', 'A', 'a', 'a', 100, 1);"
          "insert into saikobi.stock (product, total, sold, next_unit, per_person) values "
          "(1, 2000000, 2000000, 2000001, 4);"
          "insert into saikobi.slot (sale, rank, from_at, to_at, total, sold) values "
          "('bench', 1, now(), now() + interval '1 h', 500000, 500000);"
          "insert into saikobi.orders (id, sale, run, person, place, idempotency_key, "
          "request_hash, status, owner, slot, method, provider, means, amount, deadline, "
          "created_at, changed_at, ended_at) "
          "select ('01890000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'bench', 1, "
          "'p' || n, n, 'k', 'h', 'paid', 'bench', 1, 'card', 'sim', 'pm', 400, now(), "
          "t.at, t.at, t.at from generate_series(1, 500000) n, "
          "lateral (select now() - (500000 - n) * interval '2 ms' as at) t;"
          "insert into saikobi.order_line (order_id, product, qty, price) "
          "select id, 1, 4, 100 from saikobi.orders;"
          "insert into saikobi.reservation (product, first_unit, qty, order_id, person) "
          "select 1, 4 * place - 3, 4, id, person from saikobi.orders;";

struct Question {
    const char* name;
    const char* sql;
    bool isOften; ///< each second
};

constexpr Question questions[]{
        {"products and their states",
                "select s.total, s.held, s.sold, v.state from saikobi.product p "
                "join saikobi.stock s on s.product = p.id "
                "join saikobi.product_state v on v.product = p.id where p.sale = 'bench'",
                true},
        {"places of the slots",
                "select total, held, sold from saikobi.slot where sale = 'bench' and listed", true},
        {"demand by product", "select * from saikobi.product_demand('bench', 1)", true},
        {"audit of what is new", "select saikobi.audit_new_stock()", true},
        {"audit of everything", "select saikobi.audit_all_stock()", false}};

double medianMs(pqxx::connection_base& on, const Question& question)
{
    std::vector<double> taken;
    for (int round = 0; round < rounds; ++round) {
        pqxx::work work(on);
        const auto begun = std::chrono::steady_clock::now();
        work.exec(question.sql);
        taken.push_back(
                std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun)
                        .count());
        work.commit();
    }
    std::sort(taken.begin(), taken.end());
    return taken[rounds / 2];
}

void measure(const std::string& url)
{
    pqxx::connection on(url);
    pqxx::nontransaction(on).exec("set jit = off"); // as the backend's sessions have it
    pqxx::nontransaction(on).exec(filling);
    pqxx::nontransaction(on).exec("vacuum analyze");
    for (const auto& question : questions) {
        bench::Figure figure{question.name, medianMs(on, question), "ms", {}, {}, {}};
        if (question.isOften)
            figure.most = mostMs;
        bench::report(figure);
    }
}

} // namespace

int main()
{
    auto folder = (std::filesystem::temp_directory_path() / "saikobi-queries-XXXXXX").string();
    if (!::mkdtemp(folder.data()))
        return EXIT_FAILURE;
    auto stores = rehearsal::PrivateStores::start(folder, rehearsal::Durability::PowerCut);
    if (!stores) {
        std::cerr << "dashboard_queries: " << stores.error().detail << "\n";
        return EXIT_FAILURE;
    }
    measure(stores.value().postgres().superuserUrl());
    stores.value().postgres().stop(rehearsal::Ending::Immediate);
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
    return EXIT_SUCCESS;
}
