#include "backend/contract/shipped_cards.h"

#include <cassert>

#include "backend/control/cards/shipped_cards_json.h"

namespace saikobi::contract {

const Cards& shippedCards()
{
    static const Cards cards = [] {
        std::string json;
        for (const auto part : control::shippedCardsJson)
            json += part;
        auto read = cardsFromJson(json);
        assert(read); // the build wrote it with the same code
        return read ? std::move(read).value() : Cards{};
    }();
    return cards;
}

} // namespace saikobi::contract
