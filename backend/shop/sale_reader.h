#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "backend/contract/quantity.h"
#include "backend/contract/sale.h"

namespace saikobi::shop {

/// The first thing that is wrong with a sale file. Thrown by SaleReader, caught in
/// sale_file.cpp.
struct SaleFileRefusal {
    std::uint32_t line = 0;
    std::string why{};
};

/// One table of a sale file: each key is asked for once, the rest is refused by finish(). What is
/// asked for must be there; `has()` tells of a key that may be left out.
class SaleReader {
public:
    /// The outermost table. Refuses what is no TOML; `name` stands for the file.
    static SaleReader ofText(std::string_view text, const std::string& name);

    /// Names the line of `key`, or the table's if the key is not there.
    [[noreturn]] void refuse(const std::string& key, const std::string& why) const;

    bool has(const std::string& key) const;
    std::vector<std::string> keys() const;

    std::string text(const std::string& key);
    contract::Bilingual bilingual(const std::string& key);
    bool yesNo(const std::string& key);
    std::int64_t integer(const std::string& key, std::int64_t least, std::int64_t most);
    double callsPerSecond(const std::string& key);
    double number(const std::string& key); ///< any finite one

    /// A list of texts, none of them empty; the list may be.
    std::vector<std::string> texts(const std::string& key, std::size_t most);

    std::chrono::milliseconds duration(const std::string& key);

    /// In whole seconds; `none` if the key is not there.
    std::chrono::seconds secondsOr(
            const std::string& key, std::chrono::seconds least, std::chrono::seconds none);

    contract::Instant instant(const std::string& key);

    /// `key` as a time, or `relative` as a time from now; never both.
    contract::Instant instantOrIn(
            const std::string& key, const std::string& relative, contract::Instant now);

    SaleReader table(const std::string& key);
    std::vector<SaleReader> tables(const std::string& key, std::size_t most);

    /// Refuses a key that nobody asked for: a misspelt limit must not be ignored.
    void finish() const;

private:
    struct Table; ///< keeps the library's types out of this header
    explicit SaleReader(std::shared_ptr<Table> table);

    std::shared_ptr<Table> m_table; ///< a copy of the reader reads on in the same table
};

} // namespace saikobi::shop
