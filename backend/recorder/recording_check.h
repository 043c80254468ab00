#pragma once

#include <string>

#include "backend/recorder/recording_file.h"

namespace saikobi::recorder {

/// Whose recording it is.
struct RecordingHead {
    std::string format{};
    std::string installation{};
    std::string sale{};
    int run = 0;
    std::string schemaVersion{};
    std::string kind{}; ///< a name of contract::ProfileKind
};

contract::Result<RecordingHead> headOf(RecordingFile& file);
contract::Result<contract::RecordingContent> contentOfFile(RecordingFile& file);
/// Whether the rows are those that the file lists; names the table that differs.
contract::Outcome matchesItsOwnList(RecordingFile& file, const contract::RecordingContent& found);

} // namespace saikobi::recorder
