#include "app/sources/desk_reader.h"

#include <pqxx/pqxx>

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

} // namespace

DeskReader::DeskReader(const Profile& profile)
    : m_sale(profile.sale)
    , m_link(profile.postgresUrl, PostgresLink::Use::ReadOnly)
{
}

Result<DeskNews> DeskReader::poll(std::optional<contract::ProductId> wished)
{
    DeskNews news;
    const auto begun = Clock::now();
    const bool isRecordDue = !m_lastRecord || begun - *m_lastRecord >= m_period;
    const bool isDetailDue = wished
            && (wished != m_detail || !m_lastDetail || begun - *m_lastDetail >= detailPeriod);
    if (!isRecordDue && !isDetailDue)
        return news;
    auto recordTook = Clock::duration{};
    const auto done = m_link.run(
            [&](pqxx::connection_base& on) {
                pqxx::read_transaction work(on);
                boundStatements(work, deadline - milliseconds{500});
                if (isDetailDue)
                    news.detail = readDetail(work, m_sale, *wished);
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
