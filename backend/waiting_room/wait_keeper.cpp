#include "backend/waiting_room/wait_keeper.h"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "backend/forecast/presence_profile.h"

namespace saikobi::waiting_room {

using contract::Result;
using namespace std::chrono_literals;

namespace {

constexpr auto sendEvery = 1s;
constexpr std::size_t pageOfSigns = 1000; ///< saikobi_signs answers no more
constexpr std::size_t mostSigns = 20'000; ///< above what the set can hold, read twice

} // namespace

WaitKeeper::WaitKeeper(LineStore& line)
    : m_store(line)
{
}

void WaitKeeper::noteSeen(const Ticket& ticket, std::optional<std::int64_t> place,
        const contract::LineState& line, Clock::time_point now)
{
    if (place && *place <= line.serving)
        return; // called: the door knows
    const auto divisor
            = m_known == 0 ? forecast::presenceDivisor(line.waiting(), 1) : m_news->divisor;
    m_queue.note(ticket, place, divisor, now);
}

void WaitKeeper::tick(const contract::LineState& line, Clock::time_point now)
{
    if (line.epoch != m_epoch) {
        m_epoch = line.epoch;
        m_known = 0;
        m_news = std::make_shared<const WaitNews>();
    }
    if (m_isSending || now < m_sendAt)
        return;
    m_sendAt = now + sendEvery;
    m_isSending = true;
    m_store.seen(m_epoch, m_known, m_queue.take(),
            m_life.guard([this, epoch = m_epoch](const Result<Seen>& seen) {
                m_isSending = false;
                if (seen && epoch == m_epoch) // else they are heard again
                    take(seen.value());
            }));
}

void WaitKeeper::take(const Seen& seen)
{
    if (!seen.forecast.empty()) {
        if (auto news = waitNewsFromText(seen.forecast)) {
            m_news = std::make_shared<const WaitNews>(std::move(*news));
            m_known = seen.known;
        }
    }
    if (seen.turn != 0 && !m_isLooking)
        look(seen.turn);
}

void WaitKeeper::look(std::int64_t turn)
{
    m_isLooking = true;
    m_turn = turn;
    m_store.look(m_epoch, m_life.guard([this](Result<Look> found) {
        if (!found) {
            m_isLooking = false; // the next turn may be ours or another's
            return;
        }
        m_look = std::move(found).value();
        m_signs.clear();
        readSigns();
    }));
}

/// Page by page, so that Redis never stands still for long.
void WaitKeeper::readSigns()
{
    std::int64_t from = 0;
    std::size_t skip = 0;
    if (!m_signs.empty()) {
        from = m_signs.back().atMs;
        skip = static_cast<std::size_t>(std::count_if(m_signs.rbegin(), m_signs.rend(),
                [from](const HeardSign& sign) { return sign.atMs == from; }));
    }
    m_store.signs(m_epoch, from, skip, m_life.guard([this](Result<std::vector<HeardSign>> page) {
        if (!page) {
            m_isLooking = false;
            return;
        }
        const bool isLast = page.value().size() < pageOfSigns;
        std::move(page.value().begin(), page.value().end(), std::back_inserter(m_signs));
        if (isLast || m_signs.size() >= mostSigns)
            finishLook();
        else
            readSigns();
    }));
}

void WaitKeeper::finishLook()
{
    auto outlook = lookAt(std::move(m_look), m_signs);
    outlook.turn = m_turn;
    m_signs.clear();
    m_store.keep(m_epoch, outlook, m_life.guard([this](const contract::Outcome& kept) {
        m_isLooking = false;
        if (!kept)
            spdlog::debug("saikobi.waiting_room: forecast not kept: {}", kept.error().detail);
    }));
}

} // namespace saikobi::waiting_room
