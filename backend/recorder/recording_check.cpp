#include "backend/recorder/recording_check.h"

#include <charconv>

namespace saikobi::recorder {

using contract::Fault;
using contract::FaultCode;
using contract::Nothing;
using contract::Outcome;
using contract::RecordingContent;
using contract::recordingTables;
using contract::Result;

Result<RecordingHead> headOf(RecordingFile& file)
{
    RecordedRow row;
    const auto read
            = file.read("select " + std::string{contract::recordingHead} + " from recording",
                    [&row](const RecordedRow& one) { row = one; });
    if (!read)
        return read.error();
    RecordingHead out{row.at(0).value_or(""), row.at(1).value_or(""), row.at(2).value_or(""), 0,
            row.at(4).value_or(""), row.at(5).value_or("")};
    const auto run = row.at(3).value_or("");
    std::from_chars(run.data(), run.data() + run.size(), out.run);
    if (out.installation.empty() || out.sale.empty() || out.run < 1)
        return Fault{FaultCode::Refused, "table 'recording' does not say whose recording it is"};
    return out;
}

Result<RecordingContent> contentOfFile(RecordingFile& file)
{
    RecordingContent out;
    std::vector<std::string> tables{contract::seriesTable.name};
    for (const auto& table : recordingTables)
        tables.emplace_back(table.name);
    for (const auto& table : tables) {
        auto& sum = out[table];
        const auto read = file.read("select * from " + table + " order by rowid",
                [&sum](const RecordedRow& row) { sum.add(row); });
        if (!read)
            return read.error();
    }
    return out;
}

/// What the file itself says that it holds.
Outcome matchesItsOwnList(RecordingFile& file, const RecordingContent& found)
{
    std::string differs;
    std::size_t listed = 0;
    const auto read
            = file.read("select name, rows, hash from content", [&](const RecordedRow& row) {
                  ++listed;
                  const auto at = found.find(row.at(0).value_or(""));
                  if (at == found.end() || std::to_string(at->second.rows()) != row.at(1)
                          || at->second.hash() != row.at(2))
                      differs = row.at(0).value_or("?");
              });
    if (!read)
        return read;
    if (differs.empty() && listed == found.size())
        return Nothing{};
    return Fault{FaultCode::Refused, "table '" + differs + "' is not what the file lists"};
}

} // namespace saikobi::recorder
