#include "app/review/recording_loader.h"

#include <algorithm>
#include <thread>

#include "app/review/console_sight.h"

namespace saikobi::review {

namespace {

using Kind = RecordingProblem::Kind;

std::string holderAt(const std::vector<contract::TimelineEntry>& timeline)
{
    std::string out;
    for (const auto& entry : timeline)
        if (const auto found = entry.data.find("console");
                entry.kind == "holder" && found != entry.data.end())
            out = found->second;
    return out;
}

/// By default the holder's console; else the one that told most.
void chooseConsole(Recording& recording)
{
    auto& meta = recording.meta;
    meta.consoles = ConsoleSight::consoles(recording.timeline);
    const auto holder = holderAt(recording.timeline);
    for (const auto& console : meta.consoles)
        if (console.name == holder)
            meta.console = holder;
    if (meta.console.empty() && !meta.consoles.empty())
        meta.console = meta.consoles.front().name;
}

/// The first second in which the line was open.
void findOpening(Recording& recording)
{
    const auto* phase = recording.find("line.phase");
    if (!phase)
        return;
    const auto open = static_cast<float>(contract::Phase::Open);
    const auto found = std::find(phase->values.begin(), phase->values.end(), open);
    if (found != phase->values.end())
        recording.meta.openedAt
                = recording.meta.from + std::chrono::seconds{found - phase->values.begin()};
}

/// Proves all of the file, its ticks by a thread of their own, and takes its series.
RecordingReader::Problem proveAndRead(const RecordingReader& reader,
        const std::function<bool(int)>& goesOn, std::vector<Series>& into)
{
    RecordingReader::Problem rest;
    std::thread other([&] {
        RecordingProblem why;
        const auto own = RecordingReader::open(QString::fromStdString(reader.meta().path), why);
        rest = own ? own->verifyAllButTicks() : RecordingReader::Problem{why};
        if (!rest)
            rest = own->series(into);
    });
    const auto ticks = reader.verifyTicks(goesOn);
    other.join();
    return ticks ? ticks : rest;
}

RecordingReader::Problem readRows(const RecordingReader& reader, Recording& into)
{
    auto failed = reader.timeline(into.timeline);
    if (!failed)
        failed = reader.products(into.products);
    if (!failed)
        failed = reader.purchases(into.purchases);
    return failed ? failed : reader.visits(into.visits);
}

} // namespace

RecordingPtr loadRecording(
        const QString& path, const std::function<bool(int)>& goesOn, RecordingProblem& why)
{
    const auto reader = RecordingReader::open(path, why);
    if (!reader)
        return nullptr;
    auto out = std::make_shared<Recording>();
    out->meta = reader->meta();
    auto kept = keptSeries(path);
    const auto isFit = [&](const Series& one) { return one.values.size() == out->meta.seconds(); };
    RecordingReader::Problem failed;
    if (kept && std::all_of(kept->begin(), kept->end(), isFit)) {
        out->series = std::move(*kept);
    } else {
        failed = proveAndRead(*reader, goesOn, out->series);
        if (!failed)
            keepSeries(path, out->series); // else it is proved again the next time
    }
    if (!failed)
        failed = readRows(*reader, *out);
    if (failed) {
        why = *failed;
        return nullptr;
    }
    chooseConsole(*out);
    findOpening(*out);
    return out;
}

} // namespace saikobi::review
