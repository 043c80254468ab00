#pragma once

#include <string>

#include "backend/rehearsal/provider/simulator_book.h"
#include "backend/rehearsal/provider/simulator_form.h"

namespace saikobi::rehearsal {

/// One page of a list, newest first.
struct ListQuery {
    std::int64_t createdFrom = 0;
    std::int64_t createdTo = 0; ///< 0: no bound
    std::size_t limit = 10;
    std::string after{};
    std::string before{};
};

/// `created[gte]`, `[gt]`, `[lte]`, `[lt]` or plain, `limit` 1…100, `starting_after`,
/// `ending_before`.
ListQuery listQuery(const Form& form);

std::string listJson(const SimulatorBook& book, const ListQuery& query);
/// Also by `payment_intent` and `status`.
std::string sessionListJson(const SimulatorBook& book, const ListQuery& query, const Form& form);
/// Also by `payment_intent`.
std::string chargeListJson(const SimulatorBook& book, const ListQuery& query, const Form& form);

} // namespace saikobi::rehearsal
