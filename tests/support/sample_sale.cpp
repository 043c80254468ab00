#include "tests/support/sample_sale.h"

namespace saikobi::tests {

namespace {

std::string quoted(const std::string& text)
{
    return "'" + text + "'"; // names of tests hold no quotes
}

} // namespace

void loadSample(TestStores& stores, const SampleSale& sale)
{
    const auto slug = quoted(sale.slug);
    const auto rate = std::to_string(sale.callsPerSecond);
    std::string sql
            = "insert into saikobi.sale (slug, name_ja, name_en, opens_at, start_rate) values ("
            + slug + ", '見本', 'Sample', " + sale.opensAt + ", " + std::to_string(sale.startRate)
            + "); insert into saikobi.provider values ('sim', " + rate + ", " + rate
            + ", 0) on conflict do nothing;";
    int rank = 0;
    for (const auto& method : sale.methods)
        sql += "insert into saikobi.method values (" + slug + ", " + quoted(method) + ", "
                + quoted(method) + ", " + quoted(method) + ", 'sim', 100, 200, true, "
                + std::to_string(rank++) + ");";
    rank = 0;
    for (const auto& product : sale.products)
        sql += "with p as (insert into saikobi.product (sale, code, name_ja, name_en, price, rank) "
               "values ("
                + slug + ", " + quoted(product.code) + ", " + quoted(product.code) + ", "
                + quoted(product.code) + ", " + std::to_string(product.price) + ", "
                + std::to_string(rank++)
                + ") returning id) insert into saikobi.stock (product, total, per_person) select "
                  "id, "
                + std::to_string(product.stock) + ", " + std::to_string(product.perPerson)
                + " from p;";
    rank = 0;
    for (const auto places : sale.slotPlaces) {
        const auto hour = std::to_string(rank + 3);
        sql += "insert into saikobi.slot (sale, rank, from_at, to_at, total) values (" + slug + ", "
                + std::to_string(rank++) + ", now() + interval '" + hour + " h', now() + interval '"
                + hour + " h 50 min', " + std::to_string(places) + ");";
    }
    stores.execute(sql);
}

std::int64_t productId(TestStores& stores, const std::string& sale, const std::string& code)
{
    return stores.numberOf("select id from saikobi.product where sale = " + quoted(sale)
            + " and code = " + quoted(code));
}

std::int64_t slotId(TestStores& stores, const std::string& sale, int rank)
{
    return stores.numberOf("select id from saikobi.slot where sale = " + quoted(sale)
            + " and rank = " + std::to_string(rank));
}

} // namespace saikobi::tests
