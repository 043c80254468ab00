// Sale files as somebody in a hurry edits them: read as a sale that can be sold, or refused with
// where and why.
#include <string>

#include "backend/shop/sale_file.h"
#include "tests/fuzz/target.h"

using namespace saikobi;
using fuzz::mustHold;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto now = contract::fromUnixMs(1767225600000);
    const auto read = shop::saleFromToml(fuzz::textOf(data, size), "sale.toml", now);
    if (!read) {
        mustHold(read.error().detail.starts_with("sale.toml"), "a refusal names the file");
        return 0;
    }
    const auto& sale = read.value();
    mustHold(contract::isSaleId(sale.slug), "an id that fits into paths and keys");
    mustHold(sale.startRate.value > 0, "a rate");
    mustHold(!sale.products.empty() && !sale.methods.empty(), "something to buy and a way to pay");
    for (const auto& product : sale.products)
        mustHold(product.price.value >= 0, "no price below nothing");
    return 0;
}
