#include "backend/recorder/recording_series.h"

#include "backend/forecast/series_rows.h"

namespace saikobi::recorder {

contract::Result<ContentSum> writeSeries(RecordingFile& file)
{
    const auto& table = contract::seriesTable;
    auto done = file.execute(std::string{"create table "} + table.name + " (" + table.columns
            + "); " + contract::figureView);
    if (done)
        done = file.insert("about", {table.name, table.about});
    const auto rows = forecast::seriesRows(
            [&file](const auto& sql, const auto& take) { return file.read(sql, take); });
    if (!rows)
        return rows.error();
    ContentSum sum;
    for (const auto& row : rows.value()) {
        sum.add(row);
        if (done)
            done = file.insert(table.name, row);
    }
    if (!done)
        return done.error();
    return sum;
}

} // namespace saikobi::recorder
