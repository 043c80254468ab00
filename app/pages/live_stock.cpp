#include "app/pages/live_stock.h"

#include <algorithm>
#include <vector>

#include "widgets/status/words.h"

namespace saikobi::pages {

using contract::ProductState;
using contract::ProductStock;
using namespace std::chrono_literals;

namespace {

/// What will be gone soon comes first, then what nothing is known of, then what is gone.
bool isSooner(const ProductStock& a, const ProductStock& b)
{
    const bool aGone = a.state == ProductState::SoldOut;
    const bool bGone = b.state == ProductState::SoldOut;
    if (aGone != bGone)
        return bGone;
    if (a.sellsOutFrom && b.sellsOutFrom)
        return *a.sellsOutFrom < *b.sellsOutFrom;
    return a.sellsOutFrom.has_value() && !b.sellsOutFrom.has_value();
}

} // namespace

QString LiveStock::heading()
{
    return tr("Stock, soonest sold out", "heading of the list of products");
}

contract::DataState LiveStock::state(const View& view)
{
    const bool isLost = !view.sale.postgres.error.empty();
    if (!view.sale.products)
        return contract::dataState(std::nullopt, 1s, isLost);
    return contract::dataState(view.age(view.sale.products->asOf), 1s, isLost);
}

const ProductStock* LiveStock::soonest(const View& view)
{
    if (!view.sale.products || view.sale.products->value.empty())
        return nullptr;
    const auto& products = view.sale.products->value;
    const auto first = std::min_element(products.begin(), products.end(), isSooner);
    return first->sellsOutFrom && first->sellsOutTo ? &*first : nullptr;
}

bool LiveStock::isMovementKnown(const View& view)
{
    if (!view.sale.products)
        return false;
    const auto& products = view.sale.products->value;
    return std::all_of(products.begin(), products.end(),
            [](const ProductStock& product) { return product.isMovementKnown; });
}

status::StockRow LiveStock::row(const ProductStock& product, const View& view)
{
    status::StockRow row;
    row.code = QString::fromStdString(product.code);
    row.name = QString::fromStdString(product.name);
    const auto total = static_cast<double>(std::max<std::int64_t>(product.total, 1));
    row.soldPart = static_cast<double>(product.sold) / total;
    row.heldPart = static_cast<double>(product.held) / total;
    row.left = tr("%1 of %2", "%1: units available, %2: units in stock at first")
                       .arg(view.formatter.count(static_cast<double>(product.available())),
                               view.formatter.count(static_cast<double>(product.total)));
    if (product.state != ProductState::OnSale)
        row.sellsOut = status::Words::of(product.state);
    else if (product.sellsOutFrom && product.sellsOutTo)
        row.sellsOut
                = QStringLiteral("%1–%2").arg(view.formatter.clockMinutes(*product.sellsOutFrom),
                        view.formatter.clockMinutes(*product.sellsOutTo));
    return row;
}

status::StockContent LiveStock::content(const View& view)
{
    status::StockContent content;
    content.state = state(view);
    content.absence = tr("no data", "nothing was ever seen of the stock");
    if (!view.sale.products)
        return content;
    auto products = view.sale.products->value;
    std::stable_sort(products.begin(), products.end(), isSooner);
    for (const auto& product : products)
        content.rows.push_back(row(product, view));
    const int others = static_cast<int>(content.rows.size()) - status::StockBoard::mostRows;
    if (others > 0)
        content.others = tr("and %n other(s)", "products that are not listed", others);
    content.age = view.formatter.age(view.age(view.sale.products->asOf));
    return content;
}

} // namespace saikobi::pages
