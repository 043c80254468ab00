#include "backend/waiting_room/block_watch.h"

#include <spdlog/spdlog.h>

namespace saikobi::waiting_room {

BlockWatch::BlockWatch(LineStore& store)
    : m_store(store)
{
}

void BlockWatch::follow(const contract::LineState& line)
{
    m_now = line.at;
    const Version wanted{line.epoch, line.blocksRevision};
    if (m_isReading || m_known == wanted)
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
    m_known = Version{epoch, blocked.revision};
    m_list = BlockList{std::move(blocked.entries)};
    m_list.keep(m_now);
    if (m_list.unreadable() > 0)
        spdlog::warn("saikobi.waiting_room: {} entries of the block list cannot be read",
                m_list.unreadable());
}

} // namespace saikobi::waiting_room
