#include "tests/bench/allocator_world.h"

#include <pqxx/pqxx>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

namespace saikobi::bench {

namespace fs = std::filesystem;

namespace {

constexpr long long units = 4'000'000;

std::string& reason()
{
    static std::string text;
    return text;
}

std::string sourceFile(const std::string& name)
{
    const char* source = std::getenv("SAIKOBI_SOURCE");
    return std::string{source ? source : "."} + "/tests/bench/" + name;
}

/// What a program prints; throws when it fails.
std::string outputOf(const std::string& command)
{
    FILE* pipe = ::popen(command.c_str(), "r");
    if (!pipe)
        throw std::runtime_error("cannot run " + command);
    std::string out;
    std::array<char, 4096> part{};
    while (std::fgets(part.data(), part.size(), pipe))
        out += part.data();
    if (::pclose(pipe) != 0)
        throw std::runtime_error(command + " failed: " + out);
    return out;
}

/// As `saikobi` makes them: growing, so that new ones lie together.
std::string orderId(std::size_t number)
{
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "01890000-0000-7000-8000-%012zx", number);
    return text.data();
}

} // namespace

std::unique_ptr<AllocatorWorld> AllocatorWorld::start(std::size_t orders)
{
    std::string folder = (fs::temp_directory_path() / "saikobi-allocator-XXXXXX").string();
    if (!::mkdtemp(folder.data())) {
        reason() = "no folder for the database";
        return nullptr;
    }
    auto stores = rehearsal::PrivateStores::start(folder, rehearsal::Durability::PowerCut);
    if (!stores) {
        reason() = stores.error().detail;
        return nullptr;
    }
    std::unique_ptr<AllocatorWorld> out(
            new AllocatorWorld(std::move(folder), std::move(stores).value()));
    out->prepare(orders);
    return out;
}

const std::string& AllocatorWorld::whyNot()
{
    return reason();
}

AllocatorWorld::AllocatorWorld(std::string folder, rehearsal::PrivateStores stores)
    : m_folder(std::move(folder))
    , m_stores(std::move(stores))
{
}

AllocatorWorld::~AllocatorWorld()
{
    m_stores.postgres().stop(rehearsal::Ending::Immediate);
    std::error_code ignored;
    fs::remove_all(m_folder, ignored);
}

std::string AllocatorWorld::backendUrl() const
{
    return m_stores.postgresUrl(rehearsal::backendName);
}

void AllocatorWorld::execute(const std::string& sql) const
{
    pqxx::connection connection(m_stores.postgres().superuserUrl());
    pqxx::nontransaction work(connection);
    work.exec(sql);
}

void AllocatorWorld::prepare(std::size_t orders)
{
    execute("insert into saikobi.sale (slug, name_ja, name_en, start_rate) values "
            "('bench', 'b', 'b', 100);"
            "insert into saikobi.provider values ('sim', 30, 30, 0);"
            "insert into saikobi.product (sale, code, name_ja, name_en, price, rank) values "
            "('bench', 'A', 'a', 'a', 100, 1);"
            "insert into saikobi.stock (product, total, per_person) values (1, 1, 4);"
            "insert into saikobi.slot (sale, rank, from_at, to_at, total) values "
            "('bench', 1, now(), now() + interval '1 h', 100000000)");
    execute("insert into saikobi.orders (id, sale, run, person, place, idempotency_key, "
            "request_hash, "
            "status, owner, slot, method, provider, means, amount, deadline) "
            "select ('01890000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'bench', 1, "
            "md5(n::text), n, 'k', 'h', 'authorised', 'bench', 1, 'card', 'sim', 'pm', 200, "
            "now() + interval '1 h' from generate_series(1, "
            + std::to_string(orders) + ") n");
    // Orders that came one by one were vacuumed as they came; these came at once.
    execute("vacuum analyze saikobi.orders");
    outputOf("psql -q -v ON_ERROR_STOP=1 -v units=" + std::to_string(units) + " -f '"
            + sourceFile("allocator_textbook_schema.sql") + "' '"
            + m_stores.postgres().superuserUrl() + "' 2>&1");
}

void AllocatorWorld::stock(int percentSold)
{
    const auto sold = std::to_string(units / 100 * percentSold);
    // What earlier runs reserved stays: the product merely grows by it.
    execute("insert into saikobi.reservation (product, first_unit, qty, order_id, person) "
            "select 1, s.next_unit + 2 * n, 2, gen_random_uuid(), md5('old' || n) "
            "from saikobi.stock s, generate_series(0, ("
            + sold
            + " - s.sold) / 2 - 1) n;"
              "update saikobi.stock set next_unit = next_unit + greatest(0, "
            + sold + " - sold), sold = greatest(sold, " + sold + "), total = held + "
            + std::to_string(units));
    // As autovacuum did while such rows came in: else it would start beside the measurement.
    execute("vacuum analyze saikobi.reservation");
    // The disk has written all of it before anything is measured.
    execute("checkpoint");
}

void AllocatorWorld::empty()
{
    execute("truncate saikobi.reservation; "
            "update saikobi.stock set next_unit = 1, held = 0, sold = 0, total = "
            + std::to_string(units) + "; update saikobi.slot set held = 0, sold = 0");
    for (const auto* table : {"reservation", "stock", "slot"})
        execute(std::string{"vacuum analyze saikobi."} + table);
    execute("checkpoint");
}

shop::StockWish AllocatorWorld::nextWish()
{
    shop::StockWish wish;
    wish.order = orderId(++m_next);
    wish.person = "person-" + std::to_string(m_next) + "-of-the-benchmark";
    wish.slot.value = 1;
    wish.lines = {{{1}, 2}};
    return wish;
}

double AllocatorWorld::textbook(int clients) const
{
    const auto said = outputOf("pgbench -n -M prepared -T 4 -j 2 -c " + std::to_string(clients)
            + " -f '" + sourceFile("allocator_textbook.sql") + "' '"
            + m_stores.postgres().superuserUrl() + "' 2>&1");
    const auto found = said.find("tps = ");
    if (found == std::string::npos)
        throw std::runtime_error("pgbench said: " + said);
    return std::stod(said.substr(found + 6));
}

std::shared_ptr<void> AllocatorWorld::holdSnapshot() const
{
    auto connection = std::make_shared<pqxx::connection>(m_stores.postgres().superuserUrl());
    pqxx::nontransaction work(*connection);
    work.exec("begin isolation level repeatable read");
    work.exec("select count(*) from saikobi.stock");
    return connection;
}

/// The views look for whole orders; these rows have none, so that only intervals and counters
/// count.
long long AllocatorWorld::findings() const
{
    pqxx::connection connection(m_stores.postgres().superuserUrl());
    pqxx::nontransaction work(connection);
    return work
            .exec1("select count(*) from saikobi.audit_oversold where violation in "
                   "('more held and sold than there is', 'unit given out twice', "
                   "'units given out differ from held and sold')")[0]
            .as<long long>();
}

} // namespace saikobi::bench
