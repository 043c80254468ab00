#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "backend/waiting_room/lifeline.h"
#include "backend/waiting_room/line_store.h"
#include "backend/waiting_room/mark_store.h"

namespace saikobi::waiting_room {

/// Keeps numbers unique even if Redis loses everything: knows the epoch of the line, copies what
/// Redis decided into queue_mark, raises the ceiling in time, and gives a lost line back to Redis.
class EpochKeeper {
public:
    EpochKeeper(LineStore& line, MarkStore& marks, std::int64_t margin);

    /// Empty while it is not known, or while the line is being given back.
    std::optional<contract::Epoch> epoch() const { return m_isLost ? std::nullopt : m_epoch; }

    /// The same, once a pace in it was answered. Earlier the run may still be the last one's: what
    /// is numbered then would be signed for it.
    std::optional<contract::Epoch> pacedEpoch() const
    {
        return epoch() == m_paced ? m_paced : std::nullopt;
    }

    /// Takes the next step towards an epoch; called every 100 ms while there is none.
    void seek();
    /// What a function of this epoch answered instead; only `Lost` matters here.
    void noteFault(contract::Epoch epoch, const contract::Fault& fault);
    void noteGiven(std::int64_t number);
    /// After each pace: copies once a second, extends the ceiling when the numbers come near it,
    /// begins the next run when this one is over.
    void follow(const Paced& paced, bool inRehearsal);
    /// The revision of the block list that is copied; empty while a copy is under way.
    std::optional<std::int64_t> blocksCopied() const;

private:
    void consider(const Mark& mark);
    void beginNext();
    void giveBack(const Recovery& recovery);
    void notePeak(const contract::LineState& line);
    std::int64_t margin() const;
    void extend(const Paced& paced);
    void copyBlocks(const Paced& paced);
    void beginRun(contract::Epoch over, bool inRehearsal);

    LineStore& m_line;
    MarkStore& m_marks;
    const std::int64_t m_margin;
    std::optional<contract::Epoch> m_epoch{};
    std::optional<contract::Epoch> m_paced{};
    contract::LineState m_peakFrom{}; ///< where the second under way began
    std::int64_t m_peakPerSecond = 0; ///< most numbers handed out in a second
    bool m_isLost = false;
    bool m_isBusy = false;
    bool m_isCopying = false;
    bool m_isExtending = false;
    bool m_isCopyingBlocks = false;
    bool m_isBeginningRun = false;
    contract::Run m_run{};
    std::int64_t m_blocksCopied = 0;
    std::chrono::steady_clock::time_point m_blocksAt{};
    std::chrono::steady_clock::time_point m_runAt{};
    std::int64_t m_given = 0; ///< highest number this instance handed out
    std::optional<std::chrono::steady_clock::time_point> m_recoverAt{};
    std::chrono::steady_clock::time_point m_copyAt{};
    Lifeline m_life{};
};

} // namespace saikobi::waiting_room
