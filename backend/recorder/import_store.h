#pragma once

#include <string>

#include "backend/contract/result.h"
#include "backend/recorder/recording_check.h"

namespace saikobi::recorder {

struct Imported {
    RecordingHead head{};
    bool wasThere = false; ///< the same recording, row for row; nothing was written
    std::int64_t rows = 0;
};

/// Takes a portable recording into a Postgres, beside its own sales, whole or not at all. As the
/// owner of the schema. Refused, naming what is wrong, when it is no recording or not what it says
/// of itself, when it is one of this installation's own, or when another recording of the same run
/// is there.
contract::Result<Imported> importRecording(const std::string& url, const std::string& path);

} // namespace saikobi::recorder
