#pragma once

#include <string>
#include <vector>

#include "backend/contract/desk_views.h"

namespace pqxx {
class transaction_base;
}

/// Rows of the screens Inventory and Payments, inside a transaction of the caller; they throw what
/// libpqxx throws. Each is bounded.
namespace saikobi::sources {

std::vector<contract::MethodView> readMethods(
        pqxx::transaction_base& work, const std::string& sale);
void readAudits(pqxx::transaction_base& work, const std::string& sale, contract::DeskRecord& into);
std::vector<contract::FindingRow> readFindings(
        pqxx::transaction_base& work, const std::string& sale);
/// Ages of held units and authorised orders, deferred payments, the inbox.
void readAges(pqxx::transaction_base& work, const std::string& sale, contract::DeskRecord& into);
contract::ProductDetail readDetail(
        pqxx::transaction_base& work, const std::string& sale, contract::ProductId product);
std::string readPaidOrdersCsv(pqxx::transaction_base& work, const std::string& sale);

} // namespace saikobi::sources
