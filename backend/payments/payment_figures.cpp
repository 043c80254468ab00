#include "backend/payments/payment_figures.h"

#include <algorithm>

namespace saikobi::payments {

namespace gauge = contract::gauge;
using namespace std::chrono_literals;

namespace {

constexpr auto showEvery = 1s;
constexpr int roundsPerRead = 2;

forecast::CallAgreement agreementOf(const contract::ProviderAccount& account)
{
    forecast::CallAgreement out;
    out.callsPerSecond = account.callsPerSecond;
    out.callsPerSecondEndpoint = account.callsPerSecondEndpoint;
    out.parallel = account.parallel;
    return out;
}

double allowedBy(const ProviderGate::Standing& standing)
{
    const auto agreed = agreementOf(standing.account);
    return standing.shareLeft
            * forecast::safeCallsPerSecond(
                    agreed.callsPerSecond, agreed.finishingTolerance, agreed.jitter);
}

} // namespace

PaymentFigures::PaymentFigures(Parts parts)
    : m_parts(std::move(parts))
{
}

void PaymentFigures::tick(std::chrono::steady_clock::time_point now)
{
    if (now - m_shownAt < showEvery)
        return;
    m_shownAt = now;
    const bool isReadDue = m_parts.postgres && ++m_rounds % roundsPerRead == 0;
    for (const auto& [sale, accounts] : m_accounts) {
        showStandings(sale);
        if (isReadDue && !std::exchange(m_isReading[sale], true))
            read(sale);
    }
}

PaymentFigures::Standings PaymentFigures::standingsOf(const std::string& sale) const
{
    Standings out;
    const auto found = m_accounts.find(sale);
    if (found == m_accounts.end())
        return out;
    for (const auto& account : found->second)
        if (const auto* gate = m_parts.gateOf(account))
            out.push_back(gate->standing());
    return out;
}

/// Of several accounts the worst: it is the one somebody must look at.
void PaymentFigures::showStandings(const std::string& sale)
{
    int breaker = 0;
    bool isClosed = false;
    bool isLocal = false;
    double allowed = 0;
    for (const auto& standing : standingsOf(sale)) {
        breaker = std::max(breaker, standing.breaker);
        isClosed = isClosed || standing.isOrderLaneClosed;
        isLocal = isLocal || standing.isLocal;
        allowed += allowedBy(standing);
    }
    auto& measures = m_parts.measures(sale);
    measures.set(gauge::breaker, breaker);
    measures.set(gauge::orderLaneClosed, isClosed ? 1 : 0);
    measures.set(gauge::localBudget, isLocal ? 1 : 0);
    measures.set(gauge::callsAllowed, allowed);
}

void PaymentFigures::read(const std::string& sale)
{
    readPaymentRecord(*m_parts.postgres, m_parts.executor, sale,
            [weak = weak_from_this(), sale](const contract::Result<PaymentRecord>& record) {
                const auto self = weak.lock();
                if (!self)
                    return;
                self->m_isReading[sale] = false;
                if (record) // otherwise the figures stay what they were and grow old
                    self->showRecord(sale, record.value());
            });
}

void PaymentFigures::showRecord(const std::string& sale, const PaymentRecord& record)
{
    auto& measures = m_parts.measures(sale);
    measures.set(gauge::oldestUnsettledS, record.oldestUnsettledS);
    measures.set(gauge::inboxAgeS, record.inboxAgeS);
    measures.set(gauge::inboxParkedS, record.inboxParkedS);
    double allowed = 0;
    std::int64_t parallel = 0;
    std::vector<forecast::AdvisedAccount> accounts;
    for (const auto& standing : standingsOf(sale)) {
        allowed += allowedBy(standing);
        parallel += standing.account.parallel;
        forecast::AdvisedAccount account;
        account.agreed = agreementOf(standing.account);
        account.shareLeft = standing.shareLeft;
        accounts.push_back(account);
    }
    if (record.recentSeconds >= 3 && allowed > 0) {
        const double calls = (record.recentCalls + 2 * record.recentRefused)
                / (record.recentSeconds * allowed);
        const double places = parallel > 0 ? record.inFlight / static_cast<double>(parallel) : 0;
        measures.set(gauge::budgetUsed, 100 * std::max(calls, places));
    }
    const auto advised = forecast::adviseRate(accounts, record.buying);
    if (!advised)
        return;
    measures.set(gauge::rateAdvised, *advised);
    const std::lock_guard lock(m_mutex);
    m_advised[sale] = *advised;
}

std::optional<double> PaymentFigures::rateAdvised(const std::string& sale) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_advised.find(sale);
    return found == m_advised.end() ? std::nullopt : std::optional{found->second};
}

} // namespace saikobi::payments
