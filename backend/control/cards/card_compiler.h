#pragma once

#include <filesystem>
#include <vector>

#include "backend/control/cards/card_source.h"

namespace saikobi::control {

struct CompiledCards {
    contract::Cards cards{}; ///< incidents first, then routine, by number
    CardFaults faults{}; ///< by file and line; the cards are good only without any
    CardFaults advice{}; ///< what they lack though they can be walked; only without faults
};

/// Compiles a whole runbook: each card in both languages, and every alarm with the card it opens.
CompiledCards compileCards(const std::vector<CardFile>& files);

/// The files ja/*.md and en/*.md of a runbook's folder. Anything else in there is left alone.
contract::Result<std::vector<CardFile>> readCardFiles(const std::filesystem::path& folder);

} // namespace saikobi::control
