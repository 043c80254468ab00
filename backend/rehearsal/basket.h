#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace saikobi::rehearsal {

/// What a buyer puts together from the public catalogue.
struct Basket {
    struct Line {
        std::int64_t product = 0;
        std::int64_t quantity = 0;
    };
    std::vector<Line> lines{};
    std::int64_t slot = 0;
    std::vector<std::string> methods{}; ///< that the shop offers
};

/// Up to three different products that can be bought, within the limits, and a slot with room.
/// `chance`: even numbers in 0…1. Empty: nothing to buy, or not a catalogue.
std::optional<Basket> chooseBasket(
        const std::string& catalogue, const std::function<double()>& chance);

/// The body of `POST orders`.
std::string orderBody(const Basket& basket, const std::string& method, const std::string& means);

/// What an order's document says of it.
struct OrderNews {
    std::string order{};
    std::string status{};
    std::string nextAction{}; ///< address of the provider's page, while one waits
};
std::optional<OrderNews> newsFromOrder(const std::string& body);

} // namespace saikobi::rehearsal
