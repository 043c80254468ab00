#include "backend/waiting_room/draw_keeper.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

#include "backend/waiting_room/hex.h"
#include "backend/waiting_room/sealed_seed.h"

namespace saikobi::waiting_room {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using contract::Result;
using contract::SaleOrder;

namespace {

/// How soon a step that did not succeed is taken again, and how often others' news is looked for.
constexpr auto again = 250ms;
constexpr auto look = 1s;

const TicketKey* keyWith(const TicketKeys& keys, std::uint8_t id)
{
    const auto found = std::find_if(keys.all().begin(), keys.all().end(),
            [id](const TicketKey& key) { return key.id == id; });
    return found == keys.all().end() ? nullptr : &*found;
}

} // namespace

DrawKeeper::DrawKeeper(Parts parts)
    : m_parts(parts)
{
    m_line.run = parts.sale.run;
    m_line.opensAt = parts.sale.opensAt;
    m_line.order = parts.sale.order;
    publish();
}

void DrawKeeper::follow(const contract::LineState& line)
{
    if (line.run != m_line.run)
        beginRun(line);
    const bool isNews = line.order != m_line.order || line.opensAt != m_line.opensAt;
    m_line = line;
    if (isNews)
        publish();
    if (line.order != SaleOrder::Draw || m_isBusy || isComplete() || Clock::now() < m_nextAt)
        return;
    m_isBusy = true;
    m_nextAt = Clock::now() + again;
    if (!m_row)
        return commit(line);
    if (!m_row->last && m_seed)
        return open(line);
    // Somebody else's news: of an instance with the key, or of whoever enters the beacon value.
    m_nextAt = Clock::now() + look;
    m_parts.store.read(line.run, taken(line.run));
}

bool DrawKeeper::isComplete() const
{
    return m_row && (m_places || m_line.drawn < 0);
}

void DrawKeeper::beginRun(const contract::LineState& line)
{
    m_row.reset();
    m_seed.reset();
    m_places.reset();
    m_nextAt = {};
    m_line = line;
    publish();
}

void DrawKeeper::commit(const contract::LineState& line)
{
    const auto& key = m_parts.keys.all().front(); // the oldest: it stays until the sale is over
    const auto seed = newDrawSeed();
    DrawRow row;
    row.commitment = toHex(drawCommitment(m_parts.sale.slug, m_parts.sale.beacon, seed));
    row.beaconRule = m_parts.sale.beacon;
    row.keyId = key.id;
    row.sealedSeed = sealSeed(key, m_parts.sale.slug, line.run, seed);
    m_parts.store.commit(line.run, row, taken(line.run));
}

void DrawKeeper::open(const contract::LineState& line)
{
    m_parts.store.open(line.run, line.epoch, line.drawn, line.at, *m_seed, taken(line.run));
}

DrawStore::Done DrawKeeper::taken(contract::Run run)
{
    return m_life.guard([this, run](Result<DrawRow> row) {
        m_isBusy = false;
        if (row && run == m_line.run)
            take(std::move(row).value());
    });
}

void DrawKeeper::take(DrawRow row)
{
    const bool isFirst = !m_row;
    m_row = std::move(row);
    if (isFirst || m_row->last)
        m_seed = m_row->last ? std::optional{m_row->seed} : seedOf(*m_row);
    const bool hasBeacon = m_row->beaconRule == "none" || m_row->beacon;
    if (m_row->last && hasBeacon && !m_places) {
        m_places.emplace(Draw::Terms{m_parts.sale.slug, m_row->seed, 0, m_row->beacon.value_or("")},
                *m_row->last, m_row->voids);
        spdlog::info("saikobi.waiting_room: {}: {} people are drawn", m_parts.sale.slug,
                m_places->draw().people());
    }
    // The step to the opening is taken with the next pace.
    if (isFirst)
        m_nextAt = {};
    publish();
}

std::optional<std::string> DrawKeeper::seedOf(const DrawRow& row) const
{
    const auto* key = keyWith(m_parts.keys, row.keyId);
    auto seed = key ? openSeed(*key, m_parts.sale.slug, m_line.run, row.sealedSeed) : std::nullopt;
    const bool isCommitted = seed
            && toHex(drawCommitment(m_parts.sale.slug, row.beaconRule, *seed)) == row.commitment;
    if (!isCommitted)
        spdlog::warn("saikobi.waiting_room: {}: the seed of the draw does not open with key {}",
                m_parts.sale.slug, row.keyId);
    return isCommitted ? seed : std::nullopt;
}

DrawNews DrawKeeper::news() const
{
    DrawNews out;
    out.order = m_line.order;
    out.beaconRule = m_parts.sale.beacon;
    if (out.order != SaleOrder::Draw || !m_row)
        return out;
    out.commitment = m_row->commitment;
    out.beaconRule = m_row->beaconRule;
    out.committedAt = m_row->committedAt;
    if (!m_row->last)
        return out;
    const auto isNone = out.beaconRule == "none";
    out.beacon = isNone ? std::optional<std::string>{""} : m_row->beacon;
    out.last = m_row->last;
    out.voids = m_row->voids;
    out.people = *m_row->last;
    for (const auto& range : out.voids)
        *out.people -= range.to - range.from + 1;
    out.seed = toHex(m_row->seed);
    out.openedAt = m_row->openedAt;
    return out;
}

void DrawKeeper::publish()
{
    m_document = makeDrawDocument(m_parts.sale.slug, m_line, news());
}

} // namespace saikobi::waiting_room
