#include "backend/waiting_room/session_ends.h"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace saikobi::waiting_room {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace {

constexpr std::size_t paidLimit = 10'000;
constexpr std::size_t mostPaid = 256;
/// While this instance cannot write, another one may take its turn.
constexpr auto pauseAfterFailure = 10s;

PassRow rowOf(const EndedSession& ended, contract::Run run)
{
    PassRow row;
    row.run = run;
    row.place = ended.place;
    row.member = ended.member;
    row.grantedAt = row.expiresAt = ended.at;
    row.endedAt = ended.at;
    row.outcome = outcomeOf(ended.how, ended.hasOrdered);
    return row;
}

} // namespace

SessionEnds::SessionEnds(LineStore& line, MarkStore& marks)
    : m_line(line)
    , m_marks(marks)
{
}

void SessionEnds::notePaid(const std::string& pass)
{
    if (m_paid.size() >= paidLimit) {
        m_paid.pop_front();
        spdlog::warn("saikobi.waiting_room: too many paid orders wait for Redis");
    }
    m_paid.push_back(pass);
}

void SessionEnds::send(contract::Epoch epoch)
{
    if (m_isTelling || m_paid.empty())
        return;
    m_isTelling = true;
    const auto count = static_cast<std::ptrdiff_t>(std::min(m_paid.size(), mostPaid));
    const std::vector<std::string> passes(m_paid.begin(), m_paid.begin() + count);
    m_paid.erase(m_paid.begin(), m_paid.begin() + count);
    m_line.notePaid(epoch, passes, m_life.guard([this, passes](const contract::Outcome& told) {
        m_isTelling = false;
        // An unknown outcome is told again: it counts once.
        if (!told)
            m_paid.insert(m_paid.begin(), passes.begin(), passes.end());
    }));
}

void SessionEnds::putWishes(Copied& copied) const
{
    copied.wantsEnds = !m_isWriting && Clock::now() >= m_nextWrite;
    copied.endsDone = m_done;
}

void SessionEnds::take(const EndedSessions& ends, contract::Run run)
{
    if (ends.each.empty() || m_isWriting)
        return;
    m_isWriting = true;
    std::vector<PassRow> rows;
    for (const auto& ended : ends.each)
        rows.push_back(rowOf(ended, run));
    m_marks.writePasses(
            rows, m_life.guard([this, last = ends.last](const contract::Outcome& written) {
                m_isWriting = false;
                if (written)
                    m_done = last;
                else
                    m_nextWrite = Clock::now() + pauseAfterFailure;
            }));
}

} // namespace saikobi::waiting_room
