#pragma once

namespace pqxx {
class connection_base;
}

namespace saikobi::shop {

/// Runs the functions that every order goes through with an empty batch each, so that their plans
/// are made before the first buyer comes. Changes nothing. Throws what libpqxx throws.
void warmOrders(pqxx::connection_base& on);

} // namespace saikobi::shop
