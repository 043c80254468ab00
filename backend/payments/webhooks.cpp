#include "backend/payments/webhooks.h"

#include <spdlog/spdlog.h>

#include <optional>

#include "backend/payments/inbox_store.h"

namespace saikobi::payments {

using contract::Fault;
using contract::FaultCode;
using contract::Outcome;
using namespace std::chrono_literals;

namespace {

constexpr auto openAfter = 5s; ///< by then whoever wrote a row has applied it
constexpr auto parkedFor = std::chrono::seconds{1h};
constexpr int sweepLimit = 256;

} // namespace

class Webhooks::Impl : public std::enable_shared_from_this<Impl> {
public:
    explicit Impl(Parts given)
        : parts(std::move(given))
        , store(parts.executor, parts.postgres)
    {
    }

    /// The provider whose secret made this signature, or the fault of the nearest miss.
    contract::Result<std::string> senderOf(const std::string& header, const std::string& body) const
    {
        Fault why{FaultCode::Refused, "forged"};
        for (const auto& provider : parts.providers) {
            const auto checked = verifySignature(header, body, provider.secrets, parts.now());
            if (checked)
                return provider.id;
            if (checked.error().detail != "forged")
                why = checked.error();
        }
        return why;
    }

    void apply(const InboxRow& row)
    {
        const auto done = [self = shared_from_this(), row](const Outcome& outcome) {
            const bool isParked = row.notice.order.empty() ? false : row.age < parkedFor;
            const bool isOver = outcome || outcome.error().code == FaultCode::NotFound;
            const bool isNobodys = row.orderStatus.empty() && !row.notice.order.empty();
            if (isNobodys && !isParked)
                spdlog::warn("saikobi.payments.webhook: order {} of a notification of {} is not "
                             "known here; left to the reconciler",
                        row.notice.order, row.provider);
            if (outcome || (isOver && !isParked))
                self->store.markApplied(row.provider, row.notice.event);
        };
        if (row.orderStatus.empty()) // parked: the row of its order may be about to be written
            return done(Fault{FaultCode::NotFound, {}});
        if (contradictsEnd(row.notice.type, row.orderStatus))
            return parts.checkEnd(row.notice.order, done);
        if (!deservesQuery(row.notice.type, row.orderStatus))
            return done(contract::Nothing{});
        parts.refresh(row.notice.order, done);
    }

    void sweep(const contract::Result<std::vector<InboxRow>>& rows)
    {
        isSweeping = false;
        if (!rows)
            return; // Postgres is away; the next tick tries again
        for (const auto& row : rows.value())
            apply(row);
    }

    Parts parts;
    InboxStore store;
    bool isSweeping = false;
};

Webhooks::Webhooks(Parts parts)
    : m_impl(std::make_shared<Impl>(std::move(parts)))
{
}

Webhooks::~Webhooks() = default;

void Webhooks::receive(const std::string& signatureHeader, const std::string& body,
        std::function<void(Outcome)> answer)
{
    const auto sender = m_impl->senderOf(signatureHeader, body);
    if (!sender) {
        spdlog::warn("saikobi.payments.webhook: {}", sender.error().detail);
        return answer(sender.error());
    }
    const auto notice = readNotice(body);
    if (!notice)
        return answer(notice.error());
    m_impl->store.write(sender.value(), notice.value(), body,
            [impl = m_impl, answer = std::move(answer)](contract::Result<InboxRow> written) {
                if (!written)
                    return answer(written.error());
                answer(contract::Nothing{});
                if (written.value().isNew)
                    impl->apply(written.value());
            });
}

void Webhooks::tick()
{
    if (m_impl->isSweeping)
        return;
    m_impl->isSweeping = true;
    m_impl->store.readOpen(openAfter, sweepLimit,
            [impl = m_impl](contract::Result<std::vector<InboxRow>> rows) { impl->sweep(rows); });
}

} // namespace saikobi::payments
