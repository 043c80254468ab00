#pragma once

#include <vector>

#include "app/commands/command_desk.h"
#include "app/pages/load_notes.h"
#include "app/pages/view.h"
#include "widgets/control/journal_model.h"

namespace saikobi::pages {

/// The commands of this console with their latencies, and those of others as the timeline tells
/// them; newest first.
std::vector<controls::JournalRow> journalRows(
        const View& view, const std::vector<commands::CommandReport>& own, LoadNotes& loads);

} // namespace saikobi::pages
