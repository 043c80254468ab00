#pragma once

#include "backend/recorder/recording_file.h"

namespace saikobi::recorder {

/// Counts every figure in every second from the ticks and scenes in `file` and writes them into its
/// table `series`, which it makes with its view. Within the transaction of the caller; nothing but
/// the file is read, so that the same rows always give the same series.
contract::Result<ContentSum> writeSeries(RecordingFile& file);

} // namespace saikobi::recorder
