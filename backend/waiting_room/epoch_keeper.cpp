#include "backend/waiting_room/epoch_keeper.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <cmath>

namespace saikobi::waiting_room {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using contract::Result;

namespace {

/// Every live instance notes the highest number it gave before one of them draws the line under the
/// old epoch; they all notice the loss within one pace.
constexpr auto timeToNote = 300ms;
constexpr auto copyEvery = 1s;
/// So long joins may go on at their greatest pace while Postgres is away.
constexpr std::int64_t reserveSeconds = 60;

} // namespace

EpochKeeper::EpochKeeper(LineStore& line, MarkStore& marks, std::int64_t margin)
    : m_line(line)
    , m_marks(marks)
    , m_margin(margin)
{
}

void EpochKeeper::seek()
{
    if (m_isBusy)
        return;
    if (m_recoverAt) {
        if (Clock::now() >= *m_recoverAt)
            beginNext();
        return;
    }
    m_isBusy = true;
    m_marks.read(m_epoch.value_or(contract::Epoch{}), m_given,
            m_life.guard([this](const Result<Mark>& mark) {
                m_isBusy = false;
                if (mark)
                    consider(mark.value());
            }));
}

void EpochKeeper::noteFault(contract::Epoch epoch, const contract::Fault& fault)
{
    if (fault.code == contract::FaultCode::Lost && m_epoch == epoch)
        m_isLost = true;
}

void EpochKeeper::noteGiven(std::int64_t number)
{
    m_given = std::max(m_given, number);
}

/// Another epoch than ours: somebody gave the line back, take it. Ours: nobody did yet.
void EpochKeeper::consider(const Mark& mark)
{
    const bool isNew = mark.epoch.value > 0 && m_epoch != mark.epoch;
    if (isNew) {
        m_epoch = mark.epoch;
        m_isLost = false;
        return;
    }
    m_epoch = mark.epoch;
    m_isLost = true;
    m_recoverAt = Clock::now() + (mark.epoch.value > 0 ? timeToNote : 0ms);
}

void EpochKeeper::beginNext()
{
    m_isBusy = true;
    m_recoverAt.reset();
    m_marks.recover(m_epoch.value_or(contract::Epoch{}), margin(), m_line.serverRunId(),
            m_life.guard([this](const Result<Recovery>& recovery) {
                m_isBusy = false;
                if (!recovery)
                    return;
                if (recovery.value().isYours)
                    return giveBack(recovery.value());
                // Somebody else is at it, or was a moment ago: see whether the line is there.
                m_epoch = recovery.value().mark.epoch;
                m_isLost = false;
            }));
}

void EpochKeeper::giveBack(const Recovery& recovery)
{
    spdlog::warn("saikobi.waiting_room: {} begins epoch {}, numbers go on above {}",
            recovery.mark.sale, recovery.mark.epoch.value, recovery.mark.issuedSeen);
    m_isBusy = true;
    m_line.recover(recovery,
            m_life.guard([this, epoch = recovery.mark.epoch](const contract::Outcome& given) {
                m_isBusy = false;
                // Whether it arrived or not, the epoch has begun: the next pace tells, and if the
                // line is not there, another epoch follows. It is never sent twice.
                m_epoch = epoch;
                m_isLost = false;
                if (!given)
                    spdlog::warn(
                            "saikobi.waiting_room: giving the line back: {}", given.error().detail);
            }));
}

void EpochKeeper::follow(const Paced& paced, bool inRehearsal)
{
    if (m_run != paced.line.run)
        m_given = 0; // numbers of another run
    m_run = paced.line.run;
    m_paced = paced.line.epoch;
    notePeak(paced.line);
    extend(paced);
    copyBlocks(paced);
    if (paced.line.isRunOver)
        beginRun(paced.line.epoch, inRehearsal);
    if (m_isCopying || Clock::now() < m_copyAt)
        return;
    m_isCopying = true;
    m_copyAt = Clock::now() + copyEvery;
    m_marks.copy(paced.line.epoch, paced.state, paced.clock,
            m_life.guard([this](const Result<CopyAnswer>& copied) {
                m_isCopying = false;
                if (copied && m_epoch && copied.value().epoch > *m_epoch)
                    m_epoch = copied.value().epoch;
            }));
}

std::optional<std::int64_t> EpochKeeper::blocksCopied() const
{
    if (m_isCopyingBlocks || Clock::now() < m_blocksAt)
        return std::nullopt;
    return m_blocksCopied;
}

void EpochKeeper::copyBlocks(const Paced& paced)
{
    if (m_isCopyingBlocks || paced.blocks.empty())
        return;
    m_isCopyingBlocks = true;
    m_blocksAt = Clock::now() + copyEvery;
    const auto revision = paced.line.blocksRevision;
    m_marks.copyBlocks(paced.line.epoch, revision, paced.blocks,
            m_life.guard([this, revision](const contract::Outcome& copied) {
                m_isCopyingBlocks = false;
                if (copied)
                    m_blocksCopied = revision;
            }));
}

/// All instances try, the row decides: whoever comes second is told the epoch that has begun. The
/// hash of the old run is then lost to everybody, and the next one is made the usual way.
void EpochKeeper::beginRun(contract::Epoch over, bool inRehearsal)
{
    if (m_isBeginningRun || Clock::now() < m_runAt)
        return;
    m_isBeginningRun = true;
    m_runAt = Clock::now() + copyEvery;
    m_marks.beginRun(over, inRehearsal, m_life.guard([this](const Result<contract::Epoch>& begun) {
        m_isBeginningRun = false;
        if (begun && m_epoch && begun.value() > *m_epoch)
            m_epoch = begun.value();
    }));
}

/// Between two epochs `issued` jumps over lost numbers, which nobody asked for.
void EpochKeeper::notePeak(const contract::LineState& line)
{
    const auto span = line.at - m_peakFrom.at;
    const bool isSameClock = line.epoch == m_peakFrom.epoch && span >= 0s;
    if (isSameClock && span < 1s)
        return;
    if (isSameClock) {
        const auto perSecond = static_cast<double>(line.issued - m_peakFrom.issued)
                / std::chrono::duration<double>(span).count();
        m_peakPerSecond = std::max(m_peakPerSecond, std::int64_t{std::llround(perSecond)});
    }
    m_peakFrom.epoch = line.epoch;
    m_peakFrom.at = line.at;
    m_peakFrom.issued = line.issued;
}

std::int64_t EpochKeeper::margin() const
{
    return std::max(m_margin, reserveSeconds * m_peakPerSecond);
}

void EpochKeeper::extend(const Paced& paced)
{
    if (m_isExtending || paced.line.issued <= paced.ceiling - margin() / 2)
        return;
    m_isExtending = true;
    const auto epoch = paced.line.epoch;
    m_marks.extend(epoch, paced.line.issued, margin(),
            m_life.guard([this, epoch](const Result<std::int64_t>& ceiling) {
                m_isExtending = false;
                if (ceiling)
                    m_line.raiseCeiling(epoch, ceiling.value(), [](const contract::Outcome&) {
                        // A lost answer costs nothing: the next pace shows the ceiling in force.
                    });
            }));
}

} // namespace saikobi::waiting_room
