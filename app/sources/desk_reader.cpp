#include "app/sources/desk_reader.h"

#include <pqxx/pqxx>

#include <charconv>
#include <utility>

#include "app/sources/desk_rows.h"

namespace saikobi::sources {

using contract::Result;
using std::chrono::milliseconds;

namespace {

constexpr int shareOfACore = 20; ///< one twentieth
constexpr milliseconds csvDeadline{30'000};

/// Whoever waits here must not keep the store busy after we have given up.
void boundStatements(pqxx::transaction_base& work, milliseconds longest)
{
    work.exec("set local statement_timeout = " + std::to_string(longest.count()));
}

/// "number:3-9" → 3 and 9; nothing for any other rule.
std::optional<std::pair<std::int64_t, std::int64_t>> numbersIn(const std::string& rule)
{
    constexpr std::string_view kind{"number:"};
    if (rule.rfind(kind, 0) != 0)
        return std::nullopt;
    std::int64_t from = 0;
    std::int64_t to = 0;
    const auto* const end = rule.data() + rule.size();
    const auto first = std::from_chars(rule.data() + kind.size(), end, from);
    if (first.ec != std::errc{} || first.ptr == end || *first.ptr != '-')
        return std::nullopt;
    const auto second = std::from_chars(first.ptr + 1, end, to);
    if (second.ec != std::errc{} || second.ptr != end)
        return std::nullopt;
    return std::pair{from, to};
}

std::int64_t readShoppersOf(pqxx::transaction_base& work, const std::string& sale,
        const std::pair<std::int64_t, std::int64_t>& numbers)
{
    return work
            .exec_params1(R"(
select count(*) from saikobi.pass
where sale = $1 and run = (select run from saikobi.sale where slug = $1)
    and number between $2 and $3 and ended_at is null and expires_at > now())",
                    sale, numbers.first, numbers.second)[0]
            .as<std::int64_t>();
}

} // namespace

DeskReader::DeskReader(const Profile& profile)
    : m_sale(profile.sale)
    , m_link(profile.postgresUrl, PostgresLink::Use::ReadOnly)
{
}

Result<DeskNews> DeskReader::poll(
        std::optional<contract::ProductId> wished, const std::string& block)
{
    DeskNews news;
    const auto begun = Clock::now();
    const bool isRecordDue = !m_lastRecord || begun - *m_lastRecord >= m_period;
    const bool isDetailDue = wished
            && (wished != m_detail || !m_lastDetail || begun - *m_lastDetail >= detailPeriod);
    const auto numbers = block == m_block ? std::nullopt : numbersIn(block);
    if (!isRecordDue && !isDetailDue && !numbers)
        return news;
    auto recordTook = Clock::duration{};
    const auto done = m_link.run(
            [&](pqxx::connection_base& on) {
                pqxx::read_transaction work(on);
                boundStatements(work, deadline - milliseconds{500});
                if (isDetailDue)
                    news.detail = readDetail(work, m_sale, *wished);
                if (numbers)
                    news.reach = {block, readShoppersOf(work, m_sale, *numbers)};
                if (!isRecordDue)
                    return;
                const auto from = Clock::now();
                auto& record = news.record.emplace();
                readAges(work, m_sale, record);
                record.findings = readFindings(work, m_sale);
                readAudits(work, m_sale, record);
                recordTook = Clock::now() - from;
            },
            deadline);
    news.at = std::chrono::system_clock::now();
    // Also after a failure: a store that is too slow for us must not be asked again at once.
    m_lastRecord = isRecordDue ? Clock::now() : m_lastRecord;
    if (!done) {
        m_period = std::max(m_period, shareOfACore * shortestPeriod / 5);
        return done.error();
    }
    m_block = block;
    if (isDetailDue) {
        m_lastDetail = begun;
        m_detail = wished;
    }
    if (isRecordDue) {
        m_period = std::max(shortestPeriod,
                std::chrono::duration_cast<milliseconds>(recordTook * shareOfACore));
        news.record->period = m_period;
    }
    return news;
}

Result<std::string> DeskReader::readPaidOrders()
{
    std::string out;
    const auto done = m_link.run(
            [&](pqxx::connection_base& on) {
                pqxx::read_transaction work(on);
                boundStatements(work, csvDeadline - milliseconds{500});
                out = readPaidOrdersCsv(work, m_sale);
            },
            csvDeadline);
    if (!done)
        return done.error();
    return out;
}

} // namespace saikobi::sources
