#pragma once

#include <deque>
#include <memory>
#include <string>

#include "app/model/sale_picture.h"
#include "app/review/console_sight.h"
#include "app/review/recording_reader.h"
#include "backend/contract/recorded_scene.h"

namespace saikobi::review {

/// The snapshots that one console showed, second by second, put together by the same code as live
/// ones (app/model/sale_picture.h) from what each second brought. A step ahead costs a second's
/// work; any other way begins 26 minutes before, as a console does that was just opened. Belongs to
/// one thread.
class Replay {
public:
    /// `console` empty: as somebody who heard everything.
    Replay(std::unique_ptr<RecordingReader> reader, std::vector<contract::TimelineEntry> timeline,
            const std::string& console);

    const RecordingMeta& meta() const { return m_reader->meta(); }
    void choose(const std::string& console);
    void wish(const contract::DeskWish& wish);
    /// What was on the screen in that second; null, with a problem, when the file cannot be read.
    /// `goesOn` is asked now and then; false ends it without a problem.
    contract::SnapshotPtr at(contract::Instant second, const std::function<bool()>& goesOn);
    const RecordingReader::Problem& problem() const { return m_problem; }

private:
    void begin(contract::Instant from);
    void load(contract::Instant from);
    void play(contract::Instant second);
    std::vector<contract::Tick> heardBy(contract::Instant second);
    void hearRedis(contract::Instant second, std::vector<contract::Tick> ticks);
    void hearPostgres(contract::Instant second, const std::vector<contract::Tick>& ticks);
    std::vector<contract::TimelineEntry> entriesUntil(
            contract::Instant end, std::size_t& next) const;
    contract::WalkMarks marksIn(const std::vector<contract::TimelineEntry>& entries) const;
    const contract::Tick* newestLine(
            contract::Instant second, const std::vector<contract::Tick>& heard) const;
    std::optional<model::AuditNews> auditIn(const std::vector<contract::Tick>& ticks);
    contract::Instant clockAt(contract::Instant second) const;

    std::unique_ptr<RecordingReader> m_reader;
    const std::vector<contract::TimelineEntry> m_timeline;
    ConsoleSight m_sight;
    contract::DeskWish m_wish{};
    std::unique_ptr<model::SalePicture> m_picture{};
    contract::SceneReader m_scene{};
    std::optional<contract::Instant> m_played{}; ///< up to and with this second
    contract::Instant m_loadedTo{}; ///< rows before this are in the queues
    std::deque<contract::Tick> m_ticks{};
    std::deque<contract::SceneRow> m_scenes{};
    std::size_t m_redisEntry = 0; ///< the first of the timeline that this store has not told
    std::size_t m_postgresEntry = 0;
    RecordingReader::WalkSteps m_walkSteps{};
    std::vector<contract::Tick> m_unheard{}; ///< what Redis would have brought, newest minutes
    std::optional<contract::Instant> m_desk{};
    std::optional<contract::Instant> m_audit{};
    std::uint64_t m_sequence = 0; ///< of snapshots of this source
    RecordingReader::Problem m_problem{};
};

} // namespace saikobi::review
