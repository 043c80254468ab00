#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "backend/rehearsal/private_stores.h"
#include "backend/shop/stock_batch.h"

namespace saikobi::bench {

/// A private Postgres whose commits reach the disk, with one product of four million units, orders
/// that wait for two of them each, and beside it the textbook's table of units.
class AllocatorWorld {
public:
    /// Null: whyNot() tells.
    static std::unique_ptr<AllocatorWorld> start(std::size_t orders);
    static const std::string& whyNot();
    ~AllocatorWorld();

    std::string backendUrl() const;
    /// So much of the product was sold before, two units an order.
    void stock(int percentSold);
    /// Nothing was sold; orders that were used stay used.
    void empty();
    shop::StockWish nextWish();
    /// Orders per second of the textbook's script.
    double textbook(int clients) const;
    /// A reader who forgot to end a transaction; it ends with the value.
    std::shared_ptr<void> holdSnapshot() const;
    long long findings() const;

private:
    AllocatorWorld(std::string folder, rehearsal::PrivateStores stores);
    void execute(const std::string& sql) const;
    void prepare(std::size_t orders);

    std::string m_folder{};
    mutable rehearsal::PrivateStores m_stores;
    std::size_t m_next = 0;
};

} // namespace saikobi::bench
