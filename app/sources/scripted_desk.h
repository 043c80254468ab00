#pragma once

#include "app/sources/scripted_day.h"
#include "backend/contract/snapshot.h"

/// Invented rows of the screens Inventory, Payments and Connection.
namespace saikobi::sources {

std::vector<contract::MethodView> scriptedMethods();
contract::MethodsMeasured scriptedMethodFigures(
        const ScriptedDay& day, const std::vector<ScriptedMoment>& moments, std::int64_t until);
contract::DeskRecord scriptedRecord(const ScriptedDay& day, const ScriptedMoment& moment);
contract::ProductDetail scriptedDetail(
        const ScriptedDay& day, const ScriptedMoment& moment, contract::ProductId product);
contract::SourceList scriptedSources(const ScriptedMoment& moment);
contract::InstanceFigures scriptedInstance(std::int64_t second, std::uint64_t number);
std::string scriptedPaidOrders();

} // namespace saikobi::sources
