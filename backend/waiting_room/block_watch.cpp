#include "backend/waiting_room/block_watch.h"

#include <spdlog/spdlog.h>

#include <chrono>

namespace saikobi::waiting_room {

namespace {

/// By then every instance knows a list, and nobody named in it enters any more.
constexpr std::chrono::seconds settled{1};

} // namespace

BlockWatch::BlockWatch(LineStore& store)
    : m_store(store)
{
}

void BlockWatch::follow(const contract::LineState& line)
{
    m_now = line.at;
    const Version wanted{line.epoch, line.blocksRevision};
    const bool isSettling = m_now >= m_askAgain;
    if (m_isReading || (m_known == wanted && !isSettling))
        return;
    if (line.blocksRevision == 0) // nobody has ever been blocked in this sale
        return take(line.epoch, {});
    m_isReading = true;
    m_store.blocks(
            line.epoch, m_life.guard([this, epoch = line.epoch](contract::Result<Blocked> blocked) {
                m_isReading = false;
                if (blocked) // else the next pace asks again
                    take(epoch, std::move(blocked).value());
            }));
}

void BlockWatch::take(contract::Epoch epoch, Blocked blocked)
{
    const Version version{epoch, blocked.revision};
    const bool isNew = m_known != version;
    m_known = version;
    m_list = BlockList{std::move(blocked.entries)};
    m_list.keep(m_now);
    // A claim at an instance that did not know yet may have let one of them in meanwhile.
    m_askAgain = isNew && m_list.hasAbsentSubjects() ? m_now + settled : contract::Instant::max();
    if (m_list.unreadable() > 0)
        spdlog::warn("saikobi.waiting_room: {} entries of the block list cannot be read",
                m_list.unreadable());
}

} // namespace saikobi::waiting_room
