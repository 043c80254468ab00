// What recording costs while a sale goes on: how long Postgres works for each second of it, and how
// much an hour takes. Forty products of which ten move each second, four instances.
#include <QCoreApplication>

#include <pqxx/pqxx>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "tests/bench/figure.h"
#include "tests/bench/taped_day.h"

using namespace saikobi;
using Clock = std::chrono::steady_clock;

namespace {

constexpr int seconds = 300;
constexpr double mostMsOfASecond = 10; ///< a hundredth of a core

/// Ten products move.
constexpr const char* nextSecond = R"(
update saikobi.stock set held = (held + 3) % 90, sold = sold + 2
where product in (select product from saikobi.stock order by random() limit 10))";

/// What was recorded gets a second of its own in the past, so that the next call has one to record.
constexpr const char* putAside = R"(
update saikobi.scene_mark set at = '-infinity';
update saikobi.scene set at = timestamptz '2020-01-01 00:00:00+00' + $1 * interval '1 s'
where at > now() - interval '1 minute')";

double msOf(pqxx::nontransaction& work, const char* sql)
{
    const auto begun = Clock::now();
    work.exec(sql);
    return std::chrono::duration<double, std::milli>(Clock::now() - begun).count();
}

double quantile(std::vector<double> values, double part)
{
    std::sort(values.begin(), values.end());
    return values.at(static_cast<std::size_t>(part * static_cast<double>(values.size() - 1)));
}

double mebibytesOf(tests::TestStores& stores, const char* table)
{
    return static_cast<double>(stores.numberOf(
                   std::string{"select pg_total_relation_size('saikobi."} + table + "')"))
            / 1024 / 1024;
}

} // namespace

int main(int argc, char** argv)
{
    QCoreApplication app(argc, argv);
    const auto stores = tests::TestStores::start();
    if (!stores) {
        qWarning("%s", tests::TestStores::whyNot().c_str());
        return 1;
    }
    bench::tapeHours(*stores, 1);
    bench::report(
            {"an hour of 4 instances in Postgres, ticks", mebibytesOf(*stores, "tick"), "MiB"});
    bench::report(
            {"an hour of 4 instances in Postgres, scenes", mebibytesOf(*stores, "scene"), "MiB"});
    pqxx::connection connection(stores->superuserUrl());
    pqxx::nontransaction work(connection);
    std::vector<double> empty;
    std::vector<double> recorded;
    for (int second = 0; second < seconds; ++second) {
        work.exec(nextSecond);
        // The way there and back is not recording's alone.
        empty.push_back(msOf(work, "select 1"));
        recorded.push_back(msOf(work, "select saikobi.record_scene('demo')"));
        std::string aside{putAside};
        work.exec(aside.replace(aside.find("$1"), 2, std::to_string(second)));
    }
    const auto way = quantile(empty, 0.5);
    if (!bench::mustBeZero("seconds without a scene",
                seconds
                        - stores->numberOf("select count(distinct at) from saikobi.scene "
                                           "where at < timestamptz '2021-01-01'")))
        return 1;
    bench::report({.name = "record_scene, of a second of the sale, p50",
            .value = quantile(recorded, 0.5) - way,
            .unit = "ms",
            .most = mostMsOfASecond});
    bench::report(
            {"record_scene, of a second of the sale, p99", quantile(recorded, 0.99) - way, "ms"});
    return 0;
}
