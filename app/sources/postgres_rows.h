#pragma once

#include <string>
#include <vector>

#include "backend/contract/snapshot.h"
#include "backend/contract/tick.h"

namespace pqxx {
class transaction_base;
}

/// One table each, inside a transaction of the caller; they throw what libpqxx throws.
namespace saikobi::sources {

std::vector<contract::ProductStock> readProducts(
        pqxx::transaction_base& work, const std::string& sale);
std::vector<contract::SlotPlaces> readSlots(pqxx::transaction_base& work, const std::string& sale);
/// The newest incarnation of every instance that beat within the last ten minutes.
std::vector<contract::InstanceView> readInstances(pqxx::transaction_base& work);
/// The copy of the block list; at most 1,000 entries.
std::vector<contract::BlockEntry> readBlocks(pqxx::transaction_base& work, const std::string& sale);
/// The line as Redis was last seen by the backend.
std::optional<contract::Observed<contract::LineState>> readMark(
        pqxx::transaction_base& work, const std::string& sale);
/// Newest first, at most 200.
std::vector<contract::TimelineEntry> readTimeline(
        pqxx::transaction_base& work, const std::string& sale, contract::Instant after);
/// Every alarm that was ever raised.
contract::AlarmList readAlarms(pqxx::transaction_base& work, const std::string& sale);
/// Of the present run: all, or what was written in the last ten seconds.
contract::WalkMarks readWalks(pqxx::transaction_base& work, const std::string& sale, bool all);
/// Oldest first, at most 1500.
std::vector<contract::Tick> readTicks(
        pqxx::transaction_base& work, const std::string& sale, contract::Instant after);

} // namespace saikobi::sources
